"""A problem as arrays: households by type, units by class, every limit as a row. Built once, read by every solver.

Rows are put in an order of their own (by key), so the order of the input cannot matter. The order of households is:
alone first, by type; then members of keep-together groups, by group. Classes are in the order of their towns.
"""

from collections.abc import Iterable
from functools import cached_property  # noqa: TID251  without Django; a plan is made by one thread

import numpy as np
from numpy.typing import NDArray

from matching.planning import scoring
from matching.planning.arrange import Fixed, arrange_classes, arrange_households, fix_pins, town_keys
from matching.planning.problem import Problem, check
from matching.planning.spreading import SpreadCost

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NEVER = -np.inf


class Instance:
    """H households, T types of them, K classes of units, M towns, R limits per town, L further limits per unit.

    persons, children [H]; kind [H] type of each; group [H] number of the group or -1; home, work, school, before [H]
    town or -1; bonus [H] value of being placed. size [T]; door [K] own front door; capacity [K] copies, or persons in a
    pool; town [K]; first [M + 1] where the classes of a town begin. use [T, K] of the capacity; unit_use [T, L] and
    unit_supply [L, K] (inf when not limited); town_use [T, R] and town_supply [M, R]. feasible [T, K] by the hard
    conditions; fit [T, K] points for the unit itself. load [M] persons before the plan, `begin` with what is fixed.
    """

    def __init__(self, problem: Problem) -> None:
        check(problem)
        self.problem, self.weights = problem, problem.weights
        self.towns = town_keys(problem)
        self.town_at = {key: index for index, key in enumerate(self.towns)}
        self.fixed: Fixed = fix_pins(problem)
        people = arrange_households(problem, self.fixed, self.town_at)
        self.households, self.persons, self.children = people.households, people.persons, people.children
        self.kind, self.group, self.groups = people.kind, people.group, people.groups
        self.home, self.work, self.school = people.home, people.work, people.school
        self.before = people.before
        self.alone = int((self.group < 0).sum())
        self.household_at = {item.key: index for index, item in enumerate(self.households)}
        stock = arrange_classes(problem, self.fixed, self.town_at)
        self.classes, self.door, self.town, self.capacity = (
            stock.classes,
            stock.door,
            stock.town,
            stock.capacity,
        )
        self.places, self.first = stock.places, stock.first
        self.class_of = {unit.key: index for index, units in enumerate(stock.classes) for unit in units}
        self._types(stock.limits, stock.supply, people.examples)
        self._towns()
        self._tables: tuple[int, list[Floats]] | None = None
        self.listed = np.zeros(len(self.households), dtype=bool)
        self._columns()

    # --- Building ----------------------------------------------------------------------------------------------

    def _types(self, limits: list[str], supply: Floats, examples: Ints) -> None:
        types = [self.households[index] for index in examples]
        self.types = types
        self.size = np.array([item.persons for item in types], dtype=float)
        self.unit_limits, self.unit_supply = limits, supply
        self.unit_use = np.array(
            [[item.limits.get(name, 0.0) for name in limits] for item in types], dtype=float
        ).reshape(len(types), len(limits))
        self.use = np.where(self.door, 1.0, self.size[:, None])
        self.feasible = scoring.fits(types, self.size, [units[0] for units in self.classes], self.places)
        for index in range(len(limits)):
            self.feasible &= self.unit_use[:, index, None] <= supply[index] + 1e-9
        # A limit of a home for one household is a condition; only in a pool it is shared out.
        self.pool_rows = np.isfinite(supply) & ~self.door
        self.fit = scoring.fit(
            types, self.size, [units[0] for units in self.classes], self.places, self.weights
        )

    def _towns(self) -> None:
        given = {item.key: item for item in self.problem.municipalities}
        rows = [given.get(key) for key in self.towns]
        limits = sorted({name for item in rows if item for name in item.limits})
        self.town_limits = ["at_most", "seats", *limits]
        self.town_supply = np.full((len(rows), len(self.town_limits)), np.inf)
        self.load, target = np.zeros(len(rows)), np.full(len(rows), np.nan)
        for index, item in enumerate(rows):
            pinned = self.problem.pins.at_most.get(self.towns[index], np.inf)
            self.town_supply[index, 0] = pinned
            if item is None:
                continue
            self.load[index] = item.load
            target[index] = np.nan if item.target is None else item.target
            self.town_supply[index, 0] = min(pinned, np.inf if item.at_most is None else item.at_most)
            self.town_supply[index, 1] = np.inf if item.seats is None else item.seats
            self.town_supply[index, 2:] = [item.limits.get(name, np.inf) for name in limits]
        self.town_use = np.array(
            [
                [item.persons, item.children, *(item.limits.get(name, 0.0) for name in limits)]
                for item in self.types
            ],
            dtype=float,
        ).reshape(len(self.types), len(self.town_limits))
        self.spread = SpreadCost(target, self.weights)
        self.begin = self.load.copy()
        for household, unit in self.fixed.placed:
            town = self.town_at[unit.municipality]
            self.begin[town] += household.persons
            self.town_supply[town] -= [
                household.persons,
                household.children,
                *(household.limits.get(name, 0.0) for name in limits),
            ]
        # What can still come to a town: by its places, by its own limit, and by how many people there are.
        stock = np.zeros(len(self.towns))
        np.add.at(stock, self.town, self.capacity * np.where(self.door, self.places, 1.0))
        people = float(self.persons.sum())
        self.room = np.maximum(np.floor(np.minimum(np.minimum(stock, self.town_supply[:, 0]), people)), 0.0)
        self.closeness = scoring.closeness(rows, self.towns, self.weights)
        self.services = np.array([item.services if item else 0.0 for item in rows]) * self.weights.services
        bonus = [scoring.bonus(item, self.weights) for item in self.households]
        self.bonus = np.array(bonus if self.problem.pairs is None else [0.0] * len(bonus), dtype=float)

    def _columns(self) -> None:
        """Households whose allowed places are listed one by one: with pairs all of them, else those with "never"."""
        never: dict[str, set[str]] = {}
        for key, unit in self.problem.pins.never:
            never.setdefault(key, set()).add(unit)
        who: list[Ints] = []
        where: list[Ints] = []
        worth: list[Floats] = []
        if self.problem.pairs is not None:
            self.listed[:] = True
            pairs = [
                (self.household_at[pair.household], self.class_of[pair.unit], pair.score)
                for pair in self.problem.pairs
                if pair.household in self.household_at
                and pair.unit in self.class_of
                and pair.unit not in never.get(pair.household, ())
            ]
            table = np.array(sorted(pairs), dtype=float).reshape(-1, 3)
            who, where, worth = [table[:, 0].astype(int)], [table[:, 1].astype(int)], [table[:, 2]]
        else:
            for index in sorted(self.household_at[key] for key in never if key in self.household_at):
                self.listed[index] = True
                barred = {self.class_of[unit] for unit in never[self.households[index].key]}
                classes = np.flatnonzero(self.feasible[self.kind[index]])
                classes = classes[~np.isin(classes, list(barred))]
                who.append(np.full(len(classes), index))
                where.append(classes)
                worth.append(self._own_score(np.full(len(classes), index), classes))
        columns = [np.concatenate(part) if part else np.zeros(0) for part in (who, where, worth)]
        household: Ints = columns[0].astype(np.int64)
        unit_class: Ints = columns[1].astype(np.int64)
        allowed = self.feasible[self.kind[household], unit_class] & self._may_live(
            household, self.town[unit_class]
        )
        self.column_household, self.column_class = household[allowed], unit_class[allowed]
        self.column_score = columns[2][allowed].astype(float)
        self.column_first = np.searchsorted(self.column_household, np.arange(len(self.households) + 1))

    # --- Questions ---------------------------------------------------------------------------------------------

    def _may_live(self, household: Ints, town: Ints) -> Bools:
        """Whether these households may come to these towns: `stays`, or bound by a pinned member of the group."""
        only = self.only_town[household]
        return np.asarray((only == -1) | (only == town))

    @cached_property
    def only_town(self) -> Ints:
        """The one town that a household may come to; -1 when any, -2 when none."""
        only = np.where([item.stays for item in self.households], self.home, -1)
        only = np.where([item.stays and not item.municipality for item in self.households], -2, only)
        for index, item in enumerate(self.households):
            bound = self.fixed.town_of_group.get(item.group) if item.group else None
            if bound is not None:
                here = self.town_at.get(bound, -2)
                only[index] = here if only[index] in (-1, here) else -2
        return np.asarray(only, dtype=int)

    def place_points(self, rows: slice | Ints, dtype: type = np.float64) -> NDArray[np.floating]:
        """[rows, M] what being in each town is worth to these households, with the value of being placed."""
        near: NDArray[np.floating] = self.closeness.astype(dtype, copy=False)
        weights = self.weights
        points = near[self.home[rows]] * dtype(weights.present)
        points += near[self.work[rows]] * dtype(weights.work)
        points += near[self.school[rows]] * dtype(weights.school)
        points += self.services.astype(dtype)
        points += self.bonus[rows, None].astype(dtype)
        before = self.before[rows]
        sent = np.flatnonzero(before >= 0)
        points[sent, before[sent]] += dtype(weights.stability)
        only = self.only_town[rows]
        for row in np.flatnonzero(only != -1):
            points[row, np.arange(len(self.towns)) != only[row]] = NEVER
        return np.asarray(points)

    @cached_property
    def points32(self) -> NDArray[np.float32]:
        """[H, M] place_points in single precision, for the many passes; empty when all pairs are listed."""
        if self.problem.pairs is not None:
            return np.zeros((0, len(self.towns)), dtype=np.float32)
        out = np.empty((len(self.households), len(self.towns)), dtype=np.float32)
        for begin in range(0, len(out), 4096):
            out[begin : begin + 4096] = self.place_points(slice(begin, begin + 4096), np.float32)
        return out

    def spread_tables(self, margin: int) -> list[Floats]:
        """Spread costs by whole persons around every load that can come up; made once, shared by every market."""
        if self._tables is None or self._tables[0] < margin:
            self._tables = (margin, self.spread.tables(self.begin, self.room, margin))
        return self._tables[1]

    def columns_of(self, household: int) -> slice:
        return slice(int(self.column_first[household]), int(self.column_first[household + 1]))

    def _own_score(self, household: Ints, unit_class: Ints) -> Floats:
        town, weights = self.town[unit_class], self.weights
        return np.asarray(
            self.closeness[self.home[household], town] * weights.present
            + self.closeness[self.work[household], town] * weights.work
            + self.closeness[self.school[household], town] * weights.school
            + self.services[town]
            + self.fit[self.kind[household], unit_class]
            + self.bonus[household]
            + np.where(self.before[household] == town, weights.stability, 0.0)
        )

    def score(self, household: Ints, unit_class: Ints) -> Floats:
        """Points of these pairs, element by element, without spread; -inf for a pair that may not be."""
        household, unit_class = np.asarray(household, dtype=int), np.asarray(unit_class, dtype=int)
        if self.problem.pairs is None:
            out = self._own_score(household, unit_class)
            out = np.where(self.feasible[self.kind[household], unit_class], out, NEVER)
            out = np.where(self._may_live(household, self.town[unit_class]), out, NEVER)
        else:
            out = np.full(len(household), NEVER)
        for index in np.flatnonzero(self.listed[household]):
            mine = self.columns_of(int(household[index]))
            at = mine.start + int(np.searchsorted(self.column_class[mine], unit_class[index]))
            found = at < mine.stop and self.column_class[at] == unit_class[index]
            out[index] = self.column_score[at] if found else NEVER
        return out

    @cached_property
    def fixed_value(self) -> float:
        """Points of what is fixed, spread included."""
        pinned = sum(self.fixed_score(household.key) for household, _ in self.fixed.placed)
        return float(pinned - (self.spread.at(self.begin) - self.spread.at(self.load)).sum())

    def fixed_score(self, key: str) -> float:
        return sum(points for _, points in scoring.parts_of(self.problem, *self.fixed.pair(key)))

    def objective(self, choice: Ints) -> float:
        """Points of an assignment (class per household, -1 for none): scores less what the spread costs, exact."""
        placed = np.flatnonzero(choice >= 0)
        load = self.begin.copy()
        np.add.at(load, self.town[choice[placed]], self.persons[placed])
        spread = (self.spread.at(load) - self.spread.at(self.begin)).sum()
        return float(self.score(placed, choice[placed]).sum() - spread + self.fixed_value)

    def members(self, group: int) -> Ints:
        """The households of a group (they stand together)."""
        return np.arange(*np.searchsorted(self.group[self.alone :], [group, group + 1])) + self.alone

    def column_count(self) -> int:
        """How many pairs of household and class there are."""
        if self.problem.pairs is not None:
            return len(self.column_class)
        return int(self.feasible.sum(axis=1)[self.kind].sum())

    def choice_of(self, assignment: Iterable[tuple[str, str]]) -> Ints:
        """Class per household of an assignment by keys; what is fixed is left out."""
        choice = np.full(len(self.households), -1)
        for household, unit in assignment:
            if household in self.household_at:
                choice[self.household_at[household]] = self.class_of[unit]
        return choice

    def units_of(self, choice: Ints) -> dict[str, str]:
        """Household to unit by keys, with what is fixed; copies of a class are dealt out in the order of keys."""
        left = [iter(units) for units in self.classes]
        found = {household.key: unit.key for household, unit in self.fixed.placed}
        for index in sorted(np.flatnonzero(choice >= 0), key=lambda at: self.households[at].key):
            unit_class = int(choice[index])
            unit = next(left[unit_class]) if self.door[unit_class] else self.classes[unit_class][0]
            found[self.households[index].key] = unit.key
        return found
