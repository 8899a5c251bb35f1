"""Verbs on stays: hold, move in, cancel, end. PostgreSQL keeps a unit and a household from being taken twice."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import IllegalTransition, change_status, record
from households.actions import register_departure
from households.models import Household
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


class Taken(Exception):
    """The unit or the household is already spoken for in that period; PostgreSQL refused it."""


class NotAvailable(Exception):
    """The unit cannot be lived in on that day."""

    def __init__(self, unit: Unit, on: date) -> None:
        super().__init__(
            f"{unit.label} is op {on:%d/%m/%Y} niet inzetbaar. Kies een andere datum of een andere wooneenheid."
        )


class DoesNotFit(Exception):
    """More persons than places."""

    def __init__(self, persons: int, places: int) -> None:
        super().__init__(
            f"Dit huishouden telt {persons} personen, deze wooneenheid heeft {places} slaapplekken. "
            "Kies een grotere wooneenheid."
        )


class StayEndsTooEarly(Exception):
    """A stay lasts at least a day."""

    def __init__(self, begin: date) -> None:
        super().__init__(f"Het vertrek moet na de intrek op {begin:%d/%m/%Y} liggen.")


@transaction.atomic
def hold_unit(*, household: Household, unit: Unit, move_in_on: date, by: Membership | None) -> Stay:
    """Keep a unit for a household, from the day of moving in until the site ends or the unit is out of use.

    Raises NotAvailable, DoesNotFit or Taken, each with a sentence for the screen.
    """
    unit = Unit.objects.select_related("site__municipality").select_for_update(of=("self",)).get(pk=unit.pk)
    persons = list(household.persons.all())
    if not Unit.objects.habitable(on=move_in_on).filter(pk=unit.pk).exists():
        raise NotAvailable(unit, move_in_on)
    if len(persons) > unit.places:
        raise DoesNotFit(len(persons), unit.places)
    try:
        with transaction.atomic():
            stay = Stay.objects.create(
                household=household,
                unit=unit,
                period=DateRange(move_in_on, last_day(unit, after=move_in_on)),
                created_by=by.user if by else None,
            )
    except IntegrityError as refusal:
        raise Taken(sentence_for(refusal, Stay)) from refusal
    stay.persons.set(persons)
    record("unit.held", stay, by=by, changes={"unit": unit, "household": household.pk, "from": move_in_on})
    announce(unit.site.municipality, "stay")
    return stay


def last_day(unit: Unit, *, after: date) -> date | None:
    """Until when a unit can be lived in from `after` on, as the first day that it cannot; None = no end in sight."""
    outage = unit.unavailabilities.filter(period__startswith__gt=after).order_by("period").first()
    ends = [unit.site.ends_on, outage.period.lower if outage else None]
    return min((day for day in ends if day is not None), default=None)


@transaction.atomic
def start_stay(*, stay: Stay, by: Membership) -> Stay:
    """The hold becomes a stay: the household moves in on the first day of the period."""
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
    locked = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    if locked.status != Stay.Status.LIVED_IN or locked.ended_at is not None:
        raise IllegalTransition(locked, Stay.Status.CANCELLED)
    if ends_on <= locked.period.lower:
        raise StayEndsTooEarly(locked.period.lower)
    before = locked.period.upper
    locked.period = DateRange(locked.period.lower, ends_on)
    locked.end_reason, locked.destination = reason, destination
    locked.ended_at, locked.ended_by = timezone.now(), by.user
    try:
        with transaction.atomic():
            locked.save(update_fields=["period", "end_reason", "destination", "ended_at", "ended_by"])
    except IntegrityError as refusal:  # a later end may run into the next stay
        raise Taken(sentence_for(refusal, Stay)) from refusal
    record("stay.ended", locked, by=by, changes={"until": [before, ends_on], "reason": reason})
    turn_around(unit=locked.unit, since=ends_on, by=by)
    if reason in LEAVES_FOR:
        register_departure(
            household=locked.household, left_on=ends_on, reason=reason, destination=destination, by=by
        )
    announce(locked.unit.site.municipality, "stay")
    return locked
