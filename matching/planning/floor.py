"""A floor under keep-together groups: their mean score stays near the mean of all (quant.md B.7)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance
from matching.planning.search import Search

BOOSTS = (0.1, 0.2, 0.4, 0.8, 1.6)  # how much more the points of groups count, step by step


def keep_floor(search: Search, floor: float, *, least: float, watch: Callable[[], None]) -> bool:
    """Moves groups with a growing weight on their points until the floor holds, at the cost of some points in all.

    Works on the market of `search`; a step that would bring the plan below `least` points is undone. Returns whether
    the floor holds.
    """
    market, instance = search.market, search.instance
    for boost in BOOSTS:
        if group_share(instance, market.choice) >= floor:
            return True
        watch()
        before = market.choice.copy()
        search.move_groups(boost)
        search.relocate()
        if market.value + instance.fixed_value < least:
            market.restore(before)
            return False
    return group_share(instance, market.choice) >= floor


def group_share(instance: Instance, choice: NDArray[np.int64]) -> float:
    """Mean score of members of groups as a share of the mean of all; 1 without groups."""
    placed = np.flatnonzero(choice >= 0)
    points = instance.score(placed, choice[placed]) - instance.bonus[placed]
    mine = instance.group[placed] >= 0
    if not mine.any() or points.mean() <= 0:
        return 1.0
    return float(points[mine].mean() / points.mean())
