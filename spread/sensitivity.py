"""How certain a target is: what other weights and missing figures would make of it. Pure; in arrays of floats.

The share of a town in a term does not depend on the weights, so `spread.targets` computes the shares once and exactly,
and any number of weightings is one matrix product (k weightings, m terms, n towns):

    exact = N * W C / rowsum(W C)       W: k x m, rows that sum to 1; C: m x n, what counts of each share
    limited, whole                      the limits and the largest remainder of `spread.limits`, row by row

With the weights of the key itself this gives the targets of `spread.targets` (tests/spread/test_sensitivity.py).

    one weight moved    w_c +- 0.10 (between 0 and 1), the others in proportion to what they were
    random weightings   Dirichlet(CONCENTRATION * w): the mean is w, and the standard deviation of one weight is
                        sqrt(w (1 - w) / (CONCENTRATION + 1)), some 6 points for a weight of 0.25

Varying weights around the chosen ones and reading the spread of the outcome: OECD/JRC, Handbook on Constructing
Composite Indicators (2008), step 7 (uncertainty and sensitivity analysis); quant.md A.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spread.keys import Key, Term
from spread.limits import mean_lines
from spread.targets import Part, Status, Target, Town, targets

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

STEP = 0.10
CONCENTRATION = 50
WEIGHTINGS, SEED = 1000, 2026
LOW, HIGH = 5, 95  # percentiles of the band
# What a figure nobody has could be: half of the mean per inhabitant, or twice.
HALF, TWICE = Fraction(1, 2), Fraction(2)
# Floats that should be whole can be this much too low; far less than a place over all towns.
SLACK = 1e-9


class Moved(NamedTuple):
    """The target when one weight is 10 points lower or higher; weights as parts of one, targets in places."""

    term: Term
    weight: float
    lower: float
    higher: float
    target_lower: int
    target_higher: int
    change_lower: int
    change_higher: int


class Band(NamedTuple):
    """One target under random weightings, in places. A rank of 1 is the largest target of all."""

    weightings: int
    low: int
    middle: int
    high: int
    least: int
    most: int
    rank: int
    rank_best: int
    rank_worst: int


class Gap(NamedTuple):
    """A figure that is not known, and the target if it were half or twice the mean; `everywhere`: nobody has it."""

    name: str
    everywhere: bool
    target_low: int
    target_high: int
    change_low: int
    change_high: int


@dataclass(frozen=True)
class Certainty:
    """What is known about the certainty of one target."""

    target: int
    moved: tuple[Moved, ...]
    band: Band | None  # None when the key has one term only: there is nothing to weigh
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Model:
    """A key with the facts of all towns, ready for any number of weightings. Towns in the order of their code."""

    codes: tuple[str, ...]
    terms: tuple[Term, ...]  # those that count
    weights: Floats
    shares: Floats
    lows: Floats
    highs: Floats
    people: Floats
    total: int
    exact: dict[str, Target]

    @classmethod
    def of(cls, key: Key, towns: Sequence[Town], total: int) -> "Model":
        """Raises what `spread.targets.targets` raises: NothingToSpreadBy, CannotPlace."""
        exact = targets(key, towns, total)
        ordered = sorted(towns, key=lambda town: town.code)
        parts = [exact[town.code].parts for town in ordered]
        chosen = [i for i, part in enumerate(parts[0]) if part.weight] if parts else []
        lows, highs, people = _lines(key, ordered, total)
        return cls(
            codes=tuple(town.code for town in ordered),
            terms=tuple(key.terms[i] for i in chosen),
            weights=np.array([float(parts[0][i].weight) for i in chosen]),
            shares=np.array([[float(mine[i].counted) for mine in parts] for i in chosen]),
            lows=lows,
            highs=highs,
            people=people,
            total=total,
            exact=exact,
        )

    def amounts(self, weights: Floats, shares: Floats | None = None) -> Floats:
        """Places before rounding, k x n, for k weightings (k x m). Each row sums to the total."""
        raw = weights @ (self.shares if shares is None else shares)
        raw *= self.total / raw.sum(axis=1, keepdims=True)
        return waterfill(raw, self.lows, self.highs, self.people, self.total)

    def whole(self, weights: Floats, shares: Floats | None = None) -> Whole:
        """Whole places, k x n. Each row sums to the total."""
        return largest_remainder(self.amounts(weights, shares), self.total)


def _lines(key: Key, towns: Sequence[Town], total: int) -> tuple[Floats, Floats, Floats]:
    """The lowest and highest amount of each town, and its inhabitants: as `spread.targets` sets them."""
    people = {town.code: town.values.get(key.limit_per, Fraction(0)) for town in towns}
    lows, highs = np.zeros(len(towns)), np.full(len(towns), np.inf)
    if key.floor_multiple is not None:
        lines = mean_lines(Fraction(total), people, key.floor_multiple)
        lows = np.array([float(lines[town.code]) for town in towns])
    if key.cap_multiple is not None:
        lines = mean_lines(Fraction(total), people, key.cap_multiple)
        highs = np.array([float(lines[town.code]) for town in towns])
    if key.limit_indicator:
        most = np.array([float(town.values.get(key.limit_indicator, np.inf)) for town in towns])
        lows, highs = np.minimum(lows, most), np.minimum(highs, most)
    return lows, highs, np.array([float(people[town.code]) for town in towns])


def waterfill(amounts: Floats, lows: Floats, highs: Floats, otherwise: Floats, total: float) -> Floats:
    """`spread.limits.waterfill` for every row at once: the same rounds, in floats."""
    fixed, value = np.zeros(amounts.shape, dtype=bool), np.zeros_like(amounts)
    while True:
        base = np.where(fixed, 0, amounts)
        without = base.sum(axis=1) <= 0
        base[without] = np.where(fixed[without], 0, otherwise)
        of_all = base.sum(axis=1)
        left = total - value.sum(axis=1)
        now = base * (left / np.where(of_all > 0, of_all, 1))[:, None]
        above = ~fixed & (now > highs * (1 + SLACK))
        below = ~fixed & (now < lows * (1 - SLACK))
        if not above.any() and not below.any():
            return np.where(fixed, value, now)
        over = np.subtract(now, highs, where=above, out=np.zeros_like(now)).sum(axis=1)
        under = np.subtract(lows, now, where=below, out=np.zeros_like(now)).sum(axis=1)
        cut, lifted = above & (over >= under)[:, None], below & (under >= over)[:, None]
        value = np.where(cut, highs, np.where(lifted, lows, value))
        fixed |= cut | lifted


def largest_remainder(amounts: Floats, total: int) -> Whole:
    """Whole numbers that sum to `total` in each row; ties go to the first column."""
    down = np.floor(amounts + SLACK)
    left = total - down.sum(axis=1).astype(np.int64)
    order = np.argsort(down - amounts, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(amounts.shape[1])[None, :], axis=1)
    return down.astype(np.int64) + (place < left[:, None])


def moved_weights(weights: Floats, term: int, by: float) -> Floats:
    """The weights with one of them moved by that much (kept between 0 and 1), the others in proportion."""
    moved = float(np.clip(weights[term] + by, 0, 1))
    rest = 1 - weights[term]
    changed = weights * ((1 - moved) / rest)
    changed[term] = moved
    return changed


def random_weights(weights: Floats, count: int, seed: int) -> Floats:
    """`count` weightings around these, each summing to one. The same seed gives the same weightings."""
    return np.random.default_rng(seed).dirichlet(CONCENTRATION * weights, size=count)


def certainty(model: Model, code: str, *, count: int = WEIGHTINGS, seed: int = SEED) -> Certainty:
    """How certain the target of this town is. Raises KeyError for a town that has no target."""
    exact, at = model.exact[code], model.codes.index(code)
    if len(model.terms) < 2:
        return Certainty(exact.target, (), None, tuple(_gaps(model, code)))
    steps = [(i, by) for i in range(len(model.terms)) for by in (-STEP, STEP)]
    tried = np.array([moved_weights(model.weights, i, by) for i, by in steps])
    found = model.whole(tried)[:, at]
    moved = tuple(
        Moved(
            term,
            float(model.weights[i]),
            float(tried[2 * i, i]),
            float(tried[2 * i + 1, i]),
            int(found[2 * i]),
            int(found[2 * i + 1]),
            int(found[2 * i]) - exact.target,
            int(found[2 * i + 1]) - exact.target,
        )
        for i, term in enumerate(model.terms)
    )
    return Certainty(exact.target, moved, _band(model, at, count, seed), tuple(_gaps(model, code)))


def _band(model: Model, at: int, count: int, seed: int) -> Band:
    amounts = model.amounts(random_weights(model.weights, count, seed))
    mine = largest_remainder(amounts, model.total)[:, at]
    ranks = 1 + (amounts > amounts[:, [at]]).sum(axis=1)
    set_ = model.amounts(model.weights[None, :])[0]
    low, middle, high = np.percentile(mine, (LOW, 50, HIGH), method="nearest")
    return Band(
        count, int(low), int(middle), int(high), int(mine.min()), int(mine.max()),
        1 + int((set_ > set_[at]).sum()), int(ranks.min()), int(ranks.max()),
    )  # fmt: skip


def _gaps(model: Model, code: str) -> list[Gap]:
    """Every term of the key that is not known for this town, and what its figure could change."""
    people = model.people / model.people.sum() if model.people.any() else None
    found = []
    for part in model.exact[code].parts:
        if part.status in (Status.MISSING, Status.ESTIMATED) and people is not None:
            ends = [_target_if(model, code, part, float(times), people) for times in (HALF, TWICE)]
            found.append(_gap(model, code, part.term.name, part.status == Status.MISSING, ends))
        found.extend(_score_gaps(model, code, part))
    return found


def _gap(model: Model, code: str, name: str, everywhere: bool, ends: Sequence[int]) -> Gap:
    target, low, high = model.exact[code].target, min(ends), max(ends)
    return Gap(name, everywhere, low, high, low - target, high - target)


def _target_if(model: Model, code: str, part: Part, times: float, people: Floats) -> int:
    """The target if the figure of this town were `times` the mean per inhabitant, and of all others the mean."""
    at = model.codes.index(code)
    if part.status == Status.ESTIMATED:
        row, shares, weights = model.terms.index(part.term), model.shares.copy(), model.weights
        shares[row] = _with_share(shares[row], at, times * people[at])
    else:
        # What counts now makes room for this weight; other terms may be missing as well, and stay so.
        used = float(sum(term.weight for term in model.terms))
        weight = float(part.term.weight) / (used + float(part.term.weight))
        shares = np.vstack([model.shares, _with_share(people, at, times * people[at])])
        weights = np.append(model.weights * (1 - weight), weight)
    return int(model.whole(weights[None, :], shares)[0, at])


def _with_share(shares: Floats, at: int, share: float) -> Floats:
    """The same shares with another one for this town; the others keep their proportions and the sum its value."""
    whole = shares.sum()
    share = min(share, whole)
    rest = whole - shares[at]
    changed = shares * ((whole - share) / rest) if rest > 0 else shares.copy()
    changed[at] = share
    return changed


def _score_gaps(model: Model, code: str, part: Part) -> list[Gap]:
    """Figures that the carrying capacity of this town misses; the factor lies between 1 - g and 1 + g anyhow."""
    score, modulation = part.score, part.term.modulation
    missing = [reading.item.name for reading in score.readings if reading.value is None] if score else []
    if not missing or score is None or modulation is None or part.term not in model.terms:
        return []
    at, row = model.codes.index(code), model.terms.index(part.term)
    ends = []
    for factor in (1 - modulation.g, 1 + modulation.g):
        shares = model.shares.copy()
        times = float(factor / score.factor) if score.factor else 1.0
        shares[row] = _with_share(shares[row], at, times * shares[row, at])
        ends.append(int(model.whole(model.weights[None, :], shares)[0, at]))
    everywhere = all(
        reading.value is None
        for one in model.exact.values()
        for mine in one.parts
        if mine.term == part.term and mine.score
        for reading in mine.score.readings
        if reading.item.name in missing
    )
    return [_gap(model, code, ", ".join(missing), everywhere, ends)]
