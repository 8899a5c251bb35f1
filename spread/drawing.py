"""The spread on the map: each municipality in the class of its own row, or of its region's or province's."""

from collections.abc import Callable, Iterable
from datetime import date

from municipalities.map import Area, Drawing, LegendLine, draw_map
from municipalities.models import Municipality, Province
from spread.explanations import nl
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
