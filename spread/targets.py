"""From a key and the facts of each municipality to a target per municipality. Pure and exact: fractions, no floats.

For town i, term c with weight w_c, share s_ci (each sums to 1 over the towns), total N:

    counted_ci = min(s_ci, q * mean_d s_di)                the cap of a term, where it has one (EU 2015)
    exact_i    = N * sum_c w_c * counted_ci / sum_j sum_c w_c * counted_cj
    limited_i  = clip(m * exact_i, low_i, high_i)          such as k times the mean per inhabitant; one m for all, so
                                                           what is cut off goes to the others in proportion
    target_i   = largest remainder of limited_i            whole places; the sum is N; ties by code

Source of the terms, the exemption and the limit: royal decree of 17 May 2016 (domain.md 3.3); of the order limit,
then rounding: quant.md A.2. Because the arithmetic is exact, the order of the towns cannot matter and two
computations from the same counters are equal to the last digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm

from spread.keys import POPULATION, WEIGHTED_PLACES, Key, Term
from spread.limits import (
    ZERO,
    CannotPlace,
    Filled,
    cap,
    largest_remainder,
    mean_lines,
    waterfill,
)
from spread.scores import Score, scores

__all__ = ["CannotPlace", "NothingToSpreadBy", "Status", "Town", "cap", "largest_remainder", "targets"]

# A term of which less is known (as a part of the inhabitants) says more about the gaps than about the towns.
ENOUGH_KNOWN = Fraction(2, 3)

# Inverses of the figures of 285 towns have a common denominator of some 2,000 digits: fine. Of thousands of figures
# it would take minutes; from this size on an inverse is taken to 60 decimals.
MOST_BITS, INVERSE_DIGITS = 8_000, 60


class NothingToSpreadBy(ValueError):
    """Not one term of the key is known: no target can be given."""

    def __init__(self) -> None:
        super().__init__(
            "Geen enkele factor van de verdeelsleutel heeft cijfers: er is geen doel te berekenen."
        )


class Status(StrEnum):
    """What became of a term."""

    COUNTED = "counted"
    ESTIMATED = "estimated"  # not known for this town: the Flemish mean per inhabitant stands in
    MISSING = "missing"  # not known for (nearly) all: the weight goes to the other terms
    EMPTY = "empty"  # known, and zero everywhere: the weight goes to the other terms


@dataclass(frozen=True)
class Town:
    """The facts of one municipality. `values` holds only what is known: a statistic that is not there has no entry."""

    code: str
    values: Mapping[str, Fraction]
    places: int = 0
    own_places: int = 0

    @property
    def population(self) -> Fraction:
        return self.values[POPULATION]

    def weighted_places(self, key: Key) -> Fraction:
        """Places weighed by type, such as own places at 1.00 and others at 0.75; or the figure given for them."""
        if WEIGHTED_PLACES in self.values:
            return self.values[WEIGHTED_PLACES]
        other = self.places - self.own_places
        return key.place_weights["own"] * self.own_places + key.place_weights["other"] * other

    def figure(self, indicator: str, key: Key) -> Fraction:
        """The figure, or the weighted places."""
        return self.weighted_places(key) if indicator == WEIGHTED_PLACES else self.values[indicator]


@dataclass(frozen=True)
class Part:
    """What one term gives one town. `amount` is what the share is taken of; None when not known.

    `counted` is the share after the cap of the term; `portion` the part of the total that the term brings.
    """

    term: Term
    status: Status
    weight: Fraction
    amount: Fraction | None
    amount_of_all: Fraction
    share: Fraction
    counted: Fraction
    capped: bool
    portion: Fraction
    contribution: Fraction
    score: Score | None = None


@dataclass(frozen=True)
class Target:
    """The target of one town, with everything that led to it. Units: places."""

    code: str
    parts: tuple[Part, ...]
    exact: Fraction
    capped: Fraction
    target: int
    limited: bool
    raised: bool
    exempt: bool
    weighted_places: Fraction
    weighted_mean: Fraction  # of Flanders, applied to the inhabitants of this town


def targets(
    key: Key, towns: Sequence[Town], total: int, *, exempt_get_nothing: bool = False
) -> dict[str, Target]:
    """The target of each town by its code; the sum is `total`.

    In the portal every town needs its population (more than 0), and the total is all places there are: who is exempt
    keeps a target and only needs no more places. With `exempt_get_nothing` the total is what comes on top: who is
    exempt gets nothing of it and the others share it.

    Raises NothingToSpreadBy when no term is known, and CannotPlace when the total does not fit the limits.
    """
    if not towns:
        return {}
    columns = _with_caps([_column(term, key, towns) for term in key.terms])
    used = sum((column.term.weight for column in columns if column.counts), ZERO)
    of_all = sum((column.brought for column in columns if column.counts), ZERO)
    if not used or not of_all:
        raise NothingToSpreadBy
    parts = {
        town.code: tuple(column.part(town.code, used, of_all, total) for column in columns) for town in towns
    }
    exact = {code: sum((part.contribution for part in mine), ZERO) for code, mine in parts.items()}
    load = {town.code: town.figure(key.exempt_indicator, key) for town in towns}
    line = _mean_load(load, {town.code: town.values.get(key.exempt_per, ZERO) for town in towns})
    exempt = {code for code in load if _exempt(load[code], line[code], key.exempt_multiple)}
    filled = _limit(key, towns, exact, exempt if exempt_get_nothing else set())
    whole = largest_remainder(filled.amounts, total)
    return {
        code: Target(
            code=code,
            parts=parts[code],
            exact=exact[code],
            capped=filled.amounts[code],
            target=whole[code],
            limited=code in filled.limited,
            raised=code in filled.raised,
            exempt=code in exempt,
            weighted_places=load[code],
            weighted_mean=line[code],
        )
        for code in parts
    }


def _mean_load(load: Mapping[str, Fraction], people: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The mean load per inhabitant, applied to the inhabitants of each."""
    everybody = sum(people.values(), ZERO)
    return (
        mean_lines(sum(load.values(), ZERO), people, Fraction(1)) if everybody else dict.fromkeys(load, ZERO)
    )


