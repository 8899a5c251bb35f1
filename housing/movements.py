"""Who arrives and who leaves in a period, as one local government may see it; read only."""

from datetime import date, timedelta
from typing import NamedTuple

from accounts.models import Membership
from housing import rules
from housing.models import Stay
from housing.models.stays import StayQuerySet

WEEK = timedelta(days=7)


class Movement(NamedTuple):
    """One arrival or departure. Names and place only where this reader may see them."""

    stay: Stay
    day: date
    persons: int
    sees_people: bool
    sees_place: bool
    may_change: bool


class Movements(NamedTuple):
    arrivals: list[Movement]
    departures: list[Movement]


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def movements(by: Membership, *, begin: date, end: date) -> Movements:
    """From `begin` up to `end` (not included), day by day. Four queries, however many there are."""
    visible = Stay.objects.visible_to(by)
    return Movements(
        [
            _movement(stay, stay.period.lower, by)
            for stay in _rows(visible.arriving(begin, end), "startswith")
        ],
        [_movement(stay, stay.period.upper, by) for stay in _rows(visible.leaving(begin, end), "endswith")],
    )


def _rows(stays: StayQuerySet, edge: str) -> StayQuerySet:
    return (
        stays.select_related("unit__site__municipality", "household__registered_by")
        .prefetch_related("household__persons")
        .order_by(f"period__{edge}", "unit__site__name", "unit__label", "pk")
    )


def _movement(stay: Stay, day: date, by: Membership) -> Movement:
    return Movement(
        stay,
        day,
        len(stay.household.persons.all()),
        rules.sees_people_of(by, stay),
        rules.sees_place_of(by, stay),
        rules.may_end_stay(by, stay),
    )
