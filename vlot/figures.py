"""Numbers about the work of VLOT; read only."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from spread.models import IndicatorSnapshot, Level
from vlot.models import Incident, PossibleSite, Severity

MONTHS = 12
MONTH_NAMES = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


class Month(NamedTuple):
    """Incidents of one month by severity; `label` and `value` are what a chart draws."""

    label: str
    value: int
    light: int
    serious: int
    grave: int


def nuisance_trend(incidents: QuerySet[Incident], *, on: date) -> list[Month]:
    """The last twelve months, the current one last. One query."""
    first = on.year * 12 + on.month - MONTHS
    counts: Counter[tuple[int, str]] = Counter(
        (day.year * 12 + day.month - 1, severity)
        for day, severity in incidents.filter(
            happened_on__gte=date(first // 12, first % 12 + 1, 1), happened_on__lte=on
        ).values_list("happened_on", "severity")
    )
    months = []
    for month in range(first, first + MONTHS):
        light, serious, grave = (counts[month, severity] for severity in Severity.values)
        label = f"{MONTH_NAMES[month % 12]} {month // 12}"
        months.append(Month(label, light + serious + grave, light, serious, grave))
    return months


class Ranked(NamedTuple):
    """A possible site, and how its municipality stands against what it can carry: places divided by target (None where
    nobody knows)."""

    possible: PossibleSite
    ratio: float | None


def by_spread(places: QuerySet[PossibleSite]) -> list[Ranked]:
    """Where the spread shows that a municipality carries relatively less comes first; then the most places. Two
    queries."""
    ratios = {
        municipality: float(ratio)
        for municipality, ratio in IndicatorSnapshot.objects.current()
        .filter(level=Level.MUNICIPALITY, ratio__isnull=False)
        .values_list("municipality", "ratio")
        if ratio is not None
    }
    ranked = [
        Ranked(possible, ratios.get(possible.municipality_id))
        for possible in places.select_related("municipality__province")
    ]
    return sorted(
        ranked,
        key=lambda row: (
            row.ratio is None,
            row.ratio or 0.0,
            -(row.possible.estimated_places or 0),
            row.possible.pk,
        ),
    )
