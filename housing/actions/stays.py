"""Verbs on stays: hold, grant, move in, plan the end, move, end.

PostgreSQL keeps a unit and a household from being taken twice. Each verb is done as a whole or not at all, so that a
household that moves is nowhere twice, nor nowhere.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.days import day_before
from audit.overtaken import changes_of
from audit.trail import IllegalTransition, change_status, record
from households.actions import register_departure
from households.models import Household
from housing import notices, rules
from housing.actions.placing import (
    AlreadyMovedIn,
    BeginsTooLate,
    NotThereThatDay,
    SameUnit,
    StayEndsTooEarly,
    last_day,
    lock_household,
    lock_stay,
    lock_stay_and_unit,
    lock_units,
    new_stay,
    refusals,
    require_open,
)
from housing.models import EndReason, NotComeReason, OutOfUse, Stay, Unavailability, Unit
from municipalities.changes import announce

# After these, the household needs no home from us any more; after the others it waits again.
LEAVES_FOR = {
    EndReason.OWN_HOUSING,
    EndReason.OTHER_MUNICIPALITY,
    EndReason.RETURNED,
    EndReason.ABROAD,
    EndReason.UNKNOWN,
}


@transaction.atomic
def hold_unit(
    *, household: Household, unit: Unit, move_in_on: date, until: date | None = None, by: Membership | None
) -> Stay:
    """Keep a unit for a household, from the day of moving in until the site ends or the unit is out of use; not longer
    than `until`, the first day that it is not needed any more, when that is known.

    Raises NotAvailable, DoesNotFit or Taken, each with a sentence for the screen.
    """
    household = lock_household(household.pk)
    insist(by, rules.may_hold_unit(by, household))
    unit = lock_units(unit.pk)[unit.pk]
    stay = new_stay(household, unit, on=move_in_on, until=until, status=Stay.Status.HELD)
    stay.created_by = by.user if by else None
    with refusals(stay, reader=by):
        stay.save()
        stay.persons.set(household.persons.all())
    record("unit.held", stay, by=by, changes={"unit": unit, "household": household.pk, "from": move_in_on})
    announce(unit.site.municipality, "stay")
    return stay


@transaction.atomic
def start_stay(*, stay: Stay, by: Membership) -> Stay:
    """The hold becomes a stay: the household moves in on the first day of the period."""
    insist(by, rules.may_grant_stay(by, stay))
    lock_units(stay.unit_id)
    stay = change_status(stay, Stay.Status.LIVED_IN, by=by, verb="stay.started")
    announce(stay.unit.site.municipality, "stay")
    return stay


@transaction.atomic
def cancel_hold(*, stay: Stay, reason: str = "", by: Membership | None) -> Stay:
    """Give a held unit free again. Raises IllegalTransition for a stay that was granted: see `stay_not_come`."""
    insist(by, rules.may_cancel_hold(by))
    locked = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    if locked.status != Stay.Status.HELD:
        raise IllegalTransition(locked, Stay.Status.CANCELLED)
    stay = change_status(stay, Stay.Status.CANCELLED, by=by, verb="hold.cancelled", reason=reason)
    announce(stay.unit.site.municipality, "stay")
    return stay


@transaction.atomic
def turn_around(*, unit: Unit, since: date, by: Membership | None) -> Unavailability | None:
    """Keep a unit that was left out of use for the days that the site asks between two households; never into the next
    stay or an outage that is planned already."""
    if not unit.site.turnaround_days:
        return None
    until = since + timedelta(days=unit.site.turnaround_days)
    days = DateRange(since, until)
    stays = Stay.objects.standing().filter(unit=unit, period__overlap=days)
    outages = Unavailability.objects.filter(unit=unit, period__overlap=days)
    busy = [stay.period.lower for stay in stays] + [outage.period.lower for outage in outages]
    until = min([until, *busy])
    if until <= since:
        return None
    outage = Unavailability.objects.create(
        unit=unit,
        kind=OutOfUse.TURNAROUND,
        period=DateRange(since, until),
        reason="Schoonmaak en nazicht na een vertrek",
    )
    record("unit.out_of_use", unit, by=by, changes={"period": outage.period, "kind": outage.kind})
    return outage


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
def stay_not_come(*, stay: Stay, reason: str, by: Membership) -> Stay:
    """The household never came, or says that it will not: the unit is free at once, and the household waits again.

    `reason` is one of NotComeReason. Raises AlreadyMovedIn once the arrival was confirmed, or StayIsOver.
    """
    locked = lock_stay(stay)
    insist(by, rules.may_end_stay(by, locked))
    require_open(locked)
    if locked.moved_in_at is not None:
        raise AlreadyMovedIn(locked)
    why = NotComeReason(reason).label
    locked = change_status(locked, Stay.Status.CANCELLED, by=by, verb="stay.not_come", reason=str(why))
    announce(locked.unit.site.municipality, "stay")
    notices.stay_changed(locked, f"het huishouden kwam niet ({why})", by=by)
    return locked


@transaction.atomic
def change_planned_end(
    *, stay: Stay, until: date | None, seen: Mapping[str, Any] | None = None, by: Membership
) -> Stay:
    """The stay lasts longer or shorter: `until` is the first day that the unit is free again, None as long as the unit
    can be lived in. Raises StayEndsTooEarly, Taken or StayIsOver, and Overtaken when another `last_day` stands than the
    page showed (`seen`).
    """
    locked = lock_stay(stay)
    insist(by, rules.may_end_stay(by, locked))
    require_open(locked)
    before, begin = locked.period.upper, locked.period.lower
    asked = {"last_day": day_before(until)}
    if not changes_of(locked, asked, seen):
        return locked
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
    locked, unit = lock_stay_and_unit(stay, unit)
    return move_locked_stay(stay=locked, unit=unit, moves_on=moves_on, by=by)


@transaction.atomic
def move_locked_stay(*, stay: Stay, unit: Unit, moves_on: date, by: Membership) -> Stay:
    """The same for who locked the household, both units and the stay already, because more than one move is made."""
    insist(by, rules.may_end_stay(by, stay))
    require_open(stay)
    if unit.pk == stay.unit_id:
        raise SameUnit
    if moves_on <= stay.period.lower:
        raise StayEndsTooEarly(stay.period.lower)
    if stay.period.upper is not None and moves_on > stay.period.upper:
        raise NotThereThatDay(stay)
    _close(stay, ends_on=moves_on, reason=EndReason.OTHER_PLACE, by=by)
    new = new_stay(stay.household, unit, on=moves_on, status=Stay.Status.LIVED_IN)
    new.created_by = by.user
    with refusals(new, reader=by):
        new.save()
        new.persons.set(stay.household.persons.all())
    record("stay.moved", new, by=by, changes={"from": stay.reference, "unit": new.unit, "on": moves_on})
    announce(new.unit.site.municipality, "stay")
    notices.stay_changed(new, f"verhuisd op {moves_on:%d/%m/%Y}, voordien {stay.reference}", by=by)
    return new


@transaction.atomic
def end_stay(*, stay: Stay, ends_on: date, reason: str, destination: str = "", by: Membership) -> Stay:
    """The household leaves on `ends_on`: the unit is free from that day (half-open period)."""
    locked = lock_stay(stay)
    insist(by, rules.may_end_stay(by, locked))
    require_open(locked)
    if ends_on <= locked.period.lower:
        raise StayEndsTooEarly(locked.period.lower)
    _close(locked, ends_on=ends_on, reason=reason, destination=destination, by=by)
    if reason in LEAVES_FOR:
        register_departure(
            household=locked.household, left_on=ends_on, reason=reason, destination=destination, by=by
        )
    return locked


def _begin_on(stay: Stay, day: date, *, reader: Membership) -> date:
    """Begin a locked stay on that day; returns the day on which it began before."""
    insist(reader, rules.may_end_stay(reader, stay))
    require_open(stay)
    before: date = stay.period.lower
    if stay.period.upper is not None and day >= stay.period.upper:
        raise BeginsTooLate(stay.period.upper)
    stay.period = DateRange(day, stay.period.upper)
    with refusals(stay, reader=reader):
        stay.save(update_fields=["period"])
    return before


def _close(stay: Stay, *, ends_on: date, reason: str, destination: str = "", by: Membership) -> None:
    """Record the end of a locked stay; its unit is cleaned before the next household."""
    before = stay.period.upper
    stay.period = DateRange(stay.period.lower, ends_on)
    stay.end_reason, stay.destination = reason, destination
    stay.ended_at, stay.ended_by = timezone.now(), by.user
    with refusals(stay, since=before, reader=by):  # a later end may run into the next stay
        stay.save(update_fields=["period", "end_reason", "destination", "ended_at", "ended_by"])
    record("stay.ended", stay, by=by, changes={"until": [before, ends_on], "reason": reason})
    turn_around(unit=stay.unit, since=ends_on, by=by)
    announce(stay.unit.site.municipality, "stay")
    notices.stay_changed(stay, f"vertrokken op {ends_on:%d/%m/%Y}", by=by)
