"""Verbs on a household that changes while it waits or lives somewhere: birth, join, leave, split, reunite, depart.

Whoever leaves a household goes on as a household of his own (`split_from`), so that `household.persons` are always
those who are there. Who lives in a unit follows: the running and coming stays of the household get and lose the same
persons, and nobody comes where there is no place. Locks: the household, then its units, then its stays.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from households.actions import create_person, register_departure, wait_again
from households.models import NEEDS, Channel, Household, Person, Relation
from households.rules import may_change_household
from housing.actions.stays import end_stay
from housing.models import EndReason, Stay, Unit
from municipalities.changes import announce

# What a household that splits off takes along: how it can be reached and what it asked of a place.
TAKEN_ALONG = (
    "registered_by", "channel", "arrived_on", *NEEDS, "school_town", "work_town", "keep_near", "within_km",
    "languages", "contact_phone", "contact_email",
)  # fmt: skip


class CannotChangeHousehold(Exception):
    """This change cannot be made now; the sentence says what to do first."""


class NoPlace(CannotChangeHousehold):
    """More persons than places in the unit where the household lives, or is to live."""

    def __init__(self, persons: int, unit: Unit) -> None:
        super().__init__(
            f"Met {persons} personen past het huishouden niet meer in {unit.label} ({unit.places} slaapplekken). "
            "Zoek eerst een grotere wooneenheid en verhuis het huishouden, of splits het."
        )


@transaction.atomic
def add_person(
    *, household: Household, values: dict[str, Any], joined_on: date, born: bool = False, by: Membership
) -> Person:
    """Somebody is born into the household, or joins it. Raises NoPlace, CannotChangeHousehold or AlreadyKnown."""
    locked, stays = _lock(household, on=joined_on)
    _require_here(locked)
    insist(by, may_change_household(by, locked))
    if values.get("relation") == Relation.REFERENCE:
        raise CannotChangeHousehold("Dit huishouden heeft al een referentiepersoon. Kies een andere relatie.")
    _require_room(stays, locked.persons.count() + 1)
    person = create_person(locked, {**values, "joined_on": joined_on})
    for stay in stays:
        stay.persons.add(person)
    if born:
        record("household.birth", locked, by=by, changes={"person": person.pk, "on": joined_on})
    else:
        record("household.joined", locked, by=by, changes={"person": person.pk, "on": joined_on})
    announce_stays(stays)
    return person


@transaction.atomic
def split_household(
    *,
    household: Household,
    leaving: Collection[int],
    new_reference: int | None = None,
    on: date,
    by: Membership,
) -> Household:
    """The persons numbered in `leaving` go on as a household of their own, which waits for a place from that day.

    When the reference person leaves, `new_reference` is the person who takes over. Returns the new household. Raises
    CannotChangeHousehold.
    """
    new, stays = _split(household, leaving, new_reference, on=on, by=by)
    record("household.split", household, by=by, changes={"new": new.pk, "persons": sorted(leaving), "on": on})
    record("household.split_off", new, by=by, changes={"from": household.pk, "on": on})
    announce_stays(stays)
    return new


@transaction.atomic
def leave_household(
    *,
    household: Household,
    leaving: Collection[int],
    new_reference: int | None = None,
    on: date,
    reason: str,
    destination: str = "",
    by: Membership,
) -> Household:
    """Somebody leaves the household for good, with a reason; the others stay. Returns who left, as a household."""
    new, stays = _split(household, leaving, new_reference, on=on, by=by)
    register_departure(household=new, left_on=on, reason=reason, destination=destination, by=by)
    record(
        "household.person_left",
        household,
        by=by,
        changes={"new": new.pk, "persons": sorted(leaving), "on": on, "reason": reason},
    )
    announce_stays(stays)
    return new


@transaction.atomic
def reunite_households(*, household: Household, other: Household, on: date, by: Membership) -> Household:
    """All persons of `other` come to live with `household`; where they lived is free from that day.

    Raises NoPlace, or CannotChangeHousehold for a hold that is still open, and when only `other` has a place.
    """
    if household.pk == other.pk:
        raise CannotChangeHousehold("Kies een ander huishouden om mee te herenigen.")
    rows = Household.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([household.pk, other.pk])
    household, other = rows[household.pk], rows[other.pk]
    (locked, stays), (coming, left) = (household, _stays_of(household, on)), (other, _stays_of(other, on))
    for row in (locked, coming):
        _require_here(row)
    insist(by, may_change_household(by, locked))
    if locked.registered_by_id != coming.registered_by_id:
        raise CannotChangeHousehold("Het andere huishouden hoort bij een andere gemeente.")
    _refuse_holds(left, coming)
    if left and not stays:
        raise CannotChangeHousehold(
            f"{coming.reference} heeft een plaats en {locked.reference} niet. Open {coming.reference} en herenig daar."
        )
    persons = list(coming.persons.all())
    _require_room(stays, locked.persons.count() + len(persons))
    for stay in left:
        end_stay(stay=stay, ends_on=on, reason=EndReason.OTHER_PLACE, by=by)
    for person in persons:
        person.household = locked
        person.relation = Relation.OTHER if person.relation == Relation.REFERENCE else person.relation
        person.joined_on = on
        person.save(update_fields=["household", "relation", "joined_on"])
    for stay in stays:
        stay.persons.add(*persons)
    coming.merged_into = locked
    coming.save(update_fields=["merged_into"])
    numbers = [person.pk for person in persons]
    record("household.reunited", locked, by=by, changes={"with": coming.pk, "persons": numbers, "on": on})
    record("household.went_into", coming, by=by, changes={"into": locked.pk, "on": on})
    announce_stays([*stays, *left])
    return locked


@transaction.atomic
def depart(
    *, household: Household, left_on: date, reason: str, destination: str = "", by: Membership
) -> Household:
    """The whole household leaves, housed or not: its stay ends that day. Raises CannotChangeHousehold, or what
    `end_stay` raises."""
    locked, stays = _lock(household, on=left_on)
    _require_here(locked)
    insist(by, may_change_household(by, locked))
    _refuse_holds(stays, locked)
    for stay in stays:
        end_stay(stay=stay, ends_on=left_on, reason=reason, destination=destination, by=by)
    if stays:  # ending the stay for one of these reasons is leaving
        locked.refresh_from_db()
        return locked
    return register_departure(
        household=locked, left_on=left_on, reason=reason, destination=destination, by=by
    )


@transaction.atomic
def host_stops(*, household: Household, ends_on: date, by: Membership) -> Household:
    """The host family, or the place, stops: the stay ends that day and the household waits again from then. One that
    is known and lives nowhere just waits again."""
    locked, stays = _lock(household, on=ends_on)
    if locked.merged_into_id is not None:
        raise CannotChangeHousehold(_gone_into(locked))
    insist(by, may_change_household(by, locked))
    _refuse_holds(stays, locked)
    for stay in stays:
        end_stay(stay=stay, ends_on=ends_on, reason=EndReason.PLACE_ENDED, by=by)
    return wait_again(household=locked, wanted_from=ends_on, channel=Channel.HOST_STOPS, by=by)


def _split(
    household: Household, leaving: Collection[int], new_reference: int | None, *, on: date, by: Membership
) -> tuple[Household, list[Stay]]:
    locked, stays = _lock(household, on=on)
    _require_here(locked)
    insist(by, may_change_household(by, locked))
    _refuse_holds(stays, locked)
    persons = list(locked.persons.select_for_update(of=("self",)).order_by("pk"))
    going = [person for person in persons if person.pk in leaving]
    staying = [person for person in persons if person.pk not in leaving]
    if not going:
        raise CannotChangeHousehold("Kies wie het huishouden verlaat.")
    if not staying:
        raise CannotChangeHousehold("Iedereen vertrekt. Leg dan het vertrek van het huishouden vast.")
    new = Household.objects.create(
        **{name: getattr(locked, name) for name in TAKEN_ALONG}, wanted_from=on, split_from=locked
    )
    if any(person.relation == Relation.REFERENCE for person in going):
        heir = next((person for person in staying if person.pk == new_reference), None)
        if heir is None:
            raise CannotChangeHousehold("De referentiepersoon vertrekt. Kies wie dat na hem of haar wordt.")
    else:
        heir = None
    head = next((person for person in going if person.relation == Relation.REFERENCE), going[0])
    for person in going:
        person.household = new
        person.relation = Relation.REFERENCE if person == head else person.relation
        person.joined_on = on
        person.save(update_fields=["household", "relation", "joined_on"])
    if heir is not None:
        heir.relation = Relation.REFERENCE
        heir.save(update_fields=["relation"])
    for stay in stays:
        stay.persons.remove(*going)
    return new, stays


def _lock(household: Household, *, on: date) -> tuple[Household, list[Stay]]:
    """The household under lock, with the stays and holds that last beyond that day, their units locked as well."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    return locked, _stays_of(locked, on)


