"""What the database knows of each municipality on a day, as the input of `spread.figures`. Reads only."""

from collections.abc import Collection, Mapping
from datetime import date

from municipalities.models import Municipality, Statistic
from spread.figures import Area, Fact, Load
from spread.models import MunicipalityLoad


def areas_with(loads: Mapping[int, Load], indicators: Collection[str], on: date) -> list[Area]:
    """The municipalities of today with these counters and the statistics in force on that day. Two queries."""
    facts: dict[int, dict[str, Fact]] = {pk: {} for pk in loads}
    statistics = (
        Statistic.objects.filter(municipality__in=loads, indicator__in=indicators)
        .latest_by(on=on)
        .values_list("municipality_id", "indicator", "value", "period", "source__name")
    )
    for municipality, indicator, value, period, source in statistics:
        facts[municipality][indicator] = Fact(value, period, source)
    return [
        Area(pk, nis_code, region, province, loads[pk], facts[pk])
        for pk, nis_code, region, province in Municipality.objects.filter(pk__in=loads).values_list(
            "pk", "nis_code", "reference_region_id", "province_id"
        )
        if region is not None
    ]


def counted_areas(indicators: Collection[str], *, on: date) -> list[Area]:
    """The same with the counters as they stand: what the figures of the newest day were computed from. Three queries.

    Nothing is counted again, so this never differs from the figures on the screen by a place that came since.
    """
    loads = {row.pk: Load.of(row) for row in MunicipalityLoad.objects.all()}
    return areas_with(loads, indicators, on)
