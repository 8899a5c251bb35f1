"""The last mile: small neighbourhoods solved exactly, everything outside standing still (quant.md B.3.4)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.planning import exact
from matching.planning.market import Market
from matching.planning.prices import NEVER, Dual, Prices

Ints = NDArray[np.int64]
PEOPLE = 250  # households in a neighbourhood
TOWNS = 6  # candidate towns per household
NODES, SECONDS = 200, 20.0
GOOD_ENOUGH = 1e-5  # of the neighbourhood's own value


def polish(
    market: Market,
    dual: Dual,
    prices: Prices,
    *,
    seed: int,
    steps: int,
    watch: Callable[[int], None] = lambda done: None,
) -> None:
    """Takes towns by turns with everybody who lives there, and fills them anew in the best way. Never loses points."""
    instance = market.instance
    dice = np.random.default_rng(seed)
    order: list[int] = []
    best, where = dual.best_classes(prices, single=True)
    for step in range(steps):
        watch(step)
        if not order:
            order = dice.permutation(np.flatnonzero(np.diff(instance.first) > 0)).tolist()
        rows = _neighbourhood(market, order, dice)
        columns = _columns(market, rows, prices, best, where)
        _solve(market, rows, columns, seed)


def _neighbourhood(market: Market, order: list[int], dice: np.random.Generator) -> Ints:
    """Households alone in the next towns in turn and those near them, with some of those without a place."""
    instance = market.instance
    choice = market.choice[: instance.alone]
    town = np.where(choice >= 0, instance.town[choice], -1)
    chosen: list[Ints] = []
    count = 0
    first = order[0]
    near = np.argsort(-instance.closeness[first], kind="stable")
    queue = [first, *[int(there) for there in near if there != first][:8]]
    homeless = np.flatnonzero(choice < 0)
    if len(homeless):
        some = dice.permutation(homeless)[: PEOPLE // 4]
        chosen.append(some)
        count += len(some)
    for there in queue:
        if there in order:
            order.remove(there)
        people = np.flatnonzero(town == there)
        people = dice.permutation(people)[: max(PEOPLE - count, 0)]
        chosen.append(people)
        count += len(people)
        if count >= PEOPLE:
            break
    return np.unique(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=int)


def _columns(
    market: Market, rows: Ints, prices: Prices, best: NDArray[np.floating], where: Ints
) -> exact.Columns:
    """For each household the towns worth most under the prices: the best class of each, the best one that is free,
    every class that somebody here gives up, and the present place.
    """
    instance = market.instance
    given_up = np.unique(market.choice[rows][market.choice[rows] >= 0])
    household: list[Ints] = []
    unit_class: list[Ints] = []
    for row in rows.tolist():
        if instance.listed[row]:
            classes = instance.column_class[instance.columns_of(row)]
        else:
            kind = instance.kind[row]
            worth = instance.points32[row] + best[kind]
            towns = np.argsort(-worth, kind="stable")[:TOWNS]
            towns = towns[worth[towns] > NEVER]
            free = market.which[kind, towns][market.best[kind, towns] > NEVER]
            near = given_up[np.isin(instance.town[given_up], towns) & instance.feasible[kind, given_up]]
            classes = np.concatenate([where[kind, towns], free, near])
        if market.choice[row] >= 0:
            classes = np.append(classes, market.choice[row])
        classes = np.unique(classes)
        household.append(np.full(len(classes), row))
        unit_class.append(classes)
    if not household:
        return exact.Columns(np.zeros(0, dtype=int), np.zeros(0, dtype=int), np.zeros(0))
    who, what = np.concatenate(household), np.concatenate(unit_class)
    score = instance.score(who, what)
    keep = np.isfinite(score)
    return exact.Columns(who[keep], what[keep], score[keep])


def _solve(market: Market, rows: Ints, columns: exact.Columns, seed: int) -> None:
    before, old = market.value, market.choice[rows].copy()
    start = market.choice.copy()
    for row in rows[old >= 0].tolist():
        market.remove(row)
    room = exact.Room(
        market.left.copy(), market.unit_left.copy(), market.town_left.copy(), market.load.copy()
    )
    answer = exact.solve(
        market.instance,
        columns,
        room=room,
        start=start,
        seed=seed,
        nodes=NODES,
        seconds=SECONDS,
        gap=GOOD_ENOUGH,
    )
    if answer.choice is not None:
        _move_in(market, rows, answer.choice[rows])
        if market.value > before - 1e-6:
            return
        for row in rows[market.choice[rows] >= 0].tolist():
            market.remove(row)
    _move_in(market, rows, old)


def _move_in(market: Market, rows: Ints, choice: Ints) -> None:
    for row, unit_class in zip(rows.tolist(), choice.tolist(), strict=True):
        if unit_class >= 0:
            market.place(row, unit_class)
