"""What the verbs on stays share: what they refuse, the order of their locks, and the sentence of a refusal."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import IllegalTransition
from households.models import Household
from housing.alternatives import Alternative, alternatives_for, in_a_sentence
from housing.models import UNIT_TAKEN, Site, Stay, Unavailability, Unit


class Taken(Exception):
    """The unit or the household is already spoken for in that period; PostgreSQL refused it.

    The sentence names the other stay by its reference, never by person, and what could be had instead.
    """

    def __init__(
        self, sentence: str, *, other: Stay | None = None, alternatives: Sequence[Alternative] | None = None
    ) -> None:
        self.other, self.alternatives = other, list(alternatives or ())
        named = f" Het gaat om verblijf {other.reference}." if other else ""
        instead = in_a_sentence(self.alternatives) if alternatives is not None else ""
        super().__init__(f"{sentence}{named}{instead}")


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


class StayIsOver(IllegalTransition):
    """The stay was not granted, or its end is recorded already."""

    def __init__(self, stay: Stay) -> None:
        super().__init__(stay, Stay.Status.LIVED_IN)
        if stay.ended_at is not None and stay.period.upper:
            self.args = (
                f"Dit kan niet meer: van verblijf {stay.reference} is het einde op {stay.period.upper:%d/%m/%Y} al "
                "vastgelegd. Een collega was u misschien voor.",
            )


class AlreadyMovedIn(IllegalTransition):
    """Somebody saw the household come: it leaves, and does not stay away."""

    def __init__(self, stay: Stay) -> None:
        super().__init__(stay, Stay.Status.CANCELLED)
        self.args = (
            f"De intrek van verblijf {stay.reference} is bevestigd. Leg een vertrek vast, of wijzig eerst de dag van "
            "aankomst.",
        )


class Locked(NamedTuple):
    """What is locked, each by its number, as it is stored now."""

    households: dict[int, Household]
    units: dict[int, Unit]
    stays: dict[int, Stay]


def lock_household(household_id: int) -> Household:
    """Whoever places a household locks the household first, then units by their number, then stays: so that two who act
    at the same moment wait for each other, and never both."""
    return Household.objects.select_for_update(of=("self",)).get(pk=household_id)


def lock_units(*unit_ids: int) -> dict[int, Unit]:
    units = Unit.objects.select_related("site__municipality").select_for_update(of=("self",))
    return {unit.pk: unit for unit in units.filter(pk__in=unit_ids).order_by("pk")}


def lock_units_of(*sites: Site) -> None:
    """Before a site itself is locked to change what holds for its people: the unit comes before the site, as in the
    triggers of housing.models.guards."""
    units = Unit.objects.select_for_update(of=("self",)).filter(site__in=sites)
    list(units.order_by("pk").values_list("pk", flat=True))


def lock_all(household_ids: Collection[int], unit_ids: Collection[int], stay_ids: Collection[int]) -> Locked:
    """Everything that several moves touch, in the order that the verbs on one stay keep to."""
    households = Household.objects.select_for_update(of=("self",)).filter(pk__in=household_ids).order_by("pk")
    people = {
        household.pk: household
        for household in households.select_related("registered_by__municipality").prefetch_related("persons")
    }
    units = lock_units(*unit_ids)
    stays = Stay.objects.select_for_update(of=("self",)).filter(pk__in=stay_ids).order_by("pk")
    found = {stay.pk: stay for stay in stays}
    for stay in found.values():
        stay.household, stay.unit = people[stay.household_id], units[stay.unit_id]
    return Locked(people, units, found)


def lock_stay(stay: Stay) -> Stay:
    """The stay as it is stored now, under the locks of its household and unit."""
    return lock_stay_and_unit(stay, stay.unit)[0]


def lock_stay_and_unit(stay: Stay, unit: Unit) -> tuple[Stay, Unit]:
    """The same, with another unit that the household wants to go to."""
    household = lock_household(stay.household_id)
    units = lock_units(stay.unit_id, unit.pk)
    locked = Stay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    locked.household, locked.unit = household, units[locked.unit_id]
    return locked, units[unit.pk]


@contextmanager
def refusals(stay: Stay, *, since: date | None = None, reader: Membership | None) -> Iterator[None]:
    """Around a write of `stay`: what PostgreSQL refuses becomes Taken, with the other stay and, where the unit is the
    trouble, what is free and fits: from the day `since`, or else from the first day of the stay."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        raise _taken(stay, refusal, since=since, reader=reader) from refusal


def _taken(stay: Stay, refusal: IntegrityError, *, since: date | None, reader: Membership | None) -> Taken:
    sentence = sentence_for(refusal, Stay)
    others = (
        Stay.objects.standing().filter(period__overlap=stay.period).exclude(pk=stay.pk).order_by("period")
    )
    if "stay_household_once" in str(refusal):
        return Taken(sentence, other=others.filter(household=stay.household_id).first())
    if reader is None:
        return Taken(sentence, other=others.filter(unit=stay.unit_id).first())
    return Taken(
        sentence,
        other=others.filter(unit=stay.unit_id).first(),
        alternatives=alternatives_for(
            stay.household, near=stay.unit, on=since or stay.period.lower, reader=reader
        ),
    )


def refuse_taken(household: Household, unit: Unit, *, on: date, reader: Membership) -> None:
    """Tells who comes late so before anything is reckoned, written or locked: where somebody is on the first day there
    is no place, whatever else. Of two who come at the same moment PostgreSQL decides. Raises Taken."""
    there = (
        Stay.objects.standing().filter(unit=unit, period__contains=on).exclude(household=household).first()
    )
    if there is not None:
        raise Taken(
            UNIT_TAKEN,
            other=there,
            alternatives=alternatives_for(household, near=unit, on=on, reader=reader),
        )


def new_stay(household: Household, unit: Unit, *, on: date, until: date | None = None, status: str) -> Stay:
    """A stay of the whole household, not written yet; both are locked. It lasts as long as the unit can be lived in,
    and not longer than `until`, the first day that it is not needed. Raises NotAvailable or DoesNotFit."""
    persons = household.persons.count()
    if not Unit.objects.habitable(on=on).filter(pk=unit.pk).exists():
        raise NotAvailable(unit, on)
    if persons > unit.places:
        raise DoesNotFit(persons, unit.places)
    period = DateRange(on, earliest(until, last_day(unit, after=on)))
    return Stay(household=household, unit=unit, period=period, status=status)


def last_day(unit: Unit, *, after: date) -> date | None:
    """Until when a unit can be lived in from `after` on, as the first day that it cannot; None = no end in sight."""
    outage = Unavailability.objects.filter(unit=unit, period__startswith__gt=after).order_by("period").first()
    return earliest(unit.site.ends_on, outage.period.lower if outage else None)


def earliest(*days: date | None) -> date | None:
    """The first of these days; None stands for no day at all."""
    return min((day for day in days if day is not None), default=None)


def require_open(stay: Stay) -> None:
    """A stay changes as long as it is granted and its end is not recorded."""
    if not stay.is_open:
        raise StayIsOver(stay)
