"""The order of towns, households and classes, and what pins take out before anything is solved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matching.planning.problem import Household, InvalidProblem, Problem, Unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class Fixed:
    """Pairs that stand whatever the solver does; `refused` holds pins that cannot be, with the reason in words."""

    placed: list[tuple[Household, Unit]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    town_of_group: dict[str, str] = field(default_factory=dict)

    def pair(self, key: str) -> tuple[Household, Unit]:
        return next(pair for pair in self.placed if pair[0].key == key)


@dataclass
class People:
    households: list[Household]
    persons: Floats
    children: Floats
    kind: Ints
    examples: Ints
    group: Ints
    groups: list[str]
    home: Ints
    work: Ints
    school: Ints
    before: Ints


@dataclass
class Stock:
    classes: list[list[Unit]]
    door: NDArray[np.bool_]
    town: Ints
    places: Floats
    capacity: Floats
    first: Ints
    limits: list[str]
    supply: Floats


def town_keys(problem: Problem) -> list[str]:
    """Every municipality that has units or is named by itself, in order; one without a name when there are none."""
    named = {item.key for item in problem.municipalities} | {unit.municipality for unit in problem.units}
    return sorted(named) or [""]


def fix_pins(problem: Problem) -> Fixed:
    """Accepts the pins "keep this pair" in order of household, each against what is left by those before it."""
    fixed = Fixed()
    if not problem.pins.keep:
        return fixed
    households = {item.key: item for item in problem.households}
    units = {item.key: item for item in problem.units}
    pairs = None if problem.pairs is None else {(pair.household, pair.unit) for pair in problem.pairs}
    left = {key: float(unit.places) for key, unit in units.items()}
    limits = {key: dict(unit.limits) for key, unit in units.items()}
    taken: set[str] = set()
    for key, unit_key in sorted(problem.pins.keep):
        household, unit = households[key], units[unit_key]
        if reason := _refusal(household, unit, left[unit_key], limits[unit_key], unit_key in taken):
            fixed.refused[key] = f"vastgezet op {unit_key}, maar {reason}"
            continue
        if pairs is not None and (key, unit_key) not in pairs:
            fixed.refused[key] = f"vastgezet op {unit_key}, maar dat paar staat niet in de lijst"
            continue
        if household.group:
            town = fixed.town_of_group.setdefault(household.group, unit.municipality)
            if town != unit.municipality:
                raise InvalidProblem(
                    f"Groep {household.group} is vastgezet in {town} en {unit.municipality}."
                )
        fixed.placed.append((household, unit))
        left[unit_key] -= household.persons
        for name in limits[unit_key]:
            limits[unit_key][name] -= household.limits.get(name, 0.0)
        if not unit.shared:
            taken.add(unit_key)
    _within_towns(problem, fixed)
    return fixed


def _refusal(
    household: Household, unit: Unit, places: float, limits: Mapping[str, float], taken: bool
) -> str | None:
    if taken:
        return "die is al vastgezet voor een ander huishouden"
    if household.persons > places:
        return f"daar zijn {places:g} slaapplekken vrij voor {household.persons} personen"
    if missing := sorted(household.needs - unit.attributes):
        return f"daar ontbreekt {missing[0]}"
    if household.stays and household.municipality != unit.municipality:
        return "het huishouden blijft in de eigen gemeente"
    for name, supply in sorted(limits.items()):
        if household.limits.get(name, 0.0) > supply:
            return f"daar is nog {supply:g} {name} voor {household.limits[name]:g}"
    return None


def _within_towns(problem: Problem, fixed: Fixed) -> None:
    """Pins that break a limit of a municipality contradict each other: somebody has to choose, not the solver."""
    towns = {item.key: item for item in problem.municipalities}
    persons: dict[str, float] = {}
    for household, unit in fixed.placed:
        persons[unit.municipality] = persons.get(unit.municipality, 0) + household.persons
    for key, count in persons.items():
        town = towns.get(key)
        most = [problem.pins.at_most.get(key), town.at_most if town else None]
        for limit in most:
            if limit is not None and count > limit:
                raise InvalidProblem(
                    f"In {key} zijn {count:g} personen vastgezet, meer dan de {limit:g} die mogen."
                )
        if town is None:
            continue
        mine = [household for household, unit in fixed.placed if unit.municipality == key]
        children = sum(household.children for household in mine)
        if town.seats is not None and children > town.seats:
            raise InvalidProblem(
                f"In {key} zijn {children} kinderen vastgezet voor {town.seats:g} schoolplaatsen."
            )
        for name, supply in town.limits.items():
            if sum(household.limits.get(name, 0.0) for household in mine) > supply:
                raise InvalidProblem(f"In {key} is meer {name} vastgezet dan de {supply:g} die er zijn.")


def arrange_households(problem: Problem, fixed: Fixed, town_at: Mapping[str, int]) -> People:
    """Alone first, by type and key; then the members of groups, by group and key. What is fixed is left out."""
    placed = {household.key for household, _ in fixed.placed}
    free = [item for item in problem.households if item.key not in placed]
    kinds = {item.key: _kind(item) for item in free}
    free.sort(key=lambda item: (item.group != "", item.group, kinds[item.key], item.key))
    numbers: dict[object, int] = {}
    kind = np.array([numbers.setdefault(kinds[item.key], len(numbers)) for item in free], dtype=int)
    examples = np.zeros(len(numbers), dtype=int)
    for index in range(len(free) - 1, -1, -1):
        examples[kind[index]] = index
    groups = sorted({item.group for item in free if item.group})
    group_at = {key: index for index, key in enumerate(groups)}

    def towns(keys: list[str]) -> Ints:
        return np.array([town_at.get(key, -1) if key else -1 for key in keys], dtype=int)

    return People(
        free,
        np.array([item.persons for item in free], dtype=float),
        np.array([item.children for item in free], dtype=float),
        kind,
        examples,
        np.array([group_at.get(item.group, -1) if item.group else -1 for item in free], dtype=int),
        groups,
        towns([item.municipality for item in free]),
        towns([item.work for item in free]),
        towns([item.school for item in free]),
        towns([item.before for item in free]),
    )


def _kind(item: Household) -> tuple[object, ...]:
    """All that decides which units fit and how much of every limit is used."""
    return (
        -item.persons,
        item.children,
        tuple(sorted(item.needs)),
        tuple(sorted(item.wants)),
        tuple(sorted(item.limits.items())),
    )


def arrange_classes(problem: Problem, fixed: Fixed, town_at: Mapping[str, int]) -> Stock:
    """Identical homes for one household become one class; pools, and units that a pair or pin names, stay alone."""
    by_itself = {unit for _, unit in problem.pins.never}
    by_itself |= {pair.unit for pair in problem.pairs or ()}
    gone = {unit.key for _, unit in fixed.placed if not unit.shared}
    used: dict[str, list[Household]] = {}
    for household, unit in fixed.placed:
        used.setdefault(unit.key, []).append(household)

    def signature(unit: Unit) -> tuple[object, ...]:
        alone = unit.key if unit.shared or unit.key in by_itself else ""
        attributes, limits = tuple(sorted(unit.attributes)), tuple(sorted(unit.limits.items()))
        return (town_at[unit.municipality], unit.places, attributes, limits, unit.shared, alone)

    units = sorted(
        ((signature(unit), unit.key, unit) for unit in problem.units if unit.key not in gone),
        key=lambda row: row[:2],
    )
    classes = [[unit for _, _, unit in rows] for _, rows in groupby(units, key=lambda row: row[0])]
    heads = [row[0] for row in classes]
    limits = sorted({name for unit in heads for name in unit.limits})
    supply = np.array(
        [[unit.limits.get(name, np.inf) for unit in heads] for name in limits], dtype=float
    ).reshape(len(limits), len(heads))
    places = np.array([unit.places for unit in heads], dtype=float)
    for index, unit in enumerate(heads):
        for household in used.get(unit.key, ()):
            places[index] -= household.persons
            supply[:, index] -= [household.limits.get(name, 0.0) for name in limits]
    door = np.array([not unit.shared for unit in heads], dtype=bool)
    town = np.array([town_at[unit.municipality] for unit in heads], dtype=int)
    capacity = np.where(door, [float(len(row)) for row in classes], places)
    first = np.searchsorted(town, np.arange(len(town_at) + 1))
    return Stock(classes, door, town, places, capacity, first, limits, supply)
