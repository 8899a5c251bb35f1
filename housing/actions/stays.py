"""Verbs on stays: hold, move in, cancel, end. PostgreSQL keeps a unit and a household from being taken twice."""

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Membership
from audit.trail import change_status, record
from households.actions import register_departure
from households.models import Household
from housing import notices
from housing.actions.placing import (
    StayEndsTooEarly,
    lock_household,
    lock_stay,
    lock_units,
    new_stay,
    refusals,
    require_open,
)
from housing.models import EndReason, OutOfUse, Stay, Unavailability, Unit
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
def hold_unit(*, household: Household, unit: Unit, move_in_on: date, by: Membership | None) -> Stay:
    """Keep a unit for a household, from the day of moving in until the site ends or the unit is out of use.

    Raises NotAvailable, DoesNotFit or Taken, each with a sentence for the screen.
    """
    household = lock_household(household.pk)
    unit = lock_units(unit.pk)[unit.pk]
    stay = new_stay(household, unit, on=move_in_on, status=Stay.Status.HELD)
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
    lock_units(stay.unit_id)
    stay = change_status(stay, Stay.Status.LIVED_IN, by=by, verb="stay.started")
    announce(stay.unit.site.municipality, "stay")
    return stay


@transaction.atomic
def cancel_hold(*, stay: Stay, reason: str = "", by: Membership | None) -> Stay:
    """Give a held unit free again."""
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
    outages = unit.unavailabilities.filter(period__overlap=days)
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
def end_stay(*, stay: Stay, ends_on: date, reason: str, destination: str = "", by: Membership) -> Stay:
    """The household leaves on `ends_on`: the unit is free from that day (half-open period)."""
    locked = lock_stay(stay)
    require_open(locked)
    if ends_on <= locked.period.lower:
        raise StayEndsTooEarly(locked.period.lower)
    before = locked.period.upper
    locked.period = DateRange(locked.period.lower, ends_on)
    locked.end_reason, locked.destination = reason, destination
    locked.ended_at, locked.ended_by = timezone.now(), by.user
    with refusals(locked, since=before, reader=by):  # a later end may run into the next stay
        locked.save(update_fields=["period", "end_reason", "destination", "ended_at", "ended_by"])
    record("stay.ended", locked, by=by, changes={"until": [before, ends_on], "reason": reason})
    turn_around(unit=locked.unit, since=ends_on, by=by)
    if reason in LEAVES_FOR:
        register_departure(household=locked.household, left_on=ends_on, reason=reason, by=by)
    announce(locked.unit.site.municipality, "stay")
    notices.stay_changed(locked, f"vertrokken op {ends_on:%d/%m/%Y}", by=by)
    return locked
