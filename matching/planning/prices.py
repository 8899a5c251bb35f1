"""Dual prices and the bound they prove (quant.md B.3.1).

Whatever the prices, `Dual.evaluate` returns a number that no plan can exceed: the limits are relaxed into the value
and each household, or group, then takes its best town by itself. Lower is better; the descent looks for low ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEVER = -np.inf
ROWS = 1024  # households per block: a block of all towns stays in the cache
FIRST_STEP, LAST_STEP = 10.0, 0.01  # points, for values of about 300 points
MEAN_DECAY, SQUARE_DECAY = 0.9, 0.99


@dataclass
class Prices:
    """In points. homes [K] per use of a class; persons [M] pressure of the spread (negative: below target);
    town [M, R] per use of a limit of a town; unit [L, K] per use of a further limit of a pool.
    """

    homes: Floats
    persons: Floats
    town: Floats
    unit: Floats

    @classmethod
    def zero(cls, instance: Instance) -> "Prices":
        towns, classes = len(instance.towns), len(instance.classes)
        return cls(
            np.zeros(classes),
            np.zeros(towns),
            np.zeros((towns, len(instance.town_limits))),
            np.zeros((len(instance.unit_limits), classes)),
        )

    def copy(self) -> "Prices":
        return Prices(self.homes.copy(), self.persons.copy(), self.town.copy(), self.unit.copy())

    def arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        return self.homes, self.persons, self.town, self.unit

    def by_key(self, instance: Instance) -> dict[str, dict[str, float]]:
        """What a later plan can start from: prices by unit (the first of each class) and by municipality."""
        homes = {
            unit.key: float(price)
            for units, price in zip(instance.classes, self.homes, strict=True)
            for unit in units
        }
        persons = dict(zip(instance.towns, map(float, self.persons), strict=True))
        return {"homes": homes, "persons": persons}

    @classmethod
    def from_keys(cls, instance: Instance, kept: dict[str, dict[str, float]]) -> "Prices":
        """Prices of an earlier plan on the units and municipalities of today; what is new starts at zero."""
        prices = cls.zero(instance)
        homes, persons = kept.get("homes", {}), kept.get("persons", {})
        for index, units in enumerate(instance.classes):
            known = [homes[unit.key] for unit in units if unit.key in homes]
            prices.homes[index] = sum(known) / len(known) if known else 0.0
        prices.persons[:] = [persons.get(key, 0.0) for key in instance.towns]
        return prices


class Dual:
    """The relaxed problem of one instance."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.all_listed = instance.problem.pairs is not None
        self.open = np.flatnonzero(np.diff(instance.first) > 0)  # towns with units
        self.fit = np.where(instance.feasible, instance.fit, NEVER)
        self.fit32 = self.fit.astype(np.float32)
        self.town_capped = np.isfinite(instance.town_supply)
        self.unit_capped = instance.pool_rows
        # Columns of one household in one town stand together: a segment.
        owner, town = instance.column_household, instance.town[instance.column_class]
        new = np.ones(len(owner), dtype=bool)
        new[1:] = (np.diff(owner) != 0) | (np.diff(town) != 0)
        self.segment = np.flatnonzero(new)
        self.segment_owner, self.segment_town = owner[self.segment], town[self.segment]
        self.column_kind = instance.kind[owner]
        self.group_first = np.searchsorted(instance.group[instance.alone :], np.arange(len(instance.groups)))

    def town_costs(self, prices: Prices) -> Floats:
        """[T, M] what a household of each type uses up in each town."""
        instance = self.instance
        return np.asarray(
            np.outer(instance.size, prices.persons)
            + instance.town_use @ np.where(self.town_capped, prices.town, 0).T
        )

    def best_classes(self, prices: Prices, *, single: bool) -> tuple[NDArray[np.floating], Ints]:
        """[T, M] the value of the best class of each town for each type, and that class."""
        instance = self.instance
        dtype = np.float32 if single else np.float64
        fit = self.fit32 if single else self.fit
        price = prices.homes.astype(dtype)
        value = fit - np.where(instance.door, price, 0)
        pools = np.flatnonzero(~instance.door)
        if len(pools):
            value[:, pools] -= np.outer(instance.size, price[pools]).astype(dtype)
            if len(instance.unit_limits):
                extra = instance.unit_use @ np.where(self.unit_capped, prices.unit, 0)[:, pools]
                value[:, pools] -= extra.astype(dtype)
        shape = (len(instance.types), len(instance.towns))
        best, where = np.full(shape, NEVER, dtype=dtype), np.zeros(shape, dtype=np.int64)
        if len(self.open) and len(instance.types):
            starts = instance.first[self.open]
            best[:, self.open] = np.maximum.reduceat(value, starts, axis=1)
            highest = np.repeat(best[:, self.open], np.diff(np.append(starts, value.shape[1])), axis=1)
            kind, found = np.nonzero((value == highest) & (highest > NEVER))
            # Backwards, so that the first of equals is written last and stays.
            where[kind[::-1], instance.town[found[::-1]]] = found[::-1]
        best -= self.town_costs(prices).astype(dtype)
        return best, where

    def column_values(self, prices: Prices) -> Floats:
        """Value of each listed column under the prices."""
        instance = self.instance
        return self.values_of(instance.column_household, instance.column_class, instance.column_score, prices)

    def values_of(self, household: Ints, unit_class: Ints, score: Floats, prices: Prices) -> Floats:
        """Value of these pairs under the prices, element by element."""
        instance = self.instance
        kind, town = instance.kind[household], instance.town[unit_class]
        value = score - prices.homes[unit_class] * instance.use[kind, unit_class]
        value = value - self.town_costs(prices)[kind, town]
        for index in range(len(instance.unit_limits)):
            price = np.where(self.unit_capped[index], prices.unit[index], 0)[unit_class]
            value = value - price * instance.unit_use[kind, index]
        return np.asarray(value)

    def evaluate(self, prices: Prices, *, single: bool = True) -> tuple[float, Prices]:
        """The bound and its gradient. Double precision (`single=False`) is what counts as proof."""
        instance = self.instance
        rows = len(instance.towns)
        value = instance.fixed_value
        counts = np.zeros((len(instance.types), rows))
        columns: list[Ints] = []
        best, where = (
            (np.full(counts.shape, NEVER), np.zeros(counts.shape, dtype=np.int64))
            if self.all_listed
            else self.best_classes(prices, single=single)
        )
        if not self.all_listed:
            for begin in range(0, instance.alone, ROWS):
                stop = min(begin + ROWS, instance.alone)
                kind = instance.kind[begin:stop]
                worth = best[kind]
                worth += (
                    instance.points32[begin:stop] if single else instance.place_points(slice(begin, stop))
                )
                town = worth.argmax(axis=1)
                mine = worth[np.arange(len(worth)), town]
                take = (mine > 0) & ~instance.listed[begin:stop]
                value += float(mine[take].sum(dtype=np.float64))
                np.add.at(counts, (kind[take], town[take]), 1.0)
        worths, chosen = self._listed(prices)
        value += self._alone(worths, chosen, columns)
        value += self._groups(best, worths, chosen, counts, columns, single=single)
        gradient = self._gradient(counts, where, columns)
        value += float(prices.homes @ instance.capacity)
        value += float((prices.town * np.where(self.town_capped, instance.town_supply, 0)).sum())
        value += float((prices.unit * np.where(self.unit_capped, instance.unit_supply, 0)).sum())
        gain, added = instance.spread.conjugate(prices.persons, instance.begin, instance.room)
        gradient.persons += added
        return value + float(gain.sum()), gradient

    def _listed(self, prices: Prices) -> tuple[Floats, Ints]:
        """Best value and column of each segment."""
        if not len(self.segment):
            return np.zeros(0), np.zeros(0, dtype=np.int64)
        values = self.column_values(prices)
        best = np.maximum.reduceat(values, self.segment)
        highest = np.repeat(best, np.diff(np.append(self.segment, len(values))))
        order = np.where(values == highest, np.arange(len(values)), len(values))
        return best, np.minimum.reduceat(order, self.segment)

    def _alone(self, worths: Floats, chosen: Ints, columns: list[Ints]) -> float:
        """Listed households by themselves: each its best segment."""
        mine = self.segment_owner < self.instance.alone
        if not mine.any():
            return 0.0
        owner, values, column = self.segment_owner[mine], worths[mine], chosen[mine]
        first = np.flatnonzero(np.append(True, np.diff(owner) != 0))
        best = np.maximum.reduceat(values, first)
        highest = np.repeat(best, np.diff(np.append(first, len(values))))
        at = np.minimum.reduceat(np.where(values == highest, np.arange(len(values)), len(values)), first)
        take = best > 0
        columns.append(column[at[take]])
        return float(best[take].sum())

    def group_values(
        self, best: NDArray[np.floating], worths: Floats, *, single: bool = False
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """[members, M] value of each member of a group per town, and [groups, M] their sums."""
        instance = self.instance
        alone, kind = instance.alone, instance.kind[instance.alone :]
        members: NDArray[np.floating]
        if self.all_listed:
            members = np.full((len(kind), len(instance.towns)), NEVER)
        else:
            points = instance.points32[alone:] if single else instance.place_points(slice(alone, None))
            members = points + best[kind]
            members[instance.listed[alone:]] = NEVER
        mine = self.segment_owner >= alone
        members[self.segment_owner[mine] - alone, self.segment_town[mine]] = worths[mine]
        return members, np.add.reduceat(members, self.group_first, axis=0)

    def _groups(
        self,
        best: NDArray[np.floating],
        worths: Floats,
        chosen: Ints,
        counts: Floats,
        columns: list[Ints],
        *,
        single: bool,
    ) -> float:
        """Each group takes the town where its members together are worth most."""
        instance = self.instance
        if not instance.groups:
            return 0.0
        _, sums = self.group_values(best, worths, single=single)
        town = sums.argmax(axis=1)
        value = sums[np.arange(len(sums)), town]
        take = value > 0
        group = instance.group[instance.alone :]
        rows = np.flatnonzero(take[group]) + instance.alone
        to = town[instance.group[rows]]
        by_type = ~instance.listed[rows]
        np.add.at(counts, (instance.kind[rows[by_type]], to[by_type]), 1)
        wanted = set(zip(rows[~by_type].tolist(), to[~by_type].tolist(), strict=True))
        if wanted:
            pairs = zip(self.segment_owner.tolist(), self.segment_town.tolist(), strict=True)
            columns.append(chosen[[index for index, pair in enumerate(pairs) if pair in wanted]])
        return float(value[take].sum())

    def _gradient(self, counts: Floats, where: Ints, columns: list[Ints]) -> Prices:
        """Supply less use, for every price."""
        instance = self.instance
        kind, town = np.nonzero(counts)
        number, unit_class = counts[kind, town], where[kind, town]
        for chosen in columns:
            kind = np.append(kind, self.column_kind[chosen])
            unit_class = np.append(unit_class, instance.column_class[chosen])
            town = np.append(town, instance.town[instance.column_class[chosen]])
            number = np.append(number, np.ones(len(chosen)))
        gradient = Prices.zero(instance)
        used = _sums(unit_class, number * instance.use[kind, unit_class], len(instance.classes))
        gradient.homes = instance.capacity - used
        came = _sums(town, number * instance.size[kind], len(instance.towns))
        gradient.persons = -came
        for index in np.flatnonzero(self.town_capped.any(axis=0)).tolist():
            used = _sums(town, number * instance.town_use[kind, index], len(instance.towns))
            gradient.town[:, index] = np.where(
                self.town_capped[:, index], instance.town_supply[:, index] - used, 0
            )
        for index in range(len(instance.unit_limits)):
            used = _sums(unit_class, number * instance.unit_use[kind, index], len(instance.classes))
            gradient.unit[index] = np.where(self.unit_capped[index], instance.unit_supply[index] - used, 0)
        return gradient

    def scale(self) -> float:
        """How large values are, against the 300 points that the steps were chosen for."""
        if self.all_listed:
            highest = float(self.instance.column_score.max(initial=0.0))
        else:
            highest = float(self.instance.bonus.max(initial=0.0)) + 100.0
        return max(highest, 1e-6) / 300.0

    def descend(
        self,
        *,
        iterations: int,
        start: Prices | None = None,
        watch: Callable[[int, float], None] = lambda done, bound: None,
    ) -> tuple[float, Prices]:
        """The lowest bound found and its prices, proven in double precision. `watch` may raise to stop."""
        prices = (start or Prices.zero(self.instance)).copy()
        first_step = FIRST_STEP * self.scale() * (0.3 if start else 1.0)
        last_step = LAST_STEP * self.scale()
        slopes = self.instance.spread.slopes
        low, high = slopes.min(axis=1), slopes.max(axis=1)
        means = [np.zeros_like(part) for part in prices.arrays()]
        squares = [np.zeros_like(part) for part in prices.arrays()]
        best_bound, best = np.inf, prices.copy()
        for done in range(iterations):
            bound, gradient = self.evaluate(prices)
            if bound < best_bound:
                best_bound, best = bound, prices.copy()
            watch(done, best_bound)
            step = first_step * (last_step / first_step) ** (done / max(iterations - 1, 1))
            for index, (part, slope) in enumerate(zip(prices.arrays(), gradient.arrays(), strict=True)):
                means[index] = MEAN_DECAY * means[index] + (1 - MEAN_DECAY) * slope
                squares[index] = SQUARE_DECAY * squares[index] + (1 - SQUARE_DECAY) * slope**2
                mean = means[index] / (1 - MEAN_DECAY ** (done + 1))
                square = squares[index] / (1 - SQUARE_DECAY ** (done + 1))
                part -= step * mean / (np.sqrt(square) + 1e-9)
            np.clip(prices.persons, low, high, out=prices.persons)
            for part in (prices.homes, prices.town, prices.unit):
                np.maximum(part, 0.0, out=part)
        return self.evaluate(best, single=False)[0], best


def _sums(where: Ints, amounts: Floats, length: int) -> Floats:
    """Amounts added up by index."""
    out = np.zeros(length)
    np.add.at(out, where, amounts)
    return out
