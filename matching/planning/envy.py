"""Justified envy (quant.md B.7): who comes before another, and would rather have the place that the other got."""

import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance

CLEARLY_BETTER = 5.0  # points
MOST_ASKED = 600  # households; more of them say the same


def justified_envy(instance: Instance, choice: NDArray[np.int64]) -> float | None:
    """Of the households with priority over somebody who was placed, the share that would gain more than five points in
    a place that fits it and was given to a household of lower priority. None when nobody comes before anybody.

    `choice` is the class of each household, -1 for none, as in `Instance`. Without a place anything is better. At most
    600 households are asked, spread evenly.
    """
    priority = np.array([item.priority for item in instance.households], dtype=float)
    placed = np.flatnonzero(choice >= 0)
    if not len(placed):
        return None
    lowest = np.full(len(instance.classes), np.inf)
    np.minimum.at(lowest, choice[placed], priority[placed])
    before = np.flatnonzero(priority > lowest.min())
    if not len(before):
        return None
    asked = before[:: -(-len(before) // MOST_ASKED)]
    return float(np.mean([_envies(instance, choice, lowest, priority, int(at)) for at in asked]))


def _envies(
    instance: Instance,
    choice: NDArray[np.int64],
    lowest: NDArray[np.float64],
    priority: NDArray[np.float64],
    at: int,
) -> bool:
    envied = np.flatnonzero(lowest < priority[at])
    points = instance.score(np.full(len(envied), at), envied)
    has = instance.score(np.array([at]), choice[[at]])[0] if choice[at] >= 0 else 0.0
    return bool((points > has + CLEARLY_BETTER).any())
