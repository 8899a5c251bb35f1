"""Local search: move one household, exchange two, push one out to a place of its own, move whole groups.

Every step is tried on the market itself and undone unless it adds points, so the value never falls. Rounds are
counted, not timed: the same seed gives the same plan on every machine (quant.md B.3.3; group moves: B.7).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.planning.guide import NOISE, ROWS, Guide
from matching.planning.instance import Instance
from matching.planning.market import Market
from matching.planning.prices import NEVER, Dual, Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Watch = Callable[[int, float], None]
CHAINS = 0.05  # of the households, per round
SPARE = 0.03  # above the floor: the mean of all still rises while others find better places
LINKS = 4  # households that move in one chain
CHOICES = 4  # towns per household among which a wish is drawn


def improve(
    market: Market,
    dual: Dual,
    prices: Prices,
    *,
    seed: int,
    rounds: int = 40,
    watch: Watch = lambda done, value: None,
) -> None:
    """Works on `market` until `rounds` are done or several in a row add nothing. `watch` may raise to stop."""
    Search(market, dual, prices, seed=seed).run(rounds, watch)


class Search:
    """The moves, with the dice and the prices they are guided by."""

    def __init__(self, market: Market, dual: Dual, prices: Prices, *, seed: int, floor: float = 0.0) -> None:
        self.floor = floor and floor + SPARE
        self.market, self.dual, self.prices = market, dual, prices
        self.instance: Instance = market.instance
        self.dice = np.random.default_rng(seed)
        self.eps = (1e-9 if dual.all_listed else 1e-3) * dual.scale() * (300.0 if dual.all_listed else 1.0)
        self.least_regret = 1.0 * dual.scale()
        self.living: list[list[int]] = []
        self.alone = self.instance.alone
        self.by_type = np.flatnonzero(~self.instance.listed[: self.alone])
        self.by_list = np.flatnonzero(self.instance.listed[: self.alone])

    def run(self, rounds: int, watch: Watch) -> None:
        market = self.market
        quiet = 0
        for done in range(rounds):
            before = market.value
            watch(done, market.value)
            self.relocate()
            self.exchange()
            self.chains()
            if done % 4 == 0:
                self.move_groups()
            quiet = quiet + 1 if market.value - before <= self.eps else 0
            if quiet >= 4:
                break
        self.relocate()
        self.fill()

    # --- One household -----------------------------------------------------------------------------------------

    def relocate(self) -> None:
        """Everybody looks at every free place once; whoever gains moves."""
        instance = self.instance
        blocks = [self.by_type[begin : begin + ROWS] for begin in range(0, len(self.by_type), ROWS)]
        for block in self.dice.permutation(len(blocks)):
            rows = blocks[int(block)]
            gain = self._options(rows)[0] - self.worth(rows)
            for at in np.flatnonzero(gain > self.eps):
                self._move(int(rows[at]))
        for household in self.by_list.tolist():
            if instance.column_first[household] < instance.column_first[household + 1]:
                self._move(household)

    def worth(self, rows: Ints) -> Floats:
        """What the present places add, less what the spread would give back."""
        market = self.market
        choice = market.choice[rows]
        saved = market.saved[self.instance.town[choice], market.persons[rows]]
        return np.where(choice >= 0, market.score[rows] - saved, 0.0)

    def _options(self, rows: Ints) -> tuple[Floats, Ints]:
        """Value and class of the best free place, when the present place is kept out of it."""
        market, instance = self.market, self.instance
        kind, size = instance.kind[rows], market.persons[rows]
        value = instance.points32[rows] + market.best[kind]
        choice = market.choice[rows]
        value -= market.step[:, size].T
        placed = np.flatnonzero(choice >= 0)
        here = instance.town[choice[placed]]
        value[placed, here] += market.step[here, size[placed]] - market.saved[here, size[placed]]
        town = value.argmax(axis=1)
        return value[np.arange(len(rows)), town], market.which[kind, town]

    def _move(self, household: int) -> bool:
        """To the best place when that adds something."""
        market = self.market
        before, old = market.value, int(market.choice[household])
        score = float(market.score[household])
        if old >= 0:
            market.remove(household)
        value, unit_class = market.best_place(household)
        if unit_class >= 0 and value >= 0:
            market.place(household, unit_class)
            if market.value > before + self.eps or (old < 0 and market.value >= before):
                return True
            market.remove(household)
        if old >= 0:
            if market.value > before + self.eps:  # better off without: a place that costs more than it gives
                return True
            market.place(household, old, score)
        return False

    def fill(self) -> None:
        """Who has no place takes any that does not cost points, also one worth nothing."""
        for household in np.flatnonzero(self.market.choice[: self.alone] < 0).tolist():
            self._move(household)
        self._place_groups()

    # --- Two households ----------------------------------------------------------------------------------------

    def exchange(self) -> None:
        """Everybody wishes for a place that is taken; who lives there changes with him or finds another place."""
        market = self.market
        first, occupants = self._occupants()
        wish_rows, wish_class = self._wishes()
        if not len(wish_rows):
            return
        count = first[wish_class + 1] - first[wish_class]
        keep = (count > 0) & (wish_class != market.choice[wish_rows])
        wish_rows, wish_class, count = wish_rows[keep], wish_class[keep], count[keep]
        if not len(wish_rows):
            return
        pick = (self.dice.random(len(wish_rows)) * count).astype(int)
        other = occupants[first[wish_class] + pick]
        gain = self._promise(wish_rows, other, wish_class)
        moved: set[int] = set()
        for at in np.argsort(-gain, kind="stable"):
            if gain[at] <= self.eps:
                break
            household, there = int(wish_rows[at]), int(other[at])
            if household in moved or there in moved:
                continue
            if self.try_exchange(household, there, int(wish_class[at])):
                moved.update((household, there))

    def _occupants(self) -> tuple[Ints, Ints]:
        """Households alone by class: `first` [K + 1] into the list."""
        choice = self.market.choice[: self.alone]
        placed = np.flatnonzero(choice >= 0)
        order = placed[np.argsort(choice[placed], kind="stable")]
        first = np.searchsorted(choice[order], np.arange(len(self.instance.classes) + 1))
        return first, order

    def _wishes(self) -> tuple[Ints, Ints]:
        """A class for each household, drawn among those that are worth most under (shaken) prices."""
        instance = self.instance
        rows: list[Ints] = []
        classes: list[Ints] = []
        shaken = self.prices.copy()
        noise = self.dice.normal(0.0, NOISE * self.dual.scale(), len(shaken.homes))
        shaken.homes = np.maximum(shaken.homes + noise, 0.0)
        if len(self.by_type):
            best, where = self.dual.best_classes(shaken, single=True)
            rank = min(CHOICES, best.shape[1])
            for begin in range(0, len(self.by_type), ROWS):
                block = self.by_type[begin : begin + ROWS]
                kind = instance.kind[block]
                worth = instance.points32[block] + best[kind]
                top = np.argpartition(-worth, rank - 1, axis=1)[:, :rank]
                town = top[np.arange(len(block)), self.dice.integers(0, rank, len(block))]
                real = worth[np.arange(len(block)), town] > NEVER
                rows.append(block[real])
                classes.append(where[kind, town][real])
        for household in self.by_list.tolist():
            mine = instance.columns_of(household)
            if mine.stop > mine.start:
                column = int(self.dice.integers(mine.start, mine.stop))
                rows.append(np.array([household]))
                classes.append(instance.column_class[column : column + 1])
        if not rows:
            return np.zeros(0, dtype=int), np.zeros(0, dtype=int)
        return np.concatenate(rows), np.concatenate(classes)

    def _promise(self, rows: Ints, other: Ints, unit_class: Ints) -> Floats:
        """About what an exchange would add: the other goes to the old place, or to the best one that is free."""
        market, instance = self.market, self.instance
        old = market.choice[rows]
        size, size_other = instance.persons[rows], instance.persons[other]
        gets = instance.score(rows, unit_class) - market.score[rows]
        room = market.left[unit_class] + instance.use[instance.kind[other], unit_class]
        gets = np.where(room >= instance.use[instance.kind[rows], unit_class], gets, NEVER)
        back = np.full(len(rows), NEVER)
        has = old >= 0
        back[has] = instance.score(other[has], old[has]) - self._shift(
            instance.town[old[has]], size_other[has] - size[has]
        )
        room = market.left[old] + instance.use[instance.kind[rows], old]
        back = np.where(has & (room >= instance.use[instance.kind[other], old]), back, NEVER)
        away = np.full(len(rows), NEVER)
        free = ~instance.listed[other]
        for begin in range(0, len(rows), ROWS):
            part = slice(begin, begin + ROWS)
            some = np.flatnonzero(free[part]) + begin
            away[some] = self._options(other[some])[0]
        for at in np.flatnonzero(~free):
            classes, score = market.open_columns(int(other[at]))
            value = score - market.step[instance.town[classes], market.persons[other[at]]]
            away[at] = value.max(initial=NEVER)
        leaves = np.where(has, -self._shift(instance.town[old], -size), 0.0)
        away = np.maximum(away, 0.0) + leaves
        there = self._shift(instance.town[unit_class], size - size_other)
        return np.asarray(gets - market.score[other] + np.maximum(back, away) - there)

    def _shift(self, town: Ints, persons: Floats) -> Floats:
        """What the spread charges for so many persons more (or fewer) in each of these towns."""
        load, spread = self.market.load, self.instance.spread
        return spread.at_towns(town, load[town] + persons) - spread.at_towns(town, load[town])

    def try_exchange(self, household: int, other: int, unit_class: int) -> bool:
        """`household` into the place of `other`, who goes where it is best then; undone unless that adds points."""
        market = self.market
        before = market.value
        old, score = int(market.choice[household]), float(market.score[household])
        old_other, score_other = int(market.choice[other]), float(market.score[other])
        if old_other != unit_class:
            return False
        if old >= 0:
            market.remove(household)
        market.remove(other)
        if market.fits(household, unit_class):
            market.place(household, unit_class)
            value, found = market.best_place(other)
            if found >= 0 and value > 0:
                market.place(other, found)
            if market.value > before + self.eps:
                return True
            if market.choice[other] >= 0:
                market.remove(other)
            market.remove(household)
        if old >= 0:
            market.place(household, old, score)
        market.place(other, old_other, score_other)
        return False

    # --- Chains ------------------------------------------------------------------------------------------------

    def chains(self) -> None:
        """Who is furthest from the place that the prices point to goes there; who lived there goes where the prices
        point him, and so on, until somebody ends up in a free place and all of it adds points.
        """
        market, instance = self.market, self.instance
        guide = Guide(market, self.dual, self.prices, self.dice)
        regret = guide.regret()
        keen = np.flatnonzero(regret > self.least_regret)
        most = max(100, int(CHAINS * self.alone))
        # Not always the same ones: who failed last time lets others go first.
        keen = keen[np.argsort(-regret[keen] * self.dice.random(len(keen)), kind="stable")][:most]
        first, order = self._occupants()
        self.living = [order[first[at] : first[at + 1]].tolist() for at in range(len(instance.classes))]
        for household in keen.tolist():
            before = market.value
            log: list[tuple[int, int, float]] = []
            if not self._chain(household, guide, log, before):
                for mover, _, _ in log:
                    if market.choice[mover] >= 0:
                        market.remove(mover)
                for mover, old, score in log:
                    if old >= 0:
                        market.place(mover, old, score)
                continue
            for mover, old, _ in log:
                if old >= 0:
                    self.living[old].remove(mover)
                if market.choice[mover] >= 0:
                    self.living[int(market.choice[mover])].append(mover)

    def _chain(self, household: int, guide: Guide, log: list[tuple[int, int, float]], before: float) -> bool:
        market = self.market
        visited: list[int] = []
        mover = household
        self._leave(mover, log)
        for link in range(LINKS):
            if link:
                value, free = market.best_place(mover)
                if free >= 0 and market.value + value > before + self.eps:
                    market.place(mover, free)
                    return True
            wish = guide.wish(mover, visited)
            if wish < 0:
                return False
            visited.append(int(self.instance.town[wish]))
            if market.fits(mover, wish):
                market.place(mover, wish)
                return bool(market.value > before + self.eps)
            other = self._makes_room(mover, wish, log)
            if other < 0:
                return False
            self._leave(other, log)
            market.place(mover, wish)
            if market.value > before + self.eps:
                value, free = market.best_place(other)
                if free >= 0 and value > 0:
                    market.place(other, free)
                return True
            mover = other
        value, free = market.best_place(mover)
        if free >= 0 and market.value + value > before + self.eps:
            market.place(mover, free)
            return True
        return False

    def _leave(self, household: int, log: list[tuple[int, int, float]]) -> None:
        market = self.market
        log.append((household, int(market.choice[household]), float(market.score[household])))
        if market.choice[household] >= 0:
            market.remove(household)

    def _makes_room(self, household: int, unit_class: int, log: list[tuple[int, int, float]]) -> int:
        """Somebody in this class who has not moved yet and whose leaving makes enough room; -1 when there is none."""
        moved = {mover for mover, _, _ in log}
        there = [at for at in self.living[unit_class] if at not in moved]
        if not there:
            return -1
        begin = int(self.dice.integers(len(there)))
        for other in (there[begin:] + there[:begin])[:4]:
            if self.market.fits_instead(household, other, unit_class):
                return other
        return -1

    # --- Groups ------------------------------------------------------------------------------------------------

    def move_groups(self, boost: float = 0.0) -> None:
        """Every group looks for a better town as a whole. `boost` counts the members' points that much more.

        Below the floor no group gives up points of its own for the good of the whole.
        """
        instance, market = self.instance, self.market
        spare = self._above_floor()
        for group in range(len(instance.groups)):
            members = instance.members(group)
            old = market.choice[members].copy()
            if old[0] < 0:
                continue
            scores = market.score[members].copy()
            before = market.value + boost * float(scores.sum())
            for member in members:
                market.remove(int(member))
            found = market.best_group_town(members)
            now = market.value + boost * float(market.score[members].sum())
            change = float(market.score[members].sum() - scores.sum())
            if found >= 0 and now > before + self.eps and (change >= 0 or spare + change >= 0):
                spare += change
                continue
            if found >= 0:
                for member in members:
                    market.remove(int(member))
            for member, unit_class, score in zip(members, old, scores, strict=True):
                market.place(int(member), int(unit_class), float(score))
        self._place_groups()

    def _above_floor(self) -> float:
        """Points that all members of groups together have above the floor; any number of them without a floor."""
        instance, choice = self.instance, self.market.choice
        if not self.floor:
            return np.inf
        points = self.market.score - instance.bonus
        placed = choice >= 0
        mine = placed & (instance.group >= 0)
        if not mine.any():
            return np.inf
        return float(points[mine].sum() - self.floor * points[placed].mean() * mine.sum())

    def _place_groups(self) -> None:
        for group in range(len(self.instance.groups)):
            members = self.instance.members(group)
            if self.market.choice[members[0]] < 0:
                self.market.best_group_town(members)