def _exempt(load: Fraction, mean: Fraction, multiple: Fraction | None) -> bool:
    """At or above `multiple` times the mean number of weighted places per inhabitant."""
    return multiple is not None and load > 0 and load >= multiple * mean


def _limit(key: Key, towns: Sequence[Town], exact: Mapping[str, Fraction], out: set[str]) -> Filled:
    """The amounts between the limits of the key; nothing for those in `out`."""
    total = sum(exact.values(), ZERO)
    people = {town.code: town.values.get(key.limit_per, ZERO) for town in towns}
    highs = {} if key.cap_multiple is None else mean_lines(total, people, key.cap_multiple)
    lows = {} if key.floor_multiple is None else mean_lines(total, people, key.floor_multiple)
    for town in towns:
        if key.limit_indicator and key.limit_indicator in town.values:
            most = town.values[key.limit_indicator]
            highs[town.code] = min(most, highs.get(town.code, most))
            lows[town.code] = min(most, lows.get(town.code, ZERO))
    if not highs and not lows and not out:
        return Filled(dict(exact), set(), set())
    inside = {code: amount for code, amount in exact.items() if code not in out}
    if not inside and total:
        raise CannotPlace("Iedereen is vrijgesteld: er is niemand over om het totaal te dragen.")
    filled = waterfill(
        total,
        inside,
        lows={code: line for code, line in lows.items() if code in inside},
        highs={code: line for code, line in highs.items() if code in inside},
        otherwise=people if any(people.values()) else highs,
    )
    return Filled({code: filled.amounts.get(code, ZERO) for code in exact}, filled.limited, filled.raised)


@dataclass(frozen=True)
class _Column:
    """One term over all towns. `counted` are the shares after the cap of the term."""

    term: Term
    status: Status
    amounts: Mapping[str, Fraction]
    amount_of_all: Fraction
    shares: Mapping[str, Fraction]
    scores: Mapping[str, Score] = field(default_factory=dict)
    counted: Mapping[str, Fraction] = field(default_factory=dict)
    capped: frozenset[str] = frozenset()

    @property
    def counts(self) -> bool:
        return self.status == Status.COUNTED

    @property
    def brought(self) -> Fraction:
        """What this term brings to the sum over all towns, before normalising."""
        return self.term.weight * sum(self.counted.values(), ZERO)

    def part(self, code: str, used: Fraction, of_all: Fraction, total: int) -> Part:
        counted = self.counted.get(code, ZERO)
        portion = self.term.weight * counted / of_all if self.counts else ZERO
        return Part(
            self.term,
            Status.ESTIMATED if self.counts and code not in self.amounts else self.status,
            self.term.weight / used if self.counts else ZERO,
            self.amounts.get(code),
            self.amount_of_all,
            self.shares.get(code, ZERO),
            counted,
            code in self.capped,
            portion,
            total * portion,
            self.scores.get(code),
        )


