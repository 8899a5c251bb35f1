"""Who should be at a site, and what the last rounds saw of them; read only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from housing.models import ABSENCES, Presence, PresenceCheck, Site, Stay

ROUNDS = 12  # so many are shown


class Expected(NamedTuple):
    """A household that should be there, and what the rounds saw of it, newest first."""

    stay: Stay
    seen: list[Presence]

    @property
    def absences(self) -> int:
        """In how many rounds it was not there since it was last seen."""
        return len(_streak(self.seen))

    @property
    def may_have_left(self) -> bool:
        """Absent so often in a row that a person should decide whether it left."""
        return self.absences >= ABSENCES

    @property
    def absent_since(self) -> date | None:
        """The day of the first of those rounds."""
        days = [item.check_round.checked_on for item in _streak(self.seen)]
        return min(days, default=None)


def expected_at(site: Site, *, on: date) -> list[Expected]:
    """Everybody who lives there on that day. Three queries, however many there are."""
    stays = list(
        Stay.objects.lived_in(on=on)
        .filter(unit__site=site)
        .select_related("unit__site", "household__registered_by")
        .prefetch_related("household__persons")
        .order_by("unit__label", "pk")
    )
    seen = seen_of(stays)
    return [Expected(stay, seen[stay.pk]) for stay in stays]


def seen_of(stays: Sequence[Stay]) -> dict[int, list[Presence]]:
    """What the rounds saw of these stays, newest first, by the key of the stay. One query."""
    found: dict[int, list[Presence]] = defaultdict(list)
    rows = (
        Presence.objects.filter(stay__in=stays)
        .select_related("check_round__checked_by")
        .order_by("-check_round__checked_on", "-pk")
    )
    for row in rows:
        found[row.stay_id].append(row)
    return found


def rounds_at(site: Site) -> "list[PresenceCheck]":
    """The last rounds with what they counted, newest first. One query."""
    counts = {
        value: Count("presences", filter=Q(presences__outcome=value)) for value in Presence.Outcome.values
    }
    return list(site.presence_checks.select_related("checked_by").annotate(**counts)[:ROUNDS])


def _streak(seen: Sequence[Presence]) -> list[Presence]:
    """The absences since it was last seen; a round that does not know says nothing."""
    streak = []
    for item in seen:
        if item.outcome == Presence.Outcome.PRESENT:
            break
        if item.outcome == Presence.Outcome.ABSENT:
            streak.append(item)
    return streak
