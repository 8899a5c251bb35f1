"""The spread on the map: each municipality in the class of its own row, or of its region's or province's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from municipalities.map import Area, Drawing, LegendLine, draw_map
from municipalities.models import Municipality, Province
from spread.explanations import nl
from spread.figures import classify
from spread.inflow_outcome import FullShown
from spread.models import IndicatorSnapshot, Level, RatioClass

# Around the middle (3): below the target orange, above it blue. A small target gets no colour.
COLOURS = {RatioClass.LOW: 1, RatioClass.NEAR: 3, RatioClass.HIGH: 4, RatioClass.VERY_HIGH: 6}
LEGEND = [
    LegendLine(label, COLOURS.get(RatioClass(value)))
    for value, label in RatioClass.choices
    if value != "none"
]


def spread_map(
    rows: Iterable[IndicatorSnapshot],
    level: Level,
    *,
    on: date,
    href: Callable[[IndicatorSnapshot], str] = lambda row: "",
    province: Province | None = None,
) -> Drawing:
    """Places against target on the map; `href` gives where an area leads to. Three queries, four for
    regions and provinces.

    Municipalities without a row (outside the filter, or not the reader's to see) are drawn without a figure.
    """
    if level == Level.MUNICIPALITY:
        areas = {row.municipality.nis_code: _area(row, href(row)) for row in rows if row.municipality}
    else:
        column = "reference_region_id" if level == Level.REGION else "province_id"
        whole = {getattr(row, column): _area(row, href(row)) for row in rows}
        towns = Municipality.objects.current().values_list("nis_code", column)
        areas = {nis_code: whole[area] for nis_code, area in towns if area in whole}
    return draw_map(
        areas,
        title="Plaatsen tegenover het doel",
        description=(
            "Oranje gebieden hebben minder plaatsen dan hun doel, blauwe meer. Alle cijfers staan ook in de tabel."
        ),
        legend=LEGEND,
        on=on,
        diverging=True,
        province=province,
        elsewhere="buiten deze selectie",
    )


def _area(row: IndicatorSnapshot, href: str) -> Area:
    places = f"{nl(row.places)} {'plaats' if row.places == 1 else 'plaatsen'}"
    target = "geen doel" if row.target is None else f"doel {nl(row.target)}"
    label = f"{row.area_name}: {places}, {target} ({row.get_ratio_class_display()})"
    return Area(label, COLOURS.get(RatioClass(row.ratio_class)), href)


def scenario_maps(rows: Sequence[Mapping[str, Any]], *, on: date) -> list[Drawing]:
    """Places against target before and after, from the rows of a scenario. Three queries each."""
    return [
        draw_map(
            {row["nis_code"]: _moment(row, moment) for row in rows},
            title=title,
            description=(
                "Oranje gebieden hebben minder plaatsen dan hun doel, blauwe meer. Alle cijfers staan ook in de tabel."
            ),
            legend=LEGEND,
            on=on,
            diverging=True,
            key=f"kaart-{moment}",
        )
        for moment, title in (("before", "Nu"), ("after", "Met dit scenario"))
    ]


def _moment(row: Mapping[str, Any], moment: str) -> Area:
    places, target = row[f"places_{moment}"], row[f"target_{moment}"]
    found = classify(places, target)
    words = "geen doel" if target is None else f"doel {nl(target)}"
    label = f"{row['name']}: {nl(places)} {'plaats' if places == 1 else 'plaatsen'}, {words} ({found.label})"
    return Area(label, COLOURS.get(found))


# By when a municipality is full: the week up to which, and the colour. Darker is sooner.
FULL_BY = [
    (1, 6, "vol in week 1"),
    (4, 4, "vol in week 2 tot 4"),
    (12, 3, "vol in week 5 tot 12"),
    (99, 2, "later vol"),
]
NOT_FULL = LegendLine("niet vol in deze weken", 0)


def inflow_map(full: Iterable[FullShown], *, on: date) -> Drawing:
    """When each municipality is full in a simulation of the inflow. Three queries."""
    rows = {row.nis_code: row for row in full}
    areas = {}
    for nis_code, name in Municipality.objects.current().values_list("nis_code", "name"):
        row = rows.get(nis_code)
        if row is None:
            areas[nis_code] = Area(f"{name}: niet vol in deze weken", 0)
        else:
            level = next(level for last, level, _ in FULL_BY if row.week <= last)
            areas[nis_code] = Area(f"{name}: vol in week {row.week}; {row.why}", level)
    return draw_map(
        areas,
        title="Wanneer is een gemeente vol?",
        description="Hoe donkerder, hoe vroeger. Vol betekent: een huishouden dat hier gevraagd werd, paste niet meer.",
        legend=[NOT_FULL, *(LegendLine(text, level) for _, level, text in reversed(FULL_BY))],
        on=on,
    )
