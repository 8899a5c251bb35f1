"""What the load of a municipality costs: a convex, piecewise linear function of persons against the target (B.2).

All towns at once: every array runs over the towns. A town without a target costs nothing.
"""

import numpy as np
from numpy.typing import NDArray

from matching.planning.problem import Weights

Floats = NDArray[np.float64]


class SpreadCost:
    """Points by load. `target` in persons, NaN where there is none."""

    def __init__(self, target: Floats, weights: Weights) -> None:
        counted = np.isfinite(target)
        slopes = np.array(weights.spread_slopes) * weights.spread
        self.slopes = np.where(counted[:, None], slopes, 0.0)  # towns x pieces
        self.kinks = np.where(counted, np.nan_to_num(target), 0.0)[:, None] * np.array(weights.spread_kinks)
        # Where a piece begins, and what the pieces before it have cost by then.
        self._starts = np.hstack([np.zeros((len(target), 1)), self.kinks])
        before = np.cumsum(np.diff(self._starts, axis=1) * self.slopes[:, :-1], axis=1)
        self._before = np.hstack([np.zeros((len(target), 1)), before])

    def at(self, load: Floats) -> Floats:
        """Cost at a load per town, from zero persons on; `load` may have further axes behind that of the towns."""
        shape = (len(self.slopes), *([1] * (load.ndim - 1)), self.slopes.shape[1])
        starts, slopes = self._starts.reshape(shape), self.slopes.reshape(shape)
        # A convex function is the highest of its lines.
        return np.asarray((self._before.reshape(shape) + slopes * (load[..., None] - starts)).max(axis=-1))

    def of_town(self, town: int, load: float | Floats) -> Floats:
        """Cost in one town at one or more loads."""
        lines = self._before[town] + self.slopes[town] * (np.asarray(load)[..., None] - self._starts[town])
        return np.asarray(lines.max(axis=-1))

    def tables(self, begin: Floats, room: Floats, margin: int) -> list[Floats]:
        """Per town the cost at every whole number of persons, from `begin - margin` to `begin + room + margin`."""
        return [
            self.of_town(town, np.maximum(np.arange(low - margin, low + more + margin + 1), 0.0))
            for town, (low, more) in enumerate(zip(begin.tolist(), room.tolist(), strict=True))
        ]

    def at_towns(self, town: NDArray[np.int64], load: Floats) -> Floats:
        """Cost element by element: these towns at these loads."""
        lines = self._before[town] + self.slopes[town] * (load[:, None] - self._starts[town])
        return np.asarray(lines.max(axis=-1))

    def distance(self, load: Floats) -> float:
        """Points lost by not being on target: 0 when every town with a target carries exactly that."""
        counted = self.slopes.any(axis=1)
        kink = int(np.searchsorted(self.slopes[counted][0], 0.0)) - 1 if counted.any() else 0
        on_target = self.at(np.maximum(self.kinks[:, max(kink, 0)], 0.0))
        return float((self.at(load) - on_target)[counted].sum())

    def conjugate(self, prices: Floats, begin: Floats, room: Floats) -> tuple[Floats, Floats]:
        """The largest of price * added - (cost(begin + added) - cost(begin)) over whole persons, and where it is.

        `room` bounds what can be added. The function is concave, so the best whole number lies at either side of a
        kink or at an end: the answer is exact, which makes the bound a proven one.
        """
        ends = begin + room
        kinks = np.clip(self.kinks, begin[:, None], ends[:, None])
        # Persons are whole: only whole distances from `begin` can be reached.
        steps = kinks - begin[:, None]
        added = np.hstack([np.floor(steps), np.ceil(steps), np.zeros((len(begin), 1)), room[:, None]])
        added = np.minimum(added, room[:, None])
        value = prices[:, None] * added - (self.at(begin[:, None] + added) - self.at(begin)[:, None])
        best = value.argmax(axis=1)
        rows = np.arange(len(begin))
        return value[rows, best], added[rows, best]
