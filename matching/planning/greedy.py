"""Plans made in one pass: first come, first served; best fit; and guided by the dual prices (quant.md B.3.2)."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance
from matching.planning.market import Market
from matching.planning.prices import NEVER, Dual, Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Watch = Callable[[float], None]
EVERY = 256  # households between two looks at whether to stop
LARGE = 6  # persons: few homes are large enough, so these households choose first


def no_watch(_part: float) -> None:
    """Nobody looks at the progress."""


def first_come(instance: Instance, watch: Watch = no_watch) -> Ints:
    """Who waits longest chooses first, aware of the spread. What happens without a plan, at its best."""
    order = sorted(
        range(len(instance.households)),
        key=lambda at: (-instance.households[at].waiting_days, instance.households[at].key),
    )
    market = Market(instance)
    _serve(market, order, watch, market.best_place)
    return market.choice


def best_fit(instance: Instance, watch: Watch = no_watch) -> Ints:
    """The largest households first, each where least stays empty; equal fits by the other points and the spread."""
    order = sorted(
        range(len(instance.households)),
        key=lambda at: (-instance.households[at].persons, instance.households[at].key),
    )
    market = Market(instance)

    def tightest(household: int) -> tuple[float, int]:
        if instance.listed[household]:
            return market.best_place(household)
        kind = instance.kind[household]
        value = market.towns_for(household)
        fit = np.where(value > NEVER, market.best[kind], NEVER)
        town = int(np.where(fit == fit.max(), value, NEVER).argmax())
        return (NEVER, -1) if value[town] == NEVER else (float(value[town]), int(market.which[kind, town]))

    _serve(market, order, watch, tightest)
    return market.choice


def _serve(
    market: Market, order: Iterable[int], watch: Watch, choose: Callable[[int], tuple[float, int]]
) -> None:
    """Each in turn takes what it chooses when that adds something; a group comes along with its first member."""
    instance = market.instance
    done: set[int] = set()
    count = max(len(instance.households), 1)
    for number, household in enumerate(order):
        if number % EVERY == 0:
            watch(number / count)
        group = int(instance.group[household])
        if group >= 0:
            if group not in done:
                done.add(group)
                market.best_group_town(instance.members(group))
            continue
        value, unit_class = choose(household)
        if unit_class >= 0 and value >= 0:
            market.place(household, unit_class)


def guided(
    instance: Instance, dual: Dual, prices: Prices, watch: Watch = no_watch, *, groups_first: bool = False
) -> Market:
    """Hard cases and those who have most to lose first; each place costs what it is worth to others.

    The price of a person is the larger of the shadow price and what the spread charges right now (the maximum
    halves the gap, quant.md B.3.2). Who is left over afterwards chooses among what is free, without prices. With
    `groups_first` keep-together groups choose before all others and by their own points alone.
    """
    market = Market(instance, bias=None if groups_first else prices)
    if groups_first:
        for group in range(len(instance.groups)):
            market.best_group_town(instance.members(group))
        market.use_bias(prices)
    values = _Values(instance, dual, prices)
    order = values.order()
    limits = instance.town_use @ np.where(dual.town_capped, prices.town, 0).T
    later: list[int] = []
    done = set(range(len(instance.groups))) if groups_first else set()
    for number, household in enumerate(order.tolist()):
        if number % EVERY == 0:
            watch(number / max(len(order), 1))
        group = int(instance.group[household])
        if group >= 0:
            if group not in done:
                done.add(group)
                market.best_group_town(instance.members(group))
            continue
        kind, size = instance.kind[household], market.persons[household]
        person = np.maximum(size * prices.persons, market.step[:, size])
        if instance.listed[household]:
            classes, score = market.open_columns(household)
            town = instance.town[classes]
            homes = prices.homes[classes] * instance.use[kind, classes]
            value = score - homes - person[town] - limits[kind, town]
            at = int(value.argmax()) if len(value) else -1
            found = int(classes[at]) if at >= 0 and value[at] > 0 else -1
        else:
            value = instance.points32[household] + market.best[kind] - person - limits[kind]
            at = int(value.argmax())
            found = int(market.which[kind, at]) if value[at] > 0 else -1
        if found >= 0:
            market.place(household, found)
        else:
            later.append(household)
    market.use_bias(None)
    _serve(market, later, no_watch, market.best_place)
    if groups_first:  # who found no place then has another chance, as everybody else
        for group in range(len(instance.groups)):
            members = instance.members(group)
            if market.choice[members[0]] < 0:
                market.best_group_town(members)
    return market


class _Values:
    """Value of the best and the second-best town of each household under the prices."""

    def __init__(self, instance: Instance, dual: Dual, prices: Prices) -> None:
        self.instance = instance
        count = len(instance.households)
        self.first, self.second = np.full(count, NEVER), np.full(count, NEVER)
        if not dual.all_listed:
            best, _ = dual.best_classes(prices, single=True)
            for begin in range(0, count, 2048):
                rows = slice(begin, begin + 2048)
                worth = instance.points32[rows] + best[instance.kind[rows]]
                if worth.shape[1] == 1:
                    self.first[rows] = worth[:, 0]
                    continue
                top = np.partition(worth, -2, axis=1)[:, -2:]
                self.second[rows], self.first[rows] = top[:, 0], top[:, 1]
        if len(dual.segment):
            values = dual.column_values(prices)
            order = np.lexsort((values, instance.column_household))
            owner: Ints = instance.column_household[order]
            last = np.flatnonzero(np.append(np.diff(owner) != 0, True))
            self.first[owner[last]] = values[order[last]]
            has_two = np.flatnonzero(np.append(False, np.diff(owner) == 0)[last]) if len(last) else last
            two = last[has_two]
            self.second[owner[two]] = values[order[two - 1]]

    def order(self) -> Ints:
        """Groups and hard cases first, then by regret, then by key order."""
        instance = self.instance
        regret = np.maximum(self.first, 0.0) - np.maximum(self.second, 0.0)
        hard = np.array(
            [bool(item.group) or item.persons >= LARGE or bool(item.needs) for item in instance.households],
            dtype=bool,
        )
        return np.asarray(np.lexsort((np.arange(len(regret)), -regret, ~hard)))
