"""What moved in a municipality after VLOT worked there: the day of the question beside a month after closing.

*Not* what VLOT caused: other things happen in the same weeks, and a municipality calls when something is already going
on. So no sum, no average and no ranking are made of it; the page says so above the table. The counts are those of the
spread (`spread.counting`) for the day itself, by what the portal knows now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from housing.models import Site
from spread.counting import count_loads_of_days, successors_of_today
from spread.figures import Load
from vlot.models import Incident, Intervention

AFTER_DAYS = 30


class Moved(NamedTuple):
    """One indicator on the two days; None where it has no meaning (no places, no occupancy)."""

    label: str
    before: int | None
    after: int | None
    unit: str = ""

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Effect:
    """One case with its two days and what moved between them."""

    call: Intervention
    begin: date
    end: date
    moved: list[Moved]

    @property
    def is_early(self) -> bool:
        """Less than a month has passed since the case was closed."""
        closed = self.call.closed_at
        return closed is not None and (self.end - timezone.localtime(closed).date()).days < AFTER_DAYS


def effects_of(calls: Sequence[Intervention], *, on: date) -> list[Effect]:
    """What moved around each closed case that has a municipality. Four statements, at any number of cases."""
    successors = successors_of_today()
    closed = [call for call in calls if call.closed_at is not None and call.municipality_id is not None]
    opened, incidents = openings(closed), incidents_at(closed)
    towns: dict[date, set[int]] = {}
    for call in closed:
        for day in days_of(call, on=on):
            towns.setdefault(day, set()).add(int(call.municipality_id or 0))
    loads = count_loads_of_days(successors, towns)
    found = []
    for call in closed:
        begin, end = days_of(call, on=on)
        town = successors[int(call.municipality_id or 0)]
        before, after = loads[begin, town], loads[end, town]
        moved = [
            *moved_between(before, after),
            Moved(
                "locaties geopend in deze tijd",
                None,
                sum(1 for day in opened[call.pk] if begin <= day <= end),
            ),
            Moved(
                f"meldingen van overlast in {AFTER_DAYS} dagen",
                in_the_days_before(begin, incidents[call.pk]),
                in_the_days_before(end, incidents[call.pk]),
            ),
        ]
        found.append(Effect(call, begin, end, moved))
    return found


def days_of(call: Intervention, *, on: date) -> tuple[date, date]:
    """The day of the question, and the day a month after closing; `on` when that one is still to come."""
    closed_at = call.closed_at or call.asked_at
    end = timezone.localtime(closed_at).date() + timedelta(days=AFTER_DAYS)
    return timezone.localtime(call.asked_at).date(), min(end, on)


def in_the_days_before(last: date, days: Sequence[date]) -> int:
    """How many of these days lie in the month that ends on `last`."""
    return sum(1 for day in days if last - timedelta(days=AFTER_DAYS) < day <= last)


def moved_between(before: Load, after: Load) -> list[Moved]:
    return [
        Moved("vrije plaatsen", before.free, after.free),
        Moved("inzetbare plaatsen", before.deployable, after.deployable),
        Moved("bezetting", occupancy(before), occupancy(after), " %"),
    ]


def occupancy(load: Load) -> int | None:
    """Occupied places as a percentage of the deployable ones, rounded; None without any."""
    return round(100 * load.occupied / load.deployable) if load.deployable else None


def openings(calls: Sequence[Intervention]) -> dict[int, list[date]]:
    """By case, the days on which sites opened in its municipality. One query."""
    towns = {call.municipality_id for call in calls}
    rows = list(Site.objects.filter(municipality__in=towns).values_list("municipality", "opened_at"))
    return {
        call.pk: [timezone.localtime(at).date() for town, at in rows if town == call.municipality_id]
        for call in calls
    }


def incidents_at(calls: Sequence[Intervention]) -> dict[int, list[date]]:
    """By case, the days of incidents: at its site, or for a case without a site in its municipality. One query."""
    towns = {call.municipality_id for call in calls}
    rows = list(
        Incident.objects.filter(site__municipality__in=towns).values_list(
            "site", "site__municipality", "happened_on"
        )
    )
    return {
        call.pk: [
            day
            for site, town, day in rows
            if (site == call.site_id if call.site_id else town == call.municipality_id)
        ]
        for call in calls
    }
