"""An assignment in the making: what is left of every capacity, and the best place of each type in each town."""

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance
from matching.planning.prices import NEVER, Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SLACK = 1e-9


class Market:
    """choice [H] class or -1; score [H] points of the present place; value: all points less the spread, kept exact
    to rounding. `step` and `saved` [M, persons] are what the spread charges for that many persons more, and gives
    back for fewer. `best` and `which` [T, M]: the best class that is still free, after `bias` (prices of homes).
    """

    def __init__(self, instance: Instance, choice: Ints | None = None, bias: Prices | None = None) -> None:
        self.instance = instance
        count = len(instance.households)
        self.choice = np.full(count, -1)
        self.score = np.zeros(count)
        self.left = instance.capacity.copy()
        self.unit_left = np.where(instance.pool_rows, instance.unit_supply, np.inf)
        self.town_left = instance.town_supply.copy()
        self.load = instance.begin.copy()
        self.value = 0.0
        self.persons = instance.persons.astype(int)
        margin = self._margin = int(instance.size.max(initial=0))
        self._tables = instance.spread_tables(margin)
        shape = (len(instance.towns), margin + 1)
        self.step, self.saved = np.zeros(shape), np.zeros(shape)
        for town in range(len(instance.towns)):
            self._respread(town)
        self._most_use = instance.town_use.max(axis=0, initial=0.0)
        self._capped = np.asarray(np.isfinite(instance.town_supply).any(axis=1))
        self._unit_limited = np.asarray(instance.pool_rows.any(axis=0))
        shape = (len(instance.types), len(instance.towns))
        self._best, self._which = np.full(shape, NEVER), np.zeros(shape, dtype=np.int64)
        self._stale: set[int] = set()
        if choice is not None:
            for household in np.flatnonzero(choice >= 0):
                self._take(int(household), int(choice[household]), 1)
            scores = instance.score(np.flatnonzero(choice >= 0), choice[choice >= 0])
            self.choice[:] = choice
            self.score[choice >= 0] = scores
            self.value = float(scores.sum()) - float(
                (instance.spread.at(self.load) - instance.spread.at(instance.begin)).sum()
            )
            for town in range(len(instance.towns)):
                self._respread(town)
        self.by_type = instance.problem.pairs is None
        self.use_bias(bias)

    # --- Bookkeeping -------------------------------------------------------------------------------------------

    def use_bias(self, bias: Prices | None) -> None:
        """From now on `best` weighs what a place is worth to others, or no longer does."""
        instance = self.instance
        self.bias = bias
        if not self.by_type:
            return
        worth = np.where(instance.feasible, instance.fit, NEVER)
        if bias is not None:
            worth = worth - bias.homes * instance.use
            if len(instance.unit_limits):
                worth = worth - instance.unit_use @ np.where(instance.pool_rows, bias.unit, 0)
        self._worth = worth
        self._stale = set(np.flatnonzero(np.diff(instance.first) > 0).tolist())

    def _refresh(self, town: int) -> None:
        instance = self.instance
        begin, stop = int(instance.first[town]), int(instance.first[town + 1])
        free = self.left[begin:stop] >= instance.use[:, begin:stop] - SLACK
        if self._unit_limited[begin:stop].any():
            for index in range(len(instance.unit_limits)):
                free &= instance.unit_use[:, index, None] <= self.unit_left[index, begin:stop] + SLACK
        worth = np.where(free, self._worth[:, begin:stop], NEVER)
        which = worth.argmax(axis=1)
        best = worth[np.arange(len(which)), which]
        if self._capped[town]:
            best[(instance.town_use > self.town_left[town] + SLACK).any(axis=1)] = NEVER
        self._best[:, town], self._which[:, town] = best, which + begin

    def _respread(self, town: int) -> None:
        """Costs of more persons, and savings of fewer, from the present load."""
        margin, costs = self._margin, self._tables[town]
        at = int(self.load[town] - self.instance.begin[town]) + margin
        now = costs[at]
        self.step[town] = costs[at : at + margin + 1] - now
        self.saved[town] = now - costs[at - margin : at + 1][::-1]

    def _take(self, household: int, unit_class: int, sign: int) -> None:
        instance = self.instance
        kind, town = instance.kind[household], instance.town[unit_class]
        self.left[unit_class] -= sign * instance.use[kind, unit_class]
        if len(instance.unit_limits):
            self.unit_left[:, unit_class] -= sign * instance.unit_use[kind]
        if self._capped[town]:
            self.town_left[town] -= sign * instance.town_use[kind]
        self.load[town] += sign * instance.persons[household]

    def _after(self, unit_class: int, tight: bool) -> None:
        """What has to be worked out anew after a change in this class."""
        instance = self.instance
        town = int(instance.town[unit_class])
        self._respread(town)
        if not self.by_type:
            return
        if tight or not instance.door[unit_class] or self._tight(town):
            self._stale.add(town)

    @property
    def best(self) -> Floats:
        """Brought up to date when asked, so that changes back and forth cost nothing."""
        while self._stale:
            self._refresh(self._stale.pop())
        return self._best

    @property
    def which(self) -> Ints:
        while self._stale:
            self._refresh(self._stale.pop())
        return self._which

    def _tight(self, town: int) -> bool:
        return bool(self._capped[town] and (self.town_left[town] < self._most_use).any())

    def place(self, household: int, unit_class: int, score: float | None = None) -> None:
        if score is None:
            score = self.score_of(household, unit_class)
        town = int(self.instance.town[unit_class])
        self.value += score - float(self.step[town, self.persons[household]])
        self.choice[household], self.score[household] = unit_class, score
        self._take(household, unit_class, 1)
        self._after(unit_class, self.left[unit_class] < 1)

    def remove(self, household: int) -> int:
        unit_class = int(self.choice[household])
        town = int(self.instance.town[unit_class])
        self.value -= float(self.score[household] - self.saved[town, self.persons[household]])
        self.choice[household], self.score[household] = -1, 0.0
        tight = bool(self.left[unit_class] < 1) or self._tight(town)
        self._take(household, unit_class, -1)
        self._after(unit_class, tight)
        return unit_class

    def restore(self, choice: Ints) -> None:
        """Back to an earlier choice: everybody who is elsewhere leaves first, so that there is room."""
        moved = np.flatnonzero(self.choice != choice)
        for household in moved[self.choice[moved] >= 0].tolist():
            self.remove(household)
        for household in moved[choice[moved] >= 0].tolist():
            self.place(household, int(choice[household]))

    # --- Questions ---------------------------------------------------------------------------------------------

    def score_of(self, household: int, unit_class: int) -> float:
        instance = self.instance
        if instance.listed[household]:
            mine = instance.columns_of(household)
            at = mine.start + int(np.searchsorted(instance.column_class[mine], unit_class))
            return float(instance.column_score[at])
        town = instance.town[unit_class]
        return float(
            float(instance.points32[household, town]) + instance.fit[instance.kind[household], unit_class]
        )

    def fits(self, household: int, unit_class: int) -> bool:
        """Whether there is room now; the pair itself has to be allowed."""
        instance = self.instance
        kind, town = instance.kind[household], instance.town[unit_class]
        return bool(
            self.left[unit_class] >= instance.use[kind, unit_class] - SLACK
            and (instance.unit_use[kind] <= self.unit_left[:, unit_class] + SLACK).all()
            and (instance.town_use[kind] <= self.town_left[town] + SLACK).all()
        )

    def fits_instead(self, household: int, other: int, unit_class: int) -> bool:
        """Whether there is room once `other`, who is in this class, has left."""
        instance = self.instance
        kind, leaves, town = instance.kind[household], instance.kind[other], instance.town[unit_class]
        left = self.left[unit_class] + instance.use[leaves, unit_class]
        if left < instance.use[kind, unit_class] - SLACK:
            return False
        if self._capped[town]:
            more = instance.town_use[kind] - instance.town_use[leaves]
            if (more > self.town_left[town] + SLACK).any():
                return False
        if not self._unit_limited[unit_class]:
            return True
        extra = instance.unit_use[kind] - instance.unit_use[leaves]
        return bool((extra <= self.unit_left[:, unit_class] + SLACK).all())

    def worth(self, household: int) -> float:
        """What the present place adds: points less what the spread would give back; 0 without a place."""
        unit_class = self.choice[household]
        if unit_class < 0:
            return 0.0
        saved = self.saved[self.instance.town[unit_class], self.persons[household]]
        return float(self.score[household] - saved)

    def open_columns(self, household: int, town: int = -1) -> tuple[Ints, Floats]:
        """Listed classes with room, and their points."""
        instance = self.instance
        mine = instance.columns_of(household)
        classes, score = instance.column_class[mine], instance.column_score[mine]
        kind = instance.kind[household]
        free = self.left[classes] >= instance.use[kind, classes] - SLACK
        if len(instance.unit_limits):
            free &= (instance.unit_use[kind][:, None] <= self.unit_left[:, classes] + SLACK).all(axis=0)
        towns = instance.town[classes]
        if self._capped.any():
            free &= (instance.town_use[kind] <= self.town_left[towns] + SLACK).all(axis=1)
        if town >= 0:
            free &= towns == town
        return classes[free], score[free]

    def best_place(self, household: int) -> tuple[float, int]:
        """The best free class and what moving in there would add (points less spread); -1 when there is none.

        For a household that has no place: what it has now is not given back first.
        """
        instance = self.instance
        if instance.listed[household]:
            classes, score = self.open_columns(household)
            if not len(classes):
                return NEVER, -1
            value = score - self.step[instance.town[classes], self.persons[household]]
            at = int(value.argmax())
            return float(value[at]), int(classes[at])
        value = self.towns_for(household)
        town = int(value.argmax())
        if value[town] == NEVER:
            return NEVER, -1
        return float(value[town]), int(self.which[instance.kind[household], town])

    def towns_for(self, household: int) -> Floats:
        """[M] what the best free class of each town would add."""
        kind = self.instance.kind[household]
        points = self.instance.points32[household] + self.best[kind]
        return np.asarray(points - self.step[:, self.persons[household]])

    def place_group(self, members: Ints, town: int) -> bool:
        """All members in this town, the largest first, each in its best free class; nothing when one does not fit."""
        done: list[int] = []
        instance = self.instance
        for member in sorted(members.tolist(), key=lambda at: -self.persons[at]):
            if instance.listed[member]:
                classes, score = self.open_columns(member, town)
                at = int(classes[score.argmax()]) if len(classes) else -1
            else:
                kind = instance.kind[member]
                there = instance.points32[member, town] + self.best[kind, town] > NEVER
                at = int(self.which[kind, town]) if there else -1
            if at < 0:
                for placed in reversed(done):
                    self.remove(placed)
                return False
            self.place(member, at)
            done.append(member)
        return True

    def group_towns(self, members: Ints) -> Floats:
        """[M] at most what a group would add in each town: members do not yet stand in each other's way."""
        instance = self.instance
        total = np.zeros(len(instance.towns))
        for member in members.tolist():
            if instance.listed[member]:
                classes, score = self.open_columns(member)
                row = np.full(len(total), NEVER)
                np.maximum.at(row, instance.town[classes], score)
                total += row
            else:
                total += instance.points32[member] + self.best[instance.kind[member]]
        people = int(self.persons[members].sum())
        spread = instance.spread
        return np.asarray(total - (spread.at(self.load + people) - spread.at(self.load)))

    def best_group_town(self, members: Ints, tries: int = 6) -> int:
        """Places the group where it adds most among the most promising towns; the town, or -1 when nowhere."""
        promise = self.group_towns(members)
        best, found = 0.0, -1
        before = self.value
        for town in np.argsort(-promise, kind="stable")[:tries]:
            if promise[town] <= best or promise[town] == NEVER:
                break
            if self.place_group(members, int(town)):
                if self.value - before > best:
                    best, found = self.value - before, int(town)
                for member in members:
                    self.remove(int(member))
        if found >= 0:
            self.place_group(members, found)
        return found
