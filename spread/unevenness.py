"""How uneven the places lie against the targets, in a few numbers for all of Flanders. Pure.

With load L_i and target T_i of each municipality, l_i and t_i their parts of the sum, R_i = L_i / T_i:

    over, under     sum max(0, L_i - T_i), sum max(0, T_i - L_i)                              places
    room            sum max(0, 1.2 T_i - L_i), whole places per municipality                  places
    Hoover          1/2 sum |l_i - t_i|                                                       part of one
    Gini            1 - sum (y_k + y_(k-1)) (x_k - x_(k-1)), on the Lorenz curve of cumulated targets x
                    and loads y, from the lowest R to the highest                             0 to 1
    Theil           sum l_i ln(l_i / t_i) = between + within, exactly, with the provinces g:
      between       sum l_g ln(l_g / t_g)
      within        sum l_g sum (l_i / l_g) ln((l_i / l_g) / (t_i / t_g))                     0 to infinity

Source: quant.md A.4; Hoover 1936, Theil 1967. The target stands where inhabitants stand in the usual forms: Hoover is
the dissimilarity index of loads and targets (Duncan and Duncan 1955); with equal targets Gini and Theil are the
ordinary ones.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum, log

from spread.figures import classify
from spread.models import RatioClass

ROOM_TO = 12  # tenths of the target: up to 120 % counts as near


@dataclass(frozen=True)
class Area:
    """One municipality: places, target (None when unknown) and the province that it lies in."""

    load: int
    target: int | None
    group: Hashable = None


@dataclass(frozen=True)
class Theil:
    """The index and its two parts: total = between + within."""

    total: float
    between: float
    within: float

    @property
    def between_share(self) -> float | None:
        """The part of the unevenness that lies between provinces; None when all is even."""
        return self.between / self.total if self.total > 1e-12 else None


@dataclass(frozen=True)
class Unevenness:
    """Everything on one day. The indices leave out who has no target (`without_target`, with `load_without` places).

    They are None when there is nothing to divide.
    """

    classes: dict[RatioClass, int]
    over: int
    under: int
    room: int
    hoover: float | None
    gini: float | None
    theil: Theil | None
    without_target: int
    load_without: int


def unevenness(areas: Iterable[Area]) -> Unevenness:
    """All measures at once, of the municipalities of one day."""
    areas = list(areas)
    classes = Counter(classify(area.load, area.target) for area in areas)
    pairs = [(area.load, area.target, area.group) for area in areas if area.target]
    left_out = [area for area in areas if not area.target]
    loads, targets = [load for load, _, _ in pairs], [target for _, target, _ in pairs]
    measurable = sum(loads) > 0
    known = [(area.load, area.target) for area in areas if area.target is not None]
    return Unevenness(
        classes={name: classes[name] for name in RatioClass},
        over=sum(max(0, load - target) for load, target in known),
        under=sum(max(0, target - load) for load, target in known),
        room=sum(max(0, ROOM_TO * target // 10 - load) for load, target in known),
        hoover=hoover(loads, targets) if measurable else None,
        gini=gini(loads, targets) if measurable else None,
        theil=theil(loads, targets, [group for _, _, group in pairs]) if measurable else None,
        without_target=len(left_out),
        load_without=sum(area.load for area in left_out),
    )


def hoover(loads: Sequence[float], targets: Sequence[float]) -> float:
    """The part of all places that would have to lie elsewhere for every R to be the same. Sums above zero."""
    load, target = fsum(loads), fsum(targets)
    return fsum(abs(one / load - goal / target) for one, goal in zip(loads, targets, strict=True)) / 2


def gini(loads: Sequence[float], targets: Sequence[float]) -> float:
    """Gini of R, each municipality weighing as much as its target. Targets above zero."""
    load, target = fsum(loads), fsum(targets)
    steps, before = [], 0.0
    for one, goal in sorted(zip(loads, targets, strict=True), key=lambda pair: pair[0] / pair[1]):
        after = before + one / load
        steps.append((after + before) * goal / target)
        before = after
    return 1 - fsum(steps)


def theil(loads: Sequence[float], targets: Sequence[float], groups: Sequence[Hashable]) -> Theil:
    """Theil's index of loads against targets, split over groups. Targets above zero; a load of zero adds nothing."""
    load, target = fsum(loads), fsum(targets)
    members: dict[Hashable, list[tuple[float, float]]] = defaultdict(list)
    for one, goal, group in zip(loads, targets, groups, strict=True):
        members[group].append((one / load, goal / target))
    sums = {
        group: (fsum(one for one, _ in parts), fsum(goal for _, goal in parts))
        for group, parts in members.items()
    }
    between = fsum(_term(one, goal) for one, goal in sums.values())
    within = fsum(
        sums[group][0] * _term(one / sums[group][0], goal / sums[group][1])
        for group, parts in members.items()
        for one, goal in parts
        if one
    )
    total = fsum(_term(one, goal) for parts in members.values() for one, goal in parts)
    return Theil(total, between, within)


def _term(part: float, of: float) -> float:
    return part * log(part / of) if part else 0.0
