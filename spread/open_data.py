"""The open data of one week: its rows, its columns explained, and the files that people download. Pure.

A row knows `persons` and `free` only where they may be shown (`spread.disclosure`). Free places are hidden with the
persons, because places in use (deployable less free) say nearly as much. Nothing else is counted from persons:
target, gap and places per 1,000 follow from places, inhabitants and the key.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder

from spread.disclosure import Cell, Protection
from spread.models import IndicatorSnapshot, Level, Publication

LICENCE = "Modellicentie Gratis Hergebruik Vlaanderen, versie 1.0"
LICENCE_URL = "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
TITLE = "Opvangplaatsen voor tijdelijk ontheemden per gemeente"
PUBLISHED = (Level.MUNICIPALITY, Level.PROVINCE, Level.FLANDERS)
FLANDERS_CODE = "02000"  # the NIS code of the Flemish Region


class Column(NamedTuple):
    """A column of the files: the name in them, the name in a row, and what it means for a reader."""

    name: str
    field: str
    meaning: str


COLUMNS = (
    Column("niveau", "level", "gemeente, provincie of vlaanderen."),
    Column("nis_code", "code", "De code van Statbel; 02000 is het Vlaamse Gewest."),
    Column("naam", "name", "De naam van het gebied."),
    Column("provincie", "province", "De provincie waarin de gemeente ligt; leeg voor Vlaanderen."),
    Column("inwoners", "population", "Inwoners volgens Statbel, het jongste cijfer dat toen bekend was."),
    Column(
        "plaatsen_geregistreerd",
        "registered",
        "Slaapplekken die aangeboden zijn: de gevalideerde, en die waarover de gemeente nog moet beslissen.",
    ),
    Column(
        "plaatsen_gevalideerd",
        "places",
        "Slaapplekken op een locatie die de gemeente veilig, gezond en menswaardig vond en die niet gesloten is.",
    ),
    Column(
        "plaatsen_inzetbaar",
        "deployable",
        "Gevalideerde slaapplekken die bruikbaar zijn, onlangs nagekeken en niet voor iemand voorbehouden.",
    ),
    Column(
        "plaatsen_vrij",
        "free",
        "Inzetbare slaapplekken waar niemand woont of komt wonen. Leeg waar de personen afgeschermd zijn.",
    ),
    Column(
        "personen",
        "persons",
        "Mensen die volgens dit portaal op een van deze plaatsen wonen. Leeg waar het afgeschermd is.",
    ),
    Column(
        "plaatsen_per_1000_inwoners", "places_per_1000", "Gevalideerde slaapplekken per 1.000 inwoners."
    ),
    Column(
        "personen_per_1000_inwoners",
        "persons_per_1000",
        "Personen per 1.000 inwoners. Leeg waar het afgeschermd is.",
    ),
    Column("doel", "target", "Het aantal plaatsen volgens de verdeelsleutel die dan de hoofdsleutel was."),
    Column("verschil", "gap", "Gevalideerde plaatsen min doel: onder nul zijn er minder plaatsen dan het doel."),
    Column("afgeschermd", "hidden", "ja waar personen en vrije plaatsen niet getoond worden, anders nee."),
)  # fmt: skip


def cells(snapshots: Iterable[IndicatorSnapshot]) -> list[Cell]:
    """The municipalities as the protection looks at them."""
    return [
        Cell(row.municipality.nis_code, row.province.nis_code, row.persons, row.places)
        for row in snapshots
        if row.level == Level.MUNICIPALITY and row.municipality and row.province
    ]


def rows_of(
    snapshots: Sequence[IndicatorSnapshot], registered: Mapping[str, int], protection: Protection
) -> list[dict[str, Any]]:
    """One row per municipality, per province and for Flanders, without what must stay hidden.

    `registered` gives the registered places of each municipality by NIS code.
    """
    joined = {province for zone in protection.joined for province in zone}
    rows = []
    for snapshot in sorted(snapshots, key=_order):
        code, province = _code(snapshot), snapshot.province.nis_code if snapshot.province else None
        match snapshot.level:
            case Level.MUNICIPALITY:
                hidden = code in protection.hidden
            case Level.PROVINCE:
                hidden = protection.everything or code in joined
            case _:
                hidden = protection.everything
        members = [
            other for other in snapshots if other.level == Level.MUNICIPALITY and _lies_in(other, snapshot)
        ]
        rows.append(
            {
                "level": str(snapshot.level),
                "code": code,
                "name": snapshot.area_name,
                "province": snapshot.province.name if snapshot.province else None,
                "province_code": province,
                "population": snapshot.population,
                "registered": sum(registered.get(_code(member), 0) for member in members),
                "places": snapshot.places,
                "deployable": snapshot.deployable,
                "free": None if hidden else snapshot.free,
                "persons": None if hidden else snapshot.persons,
                "places_per_1000": _rate(snapshot.places, snapshot.population),
                "persons_per_1000": None if hidden else _rate(snapshot.persons, snapshot.population),
                "target": snapshot.target,
                "gap": snapshot.gap,
                "hidden": hidden,
            }
        )
    return rows


def _order(snapshot: IndicatorSnapshot) -> tuple[int, str]:
    return -PUBLISHED.index(Level(snapshot.level)), _code(snapshot)


def _code(snapshot: IndicatorSnapshot) -> str:
    if snapshot.municipality:
        return snapshot.municipality.nis_code
    return snapshot.province.nis_code if snapshot.province else FLANDERS_CODE


def _lies_in(municipality: IndicatorSnapshot, area: IndicatorSnapshot) -> bool:
    match area.level:
        case Level.MUNICIPALITY:
            return municipality.municipality_id == area.municipality_id
        case Level.PROVINCE:
            return municipality.province_id == area.province_id
        case _:
            return True


def _rate(count: int, population: int | None) -> str | None:
    """Per 1,000 inhabitants with two decimals, as text: JSON would make a float of it."""
    return str((Decimal(1000 * count) / population).quantize(Decimal("0.01"))) if population else None


def fingerprint(rows: list[dict[str, Any]]) -> str:
    """SHA-256 of the rows, whatever the order in which a database keeps the fields of a row."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def as_csv(publication: Publication) -> bytes:
    """Comma, point as decimal mark, UTF-8, one header: RFC 4180. What is hidden is an empty field."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["week", "cijfers_van", *(column.name for column in COLUMNS)])
    for row in publication.rows:
        days = [publication.week.isoformat(), publication.on.isoformat()]
        writer.writerow([*days, *(_cell(row, column.field) for column in COLUMNS)])
    return text.getvalue().encode()


def as_json(publication: Publication) -> bytes:
    """The same rows with everything that is needed to understand them. What is hidden is null."""
    data = {
        "titel": TITLE,
        "week": publication.week,
        "cijfers_van": publication.on,
        "gepubliceerd_op": publication.published_at,
        "licentie": {"naam": LICENCE, "url": LICENCE_URL},
        "verdeelsleutel": {
            "code": publication.key.code,
            "versie": publication.key.version,
            "naam": publication.key.name,
            "wat": publication.key.statement,
            "bron": publication.key.source,
        },
        **({"verbetering": _correction(publication)} if publication.revision > 1 else {}),
        "sha256": publication.sha256,
        "kolommen": {column.name: column.meaning for column in COLUMNS},
        "rijen": [{column.name: _value(row, column.field) for column in COLUMNS} for row in publication.rows],
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _correction(publication: Publication) -> dict[str, Any]:
    return {"versie": publication.revision, "reden": publication.reason}


LEVELS = {"municipality": "gemeente", "province": "provincie", "flanders": "vlaanderen"}
RATES = ("places_per_1000", "persons_per_1000")


def _value(row: Mapping[str, Any], field: str) -> Any:
    value = row[field]
    if field == "level":
        return LEVELS[value]
    return float(value) if field in RATES and value is not None else value


def _cell(row: Mapping[str, Any], field: str) -> Any:
    if field == "hidden":
        return "ja" if row[field] else "nee"
    return LEVELS[row[field]] if field == "level" else row[field]
