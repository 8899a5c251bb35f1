"""The inflow simulator: week after week people arrive and leave, and places end by their own dates. Pure.

Which municipality, which region and Flanders are full when, and what is short first. A simplification that anybody can
follow, not a forecast: one household to a unit, no choice and no distance. On each day, in this order:

1. close    units whose last day has passed are gone; who still lived there waits for a place in the same municipality
2. end      households whose stay ends leave; their unit is free again
3. leave    each week, `departures` households without an end date leave, in proportion over all of them
4. arrive   each week, the households of `arrivals`; each is asked of the municipality that is furthest behind on its
            share: the lowest (persons asked + 1) / share
5. place    whoever waits: step-free needed first, then the largest, then by code. First in the municipality that was
            asked; what is left in its region; what is left then anywhere. The smallest unit that fits, not step-free
            unless needed, with the latest end

Nothing happens on a day without one of these, so only those days are computed; households and units of the same kind
are counted, not kept one by one (`tests/spread/test_inflow.py` compares with a simulation that does keep each, each
day). Units: households, units, persons; a place is one person's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from heapq import heapify, heapreplace
from typing import Any, NamedTuple

from spread.limits import largest_remainder

WEEK = 7
NEVER = date.max


class Short(StrEnum):
    """What was missing when a household could not be placed."""

    PLACES = "places"  # no free unit at all
    SIZE = "size"  # there are free units, but none that is large enough
    STEP_FREE = "step_free"  # large enough ones are free, but they are not step-free


class Unit(NamedTuple):
    """A kind of unit: where, for how many, step-free or not, and the first day on which it is gone."""

    area: str
    places: int
    step_free: bool
    closes: date = NEVER


class Household(NamedTuple):
    """A kind of household."""

    persons: int
    step_free: bool = False


class Living(NamedTuple):
    """A kind of stay; `ends` is the first day on which they are gone."""

    unit: Unit
    household: Household
    ends: date = NEVER


class Waiting(NamedTuple):
    """A household that waits, and the municipality that it is asked of."""

    area: str
    household: Household


@dataclass(frozen=True)
class Start:
    """What there is on the first day. `shares` says for how much each municipality is asked, in any unit above zero.

    `opening` are units that become free on a later day.
    """

    on: date
    free: Mapping[Unit, int]
    living: Mapping[Living, int]
    opening: Mapping[tuple[date, Unit], int]
    shares: Mapping[str, int]
    regions: Mapping[str, str]


@dataclass(frozen=True)
class Flow:
    """What comes and goes each week, from the first day on: kinds of households, and how many leave."""

    weeks: int
    arrivals: Mapping[Household, int]
    departures: int = 0


class Full(NamedTuple):
    """When something was full for the first time, and what was short."""

    on: date
    short: Short


@dataclass(frozen=True)
class Week:
    """One week, from the day `on`: persons that came, left, lost their unit; and how it stands at its end."""

    on: date
    arrived: int
    left: int
    displaced: int
    waiting: int
    free_units: int
    free_places: int
    free_step_free: int


@dataclass(frozen=True)
class Simulated:
    """`areas` and `regions` hold only what became full; `first` when each thing was short in all of Flanders."""

    weeks: tuple[Week, ...]
    areas: Mapping[str, Full]
    regions: Mapping[str, Full]
    first: Mapping[Short, date]


def simulate(start: Start, flow: Flow) -> Simulated:
    """The course of `flow.weeks` weeks from `start`."""
    state = _State(start)
    mondays = [start.on + timedelta(days=WEEK * week) for week in range(flow.weeks)]
    weeks = []
    for monday in mondays:
        before = (state.arrived, state.left, state.displaced)
        for day in state.days_of_interest(monday, monday + timedelta(days=WEEK)):
            state.close_and_end(day)
            if day == monday:
                state.depart(flow.departures)
                state.arrive(flow.arrivals)
            state.place(day)
        weeks.append(state.week(monday, before))
    return Simulated(tuple(weeks), state.areas, state.regions_full, state.first)


def fits(unit: Unit, household: Household) -> bool:
    """Whether the unit is large enough, and step-free when that is needed."""
    return unit.places >= household.persons and (unit.step_free or not household.step_free)


def preference(unit: Unit) -> tuple[int, bool, int, str]:
    """The lowest is taken first: the smallest, not step-free, the latest end, by code."""
    return (unit.places, unit.step_free, -unit.closes.toordinal(), unit.area)


def urgency(waiting: Waiting) -> tuple[bool, int, str]:
    """The lowest is placed first: step-free needed, then the largest, then by code."""
    return (not waiting.household.step_free, -waiting.household.persons, waiting.area)


def lacking(free: Iterable[Unit], household: Household) -> Short:
    """What is short for a household that none of these units fits."""
    units = list(free)
    if not units:
        return Short.PLACES
    return Short.STEP_FREE if any(unit.places >= household.persons for unit in units) else Short.SIZE


def leavers(staying: Mapping[Living, int], number: int) -> dict[Living, int]:
    """Who leaves: in proportion over the kinds of stay, in whole households, never more than there are."""
    everybody = sum(staying.values())
    number = min(number, everybody)
    if not number:
        return {}
    kinds = sorted(staying)
    exact = {f"{index:06d}": Fraction(number * staying[kind], everybody) for index, kind in enumerate(kinds)}
    whole = largest_remainder(exact, number)
    return {kind: whole[f"{index:06d}"] for index, kind in enumerate(kinds) if whole[f"{index:06d}"]}


@dataclass
class _State:
    start: Start
    free: Counter[Unit] = field(default_factory=Counter)
    living: Counter[Living] = field(default_factory=Counter)
    opening: Counter[tuple[date, Unit]] = field(default_factory=Counter)
    waiting: Counter[Waiting] = field(default_factory=Counter)
    areas: dict[str, Full] = field(default_factory=dict)
    regions_full: dict[str, Full] = field(default_factory=dict)
    first: dict[Short, date] = field(default_factory=dict)
    arrived: int = 0
    left: int = 0
    displaced: int = 0

    def __post_init__(self) -> None:
        self.free.update(self.start.free)
        self.living.update(self.start.living)
        self.opening.update(self.start.opening)
        self.turns = [(Fraction(1, share), code, 0) for code, share in self.start.shares.items() if share > 0]
        heapify(self.turns)

    def days_of_interest(self, begin: date, end: date) -> Sequence[date]:
        """The days from `begin` up to `end` on which something happens; `begin` always."""
        days = {begin}
        for day, unit in self.opening:
            days |= {day, unit.closes}
        days |= {unit.closes for unit in self.free}
        for stay in self.living:
            days |= {stay.unit.closes, stay.ends}
        return sorted(day for day in days if begin <= day < end)

    def close_and_end(self, day: date) -> None:
        for at, unit in [item for item in self.opening if item[0] <= day]:
            self.free[unit] += self.opening.pop((at, unit))
        for unit in [unit for unit in self.free if unit.closes <= day]:
            del self.free[unit]
        for stay in [stay for stay in self.living if stay.unit.closes <= day or stay.ends <= day]:
            number = self.living.pop(stay)
            persons = number * stay.household.persons
            if stay.ends <= day:
                self.left += persons
            else:
                self.displaced += persons
                self.waiting[Waiting(stay.unit.area, stay.household)] += number
            if stay.unit.closes > day:
                self.free[stay.unit] += number

    def depart(self, number: int) -> None:
        staying = {stay: count for stay, count in self.living.items() if stay.ends == NEVER}
        for stay, count in leavers(staying, number).items():
            _take(self.living, stay, count)
            self.free[stay.unit] += count
            self.left += count * stay.household.persons

    def arrive(self, arrivals: Mapping[Household, int]) -> None:
        for household in sorted(arrivals, key=lambda kind: urgency(Waiting("", kind))):
            for _ in range(arrivals[household]):
                _, code, asked = self.turns[0]
                asked += household.persons
                heapreplace(self.turns, (Fraction(asked + 1, self.start.shares[code]), code, asked))
                self.waiting[Waiting(code, household)] += 1
                self.arrived += household.persons

    def place(self, day: date) -> None:
        """In the municipality that was asked, then in its region, then anywhere.

        Says what was full, and what was short, by what is left at the end of the day.
        """
        regions = self.start.regions
        by_area = self._free_by(lambda unit: unit.area)
        not_in_area = [
            one for one in sorted(self.waiting, key=urgency) if self._house(one, by_area[one.area])
        ]
        by_region = self._free_by(lambda unit: regions[unit.area])
        not_in_region = [one for one in not_in_area if self._house(one, by_region[regions[one.area]])]
        everywhere = self._free_by(lambda unit: "")[""]
        nowhere = [one for one in not_in_region if self._house(one, everywhere)]
        for one in not_in_area:
            self.areas.setdefault(one.area, Full(day, self._lacking(by_area[one.area], one)))
        for one in not_in_region:
            region = regions[one.area]
            self.regions_full.setdefault(region, Full(day, self._lacking(by_region[region], one)))
        for one in nowhere:
            self.first.setdefault(self._lacking(everywhere, one), day)

    def _free_by(self, where: Callable[[Unit], str]) -> defaultdict[str, list[Unit]]:
        """The kinds of free units of each place, those to take first in front."""
        found = defaultdict(list)
        for unit in sorted(self.free, key=preference):
            found[where(unit)].append(unit)
        return found

    def _lacking(self, units: Iterable[Unit], waiting: Waiting) -> Short:
        return lacking((unit for unit in units if self.free[unit]), waiting.household)

    def _house(self, waiting: Waiting, units: Iterable[Unit]) -> int:
        """Puts as many as fit in these units, in this order; returns how many are left."""
        for unit in units:
            number = min(self.waiting[waiting], self.free[unit])
            if number and fits(unit, waiting.household):
                _take(self.free, unit, number)
                self.living[Living(unit, waiting.household)] += number
                _take(self.waiting, waiting, number)
        return self.waiting[waiting]

    def week(self, monday: date, before: tuple[int, int, int]) -> Week:
        return Week(
            on=monday,
            arrived=self.arrived - before[0],
            left=self.left - before[1],
            displaced=self.displaced - before[2],
            waiting=sum(number * waiting.household.persons for waiting, number in self.waiting.items()),
            free_units=sum(self.free.values()),
            free_places=sum(number * unit.places for unit, number in self.free.items()),
            free_step_free=sum(number for unit, number in self.free.items() if unit.step_free),
        )


def _take(counted: Counter[Any], kind: Any, number: int) -> None:
    """Fewer of a kind; a kind of which none is left is no longer counted."""
    counted[kind] -= number
    if not counted[kind]:
        del counted[kind]


def households(persons: int, mix: Mapping[int, int], step_free: Fraction) -> dict[Household, int]:
    """About that many persons as whole households, in the proportions of `mix` (households per size).

    A part `step_free` of the households needs a step-free unit, in the same proportions. The number of households is
    persons / mean size, rounded.
    """
    everybody = sum(mix.values())
    if not persons or not everybody:
        return {}
    mean = Fraction(sum(size * number for size, number in mix.items()), everybody)
    number = max(1, round(persons / mean))
    sizes = _in_proportion(mix, number)
    needing = _in_proportion(sizes, round(number * step_free))
    found: Counter[Household] = Counter()
    for size, count in sizes.items():
        found[Household(size, True)] += needing.get(size, 0)
        found[Household(size)] += count - needing.get(size, 0)
    return {household: count for household, count in found.items() if count}


def _in_proportion(mix: Mapping[int, int], number: int) -> dict[int, int]:
    of_all = sum(mix.values())
    whole = largest_remainder(
        {f"{size:04d}": Fraction(number * part, of_all) for size, part in mix.items()}, number
    )
    return {int(size): count for size, count in whole.items() if count}
