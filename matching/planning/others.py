"""Where else a household could have come, and what that would have cost (quant.md B.6: the runner-up, and why not)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance
from matching.planning.market import Market
from matching.planning.prices import NEVER, Dual, Prices

Floats = NDArray[np.float64]
CLEARLY = 0.5  # points; less is not worth a sentence


@dataclass(frozen=True)
class Other:
    """For one household that was placed, everybody else staying where the plan put them.

    `town` is the best other municipality with room and `loss` the points that the whole plan would lose by it; as many
    points more for that municipality and the household would come there. None where there is no room anywhere else.
    `wanted` is where a place suits the household better by `gain` points, whatever the spread and whoever has it;
    `full` whether others have the `homes` places of that kind there, each worth `price` points to the plan; else the
    spread stands in the way, with the municipality at `load` times its target once the household came.
    """

    town: str | None = None
    loss: float = 0.0
    wanted: str | None = None
    gain: float = 0.0
    full: bool = False
    homes: int = 0
    price: float = 0.0
    load: float | None = None


def others(instance: Instance, choice: NDArray[np.int64], prices: Prices) -> dict[str, Other]:
    """By household. Left out: who is pinned, and groups that stay together, of which no member goes elsewhere alone."""
    market, dual = Market(instance, choice), Dual(instance)
    any_room: tuple[NDArray[np.floating], NDArray[np.int64]] | None = None
    if not dual.all_listed:
        any_room = dual.best_classes(Prices.zero(instance), single=False)
    found = {}
    for at in np.flatnonzero((choice >= 0) & (instance.group < 0)).tolist():
        free, wished, which = _by_town(market, any_room, at)
        found[instance.households[at].key] = _other(market, prices, at, free, wished, which)
    return dict(sorted(found.items()))


def _by_town(
    market: Market, any_room: tuple[NDArray[np.floating], NDArray[np.int64]] | None, at: int
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """[M] points of the best class with room, of the best class whoever has it, and that class."""
    instance, kind = market.instance, market.instance.kind[at]
    if any_room is not None and not instance.listed[at]:
        points = instance.points32[at].astype(float)
        return points + market.best[kind], points + any_room[0][kind], any_room[1][kind]
    count = len(instance.towns)
    free, wished, which = np.full(count, NEVER), np.full(count, NEVER), np.zeros(count, dtype=np.int64)
    classes, score = market.open_columns(at)
    np.maximum.at(free, instance.town[classes], score)
    mine = instance.columns_of(at)
    order = np.argsort(instance.column_score[mine], kind="stable")  # the best is written last and stays
    classes = instance.column_class[mine][order]
    wished[instance.town[classes]] = instance.column_score[mine][order]
    which[instance.town[classes]] = classes
    return free, wished, which


def _other(
    market: Market, prices: Prices, at: int, free: Floats, wished: Floats, which: NDArray[np.int64]
) -> Other:
    instance, persons = market.instance, int(market.persons[at])
    own = int(instance.town[market.choice[at]])
    added = free - market.step[:, persons]
    added[own] = NEVER
    town = int(added.argmax())
    there = added[town] > NEVER
    best = int(wished.argmax())
    gain = float(wished[best] - market.score[at])
    if gain <= CLEARLY:
        best = -1
    kind = instance.kind[at]
    wanted_class = int(which[best])
    target = float(instance.spread.kinks[best, 1]) if best >= 0 else 0.0
    more = 0 if best == own else persons
    return Other(
        town=instance.towns[town] if there else None,
        loss=max(0.0, market.worth(at) - float(added[town])) if there else 0.0,
        wanted=instance.towns[best] if best >= 0 else None,
        gain=gain if best >= 0 else 0.0,
        full=best >= 0 and bool(free[best] < wished[best] - 1e-3),
        homes=len(instance.classes[wanted_class]) if best >= 0 else 0,
        price=float(prices.homes[wanted_class] * instance.use[kind, wanted_class]) if best >= 0 else 0.0,
        load=float(market.load[best] + more) / target if target > 0 else None,
    )
