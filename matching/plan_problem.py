"""The facts of a region-wide plan, read from the register: who waits, what is free, how the towns stand. Read only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import cos, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from households.models import PLACE_NEEDS, Strength
from households.models import Household as WaitingHousehold
from housing.models import Admits, Stay
from housing.models import Unit as FreeUnit
from housing.waiting import people_waiting
from matching.models import Plan, PlanLine, Proposal
from matching.planning import Household, Municipality, Pins, Problem, Unit, Weights
from matching.planning.pooling import by_municipality
from municipalities.models import Municipality as Town
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad

SCHOOL_AGE = range(3, 18)
ADULT = 18
KM_PER_DEGREE = 111.2
MIDDLE_OF_FLANDERS = radians(51.0)  # one scale for east and west is right to 1 % over Flanders
# What a household that has it needs of a place: that it takes adult men, and households without a child.
TAKES_MEN, TAKES_CHILDLESS = "takes_men", "takes_childless"
OF_UNIT = {
    "need_step_free": "step_free",
    "need_ground_floor": "ground_floor",
    "need_cot": "cot",
    "need_pets": "pets_allowed",
    "need_own_kitchen": "own_kitchen",
    "need_own_sanitary": "own_sanitary",
}
# As `matching.planning.reasons` words them.
ATTRIBUTES = {need: need.removeprefix("need_") for need in PLACE_NEEDS}


def problem_of(plan: Plan) -> Problem:
    """What this plan has to solve, as things stand now. Raises InvalidProblem for pins that contradict each other.

    Units that a municipality keeps for its own households are its own affair and no part of it; nor are households for
    which a proposal is open.
    """
    households = _waiting(plan)
    units = _free(plan)
    people, near = _people(households, units, _sent_before(plan), on=plan.on)
    homes = [_home(unit, near[unit.pk]) for unit in units]
    pins = _pins(plan.pins, {item.key for item in people}, {item.key for item in homes})
    towns = _towns(sum(item.persons for item in people))
    weights = replace(Weights(), spread=float(plan.weights.get("spread", 1.0)))
    problem = Problem(people, homes, towns, pins=pins, weights=weights)
    return by_municipality(problem) if plan.level == Plan.Level.TOWNS else problem


def _waiting(plan: Plan) -> list[WaitingHousehold]:
    waiting = people_waiting(WaitingHousehold.objects.all(), on=plan.on).exclude(
        proposals__status=Proposal.Status.OPEN
    )
    if plan.province_id:
        waiting = waiting.filter(registered_by__municipality__province=plan.province_id)
    return list(
        waiting.order_by("pk")
        .select_related("registered_by__municipality__province", "school_town", "work_town")
        .prefetch_related("persons")
    )


def _free(plan: Plan) -> list[FreeUnit]:
    free = FreeUnit.objects.free(on=plan.on).filter(site__open_to_others=True)
    if plan.province_id:
        free = free.filter(site__municipality__province=plan.province_id)
    return list(free.select_related("site__municipality").order_by("pk"))


def _sent_before(plan: Plan) -> dict[int, str]:
    """Where the previous plan sent households that still wait, by NIS code."""
    if plan.previous_id is None:
        return {}
    lines = PlanLine.objects.filter(plan=plan.previous_id, municipality__isnull=False)
    return dict(lines.values_list("household", "municipality__nis_code"))


def _people(
    households: Sequence[WaitingHousehold], units: Sequence[FreeUnit], before: Mapping[int, str], *, on: date
) -> tuple[list[Household], dict[int, set[str]]]:
    """The households, and by unit what it is near to, for whom that is a hard need."""
    friends = {item.keep_near_id for item in households if item.keep_near_id}
    lives = {
        stay.household_id: stay.unit.site
        for stay in Stay.objects.lived_in(on=on)
        .filter(household__in=friends)
        .select_related("unit__site__municipality")
    }
    groups = _groups(households)
    spots = _spots([_position(unit.site) for unit in units])
    near: dict[int, set[str]] = defaultdict(set)
    people = []
    for item in households:
        needs = {ATTRIBUTES[need] for need in PLACE_NEEDS if getattr(item, need) == Strength.HARD}
        targets = [
            ("near_school", item.school_town),
            ("near_work", item.work_town),
            ("near_household", lives.get(item.keep_near_id or 0)),
        ]
        for need, place in targets:
            if getattr(item, need) != Strength.HARD or (need == "near_household" and item.pk in groups):
                continue
            name = f"{need}:{item.pk}"
            needs.add(name)
            if place is not None:
                for index in _within(spots, _position(place), item.within_km):
                    near[units[index].pk].add(name)
        person = _person_facts(item, needs, groups.get(item.pk, ""), on=on)
        people.append(replace(person, before=before.get(item.pk, "")))
    return people, near


def _person_facts(item: WaitingHousehold, needs: set[str], group: str, *, on: date) -> Household:
    ages = [(person.age(on=on), person.sex) for person in item.persons.all()]
    if any(age >= ADULT and sex == "m" for age, sex in ages):
        needs.add(TAKES_MEN)
    if not any(age < ADULT for age, _ in ages):
        needs.add(TAKES_CHILDLESS)
    town = item.registered_by.municipality
    return Household(
        key=str(item.pk),
        persons=max(1, len(ages)),
        municipality=town.nis_code if town else "",
        work=item.work_town.nis_code if item.work_town else "",
        school=item.school_town.nis_code if item.school_town else "",
        children=sum(age in SCHOOL_AGE for age, _ in ages),
        waiting_days=max(0, (on - item.wanted_from).days),
        needs=frozenset(needs),
        wants=frozenset(ATTRIBUTES[need] for need in PLACE_NEEDS if getattr(item, need) == Strength.WISH),
        group=group,
        stays=item.need_stay_here == Strength.HARD,
        province=town.province.name if town else "",
    )


def _groups(households: Sequence[WaitingHousehold]) -> dict[int, str]:
    """Households that have to come to one municipality together: who waits and must live near one that waits too."""
    waiting = {item.pk for item in households}
    head = {pk: pk for pk in waiting}

    def first(pk: int) -> int:
        while head[pk] != pk:
            pk = head[pk]
        return pk

    for item in households:
        if item.near_household == Strength.HARD and item.keep_near_id in waiting:
            one, other = sorted((first(item.pk), first(item.keep_near_id)))
            head[other] = one
    members: dict[int, list[int]] = defaultdict(list)
    for pk in waiting:
        members[first(pk)].append(pk)
    return {pk: f"groep-{lead}" for lead, found in members.items() if len(found) > 1 for pk in found}


def _home(unit: FreeUnit, near: set[str]) -> Unit:
    site = unit.site
    has = {ATTRIBUTES[need] for need, fact in OF_UNIT.items() if getattr(unit, fact)}
    if site.lift:
        has.add(ATTRIBUTES["need_lift"])
    if site.admits != Admits.WOMEN:
        has.add(TAKES_MEN)
    if site.admits != Admits.FAMILIES:
        has.add(TAKES_CHILDLESS)
    return Unit(
        key=str(unit.pk),
        places=unit.places,
        municipality=site.municipality.nis_code,
        attributes=frozenset(has | near),
    )


def _pins(chosen: Mapping[str, Any], households: set[str], units: set[str]) -> Pins:
    """The pins that still mean something: a household that is housed since, or a unit that is taken, has none."""

    def pairs(name: str) -> list[tuple[str, str]]:
        found = [(str(household), str(unit)) for household, unit in chosen.get(name, [])]
        return [pair for pair in found if pair[0] in households and pair[1] in units]

    return Pins(keep=pairs("keep"), never=pairs("never"), at_most=dict(chosen.get("at_most", {})))


def _towns(arriving: int) -> list[Municipality]:
    """Every municipality with who lives there and its share of all who are here and arrive, in persons."""
    load = dict(MunicipalityLoad.objects.values_list("municipality", "persons"))
    shares = dict(
        IndicatorSnapshot.objects.current()
        .filter(level=Level.MUNICIPALITY, share__isnull=False)
        .values_list("municipality", "share")
    )
    total = sum(load.values()) + arriving
    towns = []
    for town in Town.objects.current().order_by("nis_code"):
        share, (x_km, y_km) = shares.get(town.pk), _km(town.latitude, town.longitude)
        towns.append(
            Municipality(
                key=town.nis_code,
                target=None if share is None else float(share) * total,
                load=load.get(town.pk, 0),
                x_km=x_km,
                y_km=y_km,
            )
        )
    return towns


def _position(place: Any) -> tuple[float | None, float | None]:
    """Of a site or a municipality, in kilometres on a plane; a site without its own stands where its town does."""
    if place.latitude is None and hasattr(place, "municipality"):
        place = place.municipality
    return _km(place.latitude, place.longitude)


def _km(latitude: Any, longitude: Any) -> tuple[float | None, float | None]:
    if latitude is None or longitude is None:
        return None, None
    return (
        float(longitude) * KM_PER_DEGREE * cos(MIDDLE_OF_FLANDERS),
        float(latitude) * KM_PER_DEGREE,
    )


def _spots(positions: Sequence[tuple[float | None, float | None]]) -> NDArray[np.float64]:
    return np.array(positions, dtype=float).reshape(-1, 2)  # None becomes nan, which is near to nothing


def _within(
    spots: NDArray[np.float64], place: tuple[float | None, float | None], km: int
) -> NDArray[np.int64]:
    if place[0] is None or not len(spots):
        return np.zeros(0, dtype=np.int64)
    distance = np.hypot(*(spots - np.array(place, dtype=float)).T)
    return np.flatnonzero(distance <= km)