def _stays_of(household: Household, on: date) -> list[Stay]:
    stays = Stay.objects.after(on).filter(household=household)
    units = list(stays.order_by("unit").values_list("unit", flat=True))
    Unit.objects.select_for_update(of=("self",)).filter(pk__in=units).order_by("pk").count()
    return list(
        stays.select_related("unit__site__municipality").select_for_update(of=("self",)).order_by("pk")
    )


def _require_here(household: Household) -> None:
    if household.merged_into_id is not None:
        raise CannotChangeHousehold(_gone_into(household))
    if household.left_on is not None:
        raise CannotChangeHousehold(
            f"{household.reference} vertrok op {household.left_on:%d/%m/%Y}. Kies eerst „Wacht opnieuw”."
        )


def _gone_into(household: Household) -> str:
    return f"{household.reference} is samengevoegd met een ander huishouden. Werk verder in dat huishouden."


def _refuse_holds(stays: Sequence[Stay], household: Household) -> None:
    if any(stay.status == Stay.Status.HELD for stay in stays):
        raise CannotChangeHousehold(
            f"Voor {household.reference} loopt nog een voorstel. Trek het in of wacht op het antwoord."
        )


def _require_room(stays: Sequence[Stay], persons: int) -> None:
    for stay in stays:
        if persons > stay.unit.places:
            raise NoPlace(persons, stay.unit)


def announce_stays(stays: Sequence[Stay]) -> None:
    """A part of verbs that write the trail: the figures of the municipalities change with who lives there."""
    for town in {stay.unit.site.municipality for stay in stays}:
        announce(town, "stay")
