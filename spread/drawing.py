"""The spread on the map: each municipality in the class of its own row, or of its region's or province's."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.formats import number_format

from municipalities.map import Area, Drawing, LegendLine, draw_map
from municipalities.models import Municipality, Province
from spread.models import IndicatorSnapshot, Level, RatioClass

# Around the middle (3): below the target orange, above it blue. A small target gets no colour.
COLOURS = {RatioClass.LOW: 1, RatioClass.NEAR: 3, RatioClass.HIGH: 4, RatioClass.VERY_HIGH: 6}
LEGEND = [LegendLine(label, COLOURS.get(RatioClass(value))) for value, label in RatioClass.choices if value != "none"]
# By which column a row and a municipality find each other.
AREA_OF = {
    Level.MUNICIPALITY: ("municipality_id", "pk"),
    Level.REGION: ("reference_region_id", "reference_region_id"),
    Level.PROVINCE: ("province_id", "province_id"),
}


def spread_map(
    rows: Iterable[IndicatorSnapshot],
    level: Level,
    *,
    on: date,
    href: Callable[[IndicatorSnapshot], str] = lambda row: "",
    province: Province | None = None,
) -> Drawing:
    """Places against target on the map; `href` gives where an area leads to. Four queries.

    Municipalities without a row (outside the filter, or not the reader's to see) are drawn without a figure.
    """
    towns = Municipality.objects.current()
    if province is not None:
        towns = towns.filter(province=province)
    of_row, of_town = AREA_OF[level]
    by_area = {getattr(row, of_row): row for row in rows}
    areas = {}
    for nis_code, name, area in towns.values_list("nis_code", "name", of_town):
        row = by_area.get(area)
        areas[nis_code] = _area(row, href(row)) if row else Area(f"{name}: buiten deze selectie")
    return draw_map(
        areas,
        title="Plaatsen tegenover het doel",
        description="Oranje gebieden hebben minder plaatsen dan hun doel, blauwe meer. Alle cijfers staan ook in de tabel.",
        legend=LEGEND,
        on=on,
        diverging=True,
        province=province,
    )


def _area(row: IndicatorSnapshot, href: str) -> Area:
    places = f"{_nl(row.places)} {'plaats' if row.places == 1 else 'plaatsen'}"
    target = "geen doel" if row.target is None else f"doel {_nl(row.target)}"
    label = f"{row.area_name}: {places}, {target} ({row.get_ratio_class_display()})"
    return Area(label, COLOURS.get(RatioClass(row.ratio_class)), href)


def _nl(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