def _with_caps(columns: Sequence[_Column]) -> list[_Column]:
    """The same columns, with what counts of each share. A cap looks at the shares before any cap."""
    by_code = {column.term.code: column for column in columns if column.counts}
    return [_capped(column, by_code) if column.counts else column for column in columns]


def _capped(column: _Column, by_code: Mapping[str, _Column]) -> _Column:
    rule = column.term.cap
    others = [by_code[code] for code in rule.of if code in by_code] if rule else []
    counted, capped = dict(column.shares), set[str]()
    if rule and others:
        mean = {code: sum((other.shares[code] for other in others), ZERO) / len(others) for code in counted}
        capped = {code for code, share in counted.items() if share > rule.fraction * mean[code]}
        lost = sum((counted[code] - rule.fraction * mean[code] for code in capped), ZERO)
        counted |= {code: rule.fraction * mean[code] for code in capped}
        if rule.give_back:
            counted = {code: share + lost * mean[code] for code, share in counted.items()}
    return _Column(
        column.term, column.status, column.amounts, column.amount_of_all, column.shares, column.scores,
        counted, frozenset(capped),
    )  # fmt: skip


def _column(term: Term, key: Key, towns: Sequence[Town]) -> _Column:
    """The term's amounts and shares.

    A town whose figure is missing while most are known gets the share of its inhabitants (the mean), and the others
    divide what is left: never a silent zero, and the shares still sum to one.
    """
    known = {town.code: town for town in towns if _known(term, town)}
    everything = len(known) == len(towns)
    all_people = Fraction(1) if everything else sum((town.population for town in towns), ZERO)
    known_people = Fraction(1) if everything else sum((town.population for town in known.values()), ZERO)
    if known_people < ENOUGH_KNOWN * all_people:
        return _Column(term, Status.MISSING, {}, ZERO, {})
    found = scores(term.modulation, {town.code: town.values for town in towns}) if term.modulation else {}
    amounts = _amounts(term, key, known, found)
    of_all = sum(amounts.values(), ZERO)
    if not of_all:
        return _Column(term, Status.EMPTY, amounts, of_all, {})
    shares = {
        town.code: amounts[town.code] / of_all * known_people / all_people
        if town.code in amounts
        else town.population / all_people
        for town in towns
    }
    return _Column(term, Status.COUNTED, amounts, of_all, shares, found)


def _known(term: Term, town: Town) -> bool:
    """A figure of zero has no inverse, so it says nothing to an inverse share."""
    if any(name not in town.values for name in term.columns if name != WEIGHTED_PLACES):
        return False
    return term.transform != "inverse_share" or bool(town.values.get(term.indicator, ZERO))


def _amounts(
    term: Term, key: Key, towns: Mapping[str, Town], found: Mapping[str, Score]
) -> dict[str, Fraction]:
    """What the share is taken of.

    share             x_i, or x_i times another indicator (income per inhabitant times inhabitants = income)
    inverse_share     1 / x_i
    room              max(0, k * mean * P_i - x_i): what still fits under k times the mean per inhabitant
    corrected_share   x_i * max(0, 1 + score_i)
    modulated_share   x_i * f_i, with f_i of `spread.scores`
    """
    raw = {code: _value(term, key, town) for code, town in towns.items()}
    match term.transform:
        case "inverse_share":
            return _inverses(raw)
        case "room":
            people = sum((town.population for town in towns.values()), ZERO)
            most = (term.multiple or 0) * sum(raw.values(), ZERO) / people
            return {code: max(ZERO, most * towns[code].population - value) for code, value in raw.items()}
        case "corrected_share":
            score = term.score or ""
            return {code: value * max(ZERO, 1 + towns[code].values[score]) for code, value in raw.items()}
        case "modulated_share":
            return {code: value * found[code].factor for code, value in raw.items()}
    return raw


def _inverses(raw: Mapping[str, Fraction]) -> dict[str, Fraction]:
    common = 1
    for value in raw.values():
        common = lcm(common, value.numerator)
        if common.bit_length() > MOST_BITS:
            least = min(raw.values())
            return {code: round(least / value, INVERSE_DIGITS) for code, value in raw.items()}
    return {code: 1 / value for code, value in raw.items()}


def _value(term: Term, key: Key, town: Town) -> Fraction:
    value = town.figure(term.indicator, key)
    return value * town.values[term.times] if term.times else value
