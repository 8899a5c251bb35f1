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
from spread.counting import count_loads, successors_of_today
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
    """What moved around each closed case that has a municipality. Two statements a case and three more."""
    successors = successors_of_today()
    found = []
    for call in calls:
        if call.municipality_id is None or call.closed_at is None:
            continue
        begin = timezone.localtime(call.asked_at).date()
        end = min(timezone.localtime(call.closed_at).date() + timedelta(days=AFTER_DAYS), on)
        town = call.municipality_id
        before, after = (
            count_loads(successors, on=day, only=[town])[successors[town]] for day in (begin, end)
        )
        found.append(Effect(call, begin, end, moved_between(before, after)))
    opened = openings([effect.call.municipality_id for effect in found])
    for effect in found:
        days = opened.get(effect.call.municipality_id, [])
        number = sum(1 for day in days if effect.begin <= day <= effect.end)
        effect.moved.append(Moved("locaties geopend in deze tijd", None, number))
    incidents = incidents_at(found)
    for effect in found:
        days = incidents[effect.call.pk]
        before, after = (
            sum(1 for day in days if last - timedelta(days=AFTER_DAYS) < day <= last)
            for last in (effect.begin, effect.end)
        )
        effect.moved.append(Moved(f"meldingen van overlast in {AFTER_DAYS} dagen", before, after))
    return found


def incidents_at(effects: Sequence[Effect]) -> dict[int, list[date]]:
    """The days of incidents by case: those at its site, or without a site those in its municipality. One query."""
    towns = {effect.call.municipality_id for effect in effects}
    rows = list(
        Incident.objects.filter(site__municipality__in=towns).values_list(
            "site", "site__municipality", "happened_on"
        )
    )
    return {
        effect.call.pk: [
            day
            for site, town, day in rows
            if (site == effect.call.site_id if effect.call.site_id else town == effect.call.municipality_id)
        ]
        for effect in effects
    }


def moved_between(before: Load, after: Load) -> list[Moved]:
    return [
        Moved("vrije plaatsen", before.free, after.free),
        Moved("inzetbare plaatsen", before.deployable, after.deployable),
        Moved("bezetting", occupancy(before), occupancy(after), " %"),
    ]


def occupancy(load: Load) -> int | None:
    """Occupied places as a percentage of the deployable ones, rounded; None without any."""
    return round(100 * load.occupied / load.deployable) if load.deployable else None


def openings(towns: Sequence[int]) -> dict[int, list[date]]:
    """The days on which sites opened, by municipality. One query."""
    days: dict[int, list[date]] = {}
    for town, opened_at in Site.objects.filter(municipality__in=list(towns)).values_list(
        "municipality", "opened_at"
    ):
        days.setdefault(town, []).append(timezone.localtime(opened_at).date())
    return days
