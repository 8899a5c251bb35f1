"""Verbs on a stay that goes on: moving in, a planned end, another unit. The household is nowhere twice, nor nowhere."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from housing import notices
from housing.actions.placing import (
    StayEndsTooEarly,
    last_day,
    lock_household,
    lock_stay,
    lock_units,
    new_stay,
    refusals,
    require_open,
)
from housing.actions.stays import end_stay
from housing.models import EndReason, Stay, Unit
from municipalities.changes import announce


class BeginsTooLate(Exception):
    """A stay begins before its planned end."""

    def __init__(self, until: date) -> None:
        super().__init__(
            f"De aankomst moet voor het geplande einde op {until:%d/%m/%Y} liggen. Wijzig eerst de einddatum."
        )


class SameUnit(Exception):
    """Moving is to another unit."""

    def __init__(self) -> None:
        super().__init__("Het huishouden woont al in deze wooneenheid. Kies een andere.")


class NotThereThatDay(Exception):
    """A household moves on a day until which it lives where it lives."""

    def __init__(self, stay: Stay) -> None:
        super().__init__(
            f"Verblijf {stay.reference} eindigt op {stay.period.upper:%d/%m/%Y}: op de verhuisdag woont het huishouden "
            "er niet meer. Kies een vroegere dag, of verleng eerst het verblijf."
        )


@transaction.atomic
def confirm_move_in(*, stay: Stay, moved_in_on: date, by: Membership) -> Stay:
    """The household came, on that day; said again with another day, it corrects the first.

    Raises BeginsTooLate, Taken or StayIsOver.
    """
    locked = lock_stay(stay)
    before = _begin_on(locked, moved_in_on, reader=by)
    locked.moved_in_at, locked.moved_in_by = timezone.now(), by.user
    locked.save(update_fields=["moved_in_at", "moved_in_by"])
    record("stay.moved_in", locked, by=by, changes={"from": [before, moved_in_on]})
    announce(locked.unit.site.municipality, "stay")
    notices.stay_changed(locked, f"ingetrokken op {moved_in_on:%d/%m/%Y}", by=by)
    return locked


@transaction.atomic
def change_arrival(*, stay: Stay, arrives_on: date, by: Membership) -> Stay:
    """The household comes on another day than planned, and nobody saw it come yet. Raises as `confirm_move_in` does."""
    locked = lock_stay(stay)
    before = _begin_on(locked, arrives_on, reader=by)
    locked.moved_in_at = locked.moved_in_by = None
    locked.save(update_fields=["moved_in_at", "moved_in_by"])
    record("stay.arrival_changed", locked, by=by, changes={"from": [before, arrives_on]})
    announce(locked.unit.site.municipality, "stay")
    notices.stay_changed(locked, f"aankomst nu gepland op {arrives_on:%d/%m/%Y}", by=by)
    return locked


@transaction.atomic
def change_planned_end(*, stay: Stay, until: date | None, by: Membership) -> Stay:
    """The stay lasts longer or shorter: `until` is the first day that the unit is free again, None as long as the unit
    can be lived in. Raises StayEndsTooEarly, Taken or StayIsOver.
    """
    locked = lock_stay(stay)
    require_open(locked)
    before, begin = locked.period.upper, locked.period.lower
    if until is not None and until <= begin:
        raise StayEndsTooEarly(begin)
    locked.period = DateRange(begin, until or last_day(locked.unit, after=begin))
    with refusals(locked, since=before, reader=by):
        locked.save(update_fields=["period"])
    record("stay.end_planned", locked, by=by, changes={"until": [before, locked.period.upper]})
    announce(locked.unit.site.municipality, "stay")
    last = f"nu tot en met {locked.last_day:%d/%m/%Y}" if locked.last_day else "nu zonder einddatum"
    notices.stay_changed(locked, last, by=by)
    return locked


@transaction.atomic
def move_stay(*, stay: Stay, unit: Unit, moves_on: date, by: Membership) -> Stay:
    """The household goes to another unit: the old stay ends on that day, the new one begins on it. Returns the new one.

    Raises SameUnit, StayEndsTooEarly, NotThereThatDay, NotAvailable, DoesNotFit, Taken or StayIsOver, and then nothing
    changed.
    """
    lock_household(stay.household_id)
    units = lock_units(stay.unit_id, unit.pk)
    locked = lock_stay(stay)
    require_open(locked)
    if unit.pk == locked.unit_id:
        raise SameUnit
    if moves_on <= locked.period.lower:
        raise StayEndsTooEarly(locked.period.lower)
    if locked.period.upper is not None and moves_on > locked.period.upper:
        raise NotThereThatDay(locked)
    end_stay(stay=locked, ends_on=moves_on, reason=EndReason.OTHER_PLACE, by=by)
    new = new_stay(locked.household, units[unit.pk], on=moves_on, status=Stay.Status.LIVED_IN)
    new.created_by = by.user
    with refusals(new, reader=by):
        new.save()
        new.persons.set(locked.household.persons.all())
    record("stay.moved", new, by=by, changes={"from": locked.reference, "unit": new.unit, "on": moves_on})
    announce(new.unit.site.municipality, "stay")
    notices.stay_changed(new, f"verhuisd op {moves_on:%d/%m/%Y}, voordien {locked.reference}", by=by)
    return new


def _begin_on(stay: Stay, day: date, *, reader: Membership) -> date:
    """Begin a locked stay on that day; returns the day on which it began before."""
    require_open(stay)
    before: date = stay.period.lower
    if stay.period.upper is not None and day >= stay.period.upper:
        raise BeginsTooLate(stay.period.upper)
    stay.period = DateRange(day, stay.period.upper)
    with refusals(stay, reader=reader):
        stay.save(update_fields=["period"])
    return before
