"""From a key and the facts of each municipality to a target per municipality. Pure and exact: fractions, no floats.

For town i, term c with weight w_c, share s_ci (each sums to 1 over the towns), total N:

    exact_i   = N * sum_c w_c * s_ci                       the weighted sum of shares
    capped_i  = min(exact_i, k * N * P_i / P)              k times the mean per inhabitant; what is cut off goes to
                                                           the others in proportion, until nothing changes
    target_i  = largest remainder of capped_i              whole places; the sum is N; ties by NIS code

Source of the terms, the exemption and the cap: royal decree of 17 May 2016 (domain.md 3.3); of the order cap, then
rounding: quant.md A.2. Because the arithmetic is exact, the order of the towns cannot matter and two computations
from the same counters are equal to the last digit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from spread.keys import POPULATION, WEIGHTED_PLACES, Key, Term

# A term of which less is known (as a part of the inhabitants) says more about the gaps than about the towns.
ENOUGH_KNOWN = Fraction(2, 3)


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
        """Places weighed by type, such as own places at 1.00 and others at 0.75."""
        other = self.places - self.own_places
        return key.place_weights["own"] * self.own_places + key.place_weights["other"] * other


@dataclass(frozen=True)
class Part:
    """What one term gives one town. `amount` is what the share is taken of; None when not known."""

    term: Term
    status: Status
    weight: Fraction
    amount: Fraction | None
    amount_of_all: Fraction
    share: Fraction
    contribution: Fraction


@dataclass(frozen=True)
class Target:
    """The target of one town, with everything that led to it. Units: places."""

    code: str
    parts: tuple[Part, ...]
    exact: Fraction
    capped: Fraction
    target: int
    limited: bool
    exempt: bool
    weighted_places: Fraction
    weighted_mean: Fraction  # of Flanders, applied to the inhabitants of this town


def targets(key: Key, towns: Sequence[Town], total: int) -> dict[str, Target]:
    """The target of each town by its code; the sum is `total`. Every town needs its population (more than 0).

    Raises NothingToSpreadBy when no term is known.
    """
    if not towns:
        return {}
    columns = [_column(term, key, towns) for term in key.terms]
    used = sum((column.term.weight for column in columns if column.counts), Fraction(0))
    if not used:
        raise NothingToSpreadBy
    parts = {town.code: tuple(column.part(town.code, used, total) for column in columns) for town in towns}
    exact = {code: sum((part.contribution for part in mine), Fraction(0)) for code, mine in parts.items()}
    inhabitants = {town.code: town.population for town in towns}
    capped, limited = cap(exact, inhabitants, key.cap_multiple)
    whole = largest_remainder(capped, total)
    weighted = {town.code: town.weighted_places(key) for town in towns}
    mean = sum(weighted.values(), Fraction(0)) / sum(inhabitants.values())
    return {
        code: Target(
            code=code,
            parts=parts[code],
            exact=exact[code],
            capped=capped[code],
            target=whole[code],
            limited=code in limited,
            exempt=_exempt(weighted[code], mean * inhabitants[code], key.exempt_multiple),
            weighted_places=weighted[code],
            weighted_mean=mean * inhabitants[code],
        )
        for code in parts
    }


def _exempt(weighted: Fraction, mean: Fraction, multiple: Fraction | None) -> bool:
    """At or above `multiple` times the mean number of weighted places per inhabitant."""
    return multiple is not None and mean > 0 and weighted >= multiple * mean


@dataclass(frozen=True)
class _Column:
    """One term over all towns."""

    term: Term
    status: Status
    amounts: Mapping[str, Fraction]
    amount_of_all: Fraction
    shares: Mapping[str, Fraction]

    @property
    def counts(self) -> bool:
        return self.status == Status.COUNTED

    def part(self, code: str, used: Fraction, total: int) -> Part:
        weight = self.term.weight / used if self.counts else Fraction(0)
        share = self.shares.get(code, Fraction(0))
        status = Status.ESTIMATED if self.counts and code not in self.amounts else self.status
        return Part(
            self.term,
            status,
            weight,
            self.amounts.get(code),
            self.amount_of_all,
            share,
            total * weight * share,
        )


def _column(term: Term, key: Key, towns: Sequence[Town]) -> _Column:
    """The term's amounts and shares.

    A town whose figure is missing while most are known gets the share of its inhabitants (the mean), and the others
    divide what is left: never a silent zero, and the shares still sum to one.
    """
    known = {town.code: town for town in towns if _known(term, town)}
    all_people = sum(town.population for town in towns)
    known_people = sum(town.population for town in known.values())
    if known_people < ENOUGH_KNOWN * all_people:
        return _Column(term, Status.MISSING, {}, Fraction(0), {})
    amounts = _amounts(term, key, known)
    of_all = sum(amounts.values(), Fraction(0))
    if not of_all:
        return _Column(term, Status.EMPTY, amounts, of_all, {})
    shares = {
        town.code: amounts[town.code] / of_all * known_people / all_people
        if town.code in amounts
        else town.population / all_people
        for town in towns
    }
    return _Column(term, Status.COUNTED, amounts, of_all, shares)


def _known(term: Term, town: Town) -> bool:
    return all(
        name in town.values for name in (term.indicator, term.times) if name and name != WEIGHTED_PLACES
    )


def _amounts(term: Term, key: Key, towns: Mapping[str, Town]) -> dict[str, Fraction]:
    """What the share is taken of.

    share   x_i, or x_i times another indicator (income per inhabitant times inhabitants = income)
    room    max(0, k * mean * P_i - x_i): what still fits under k times the mean per inhabitant
    """
    raw = {code: _value(term, key, town) for code, town in towns.items()}
    if term.transform == "share":
        return raw
    people = sum((town.population for town in towns.values()), Fraction(0))
    mean = sum(raw.values(), Fraction(0)) / people
    return {
        code: max(Fraction(0), (term.multiple or 0) * mean * towns[code].population - value)
        for code, value in raw.items()
    }


def _value(term: Term, key: Key, town: Town) -> Fraction:
    value = town.weighted_places(key) if term.indicator == WEIGHTED_PLACES else town.values[term.indicator]
    return value * town.values[term.times] if term.times else value


def cap(
    exact: Mapping[str, Fraction], inhabitants: Mapping[str, Fraction], multiple: Fraction | None
) -> tuple[dict[str, Fraction], set[str]]:
    """No town above `multiple` (at least 1) times the mean per inhabitant; what is cut off goes to the others.

    The others share in proportion to what they had (to their inhabitants if they all had nothing), again and again
    until nobody is above the line. The sum stays the same. Returns the new amounts and who was cut.
    """
    if multiple is None:
        return dict(exact), set()
    total = sum(exact.values(), Fraction(0))
    mean = total / sum(inhabitants.values(), Fraction(0))
    line = {code: multiple * mean * people for code, people in inhabitants.items()}
    now, limited = dict(exact), set[str]()
    while above := {code for code, amount in now.items() if code not in limited and amount > line[code]}:
        limited |= above
        free = exact.keys() - limited
        left = total - sum((line[code] for code in limited), Fraction(0))
        base = exact if any(exact[code] for code in free) else inhabitants
        per_base = left / sum((base[code] for code in free), Fraction(0)) if free else Fraction(0)
        now = {code: line[code] if code in limited else base[code] * per_base for code in exact}
    return now, limited


def largest_remainder(amounts: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Whole numbers that sum to `total`: everybody rounded down, what is left to the largest remainders.

    Hare-Niemeyer. Ties go to the lowest code. The amounts must sum to `total`, or to something that rounds to it.
    """
    whole = {code: floor(amount) for code, amount in amounts.items()}
    left = total - sum(whole.values())
    if not 0 <= left <= len(whole):
        raise ValueError(f"The amounts do not sum to {total}.")
    order: Iterable[str] = sorted(whole, key=lambda code: (whole[code] - amounts[code], code))
    for code in list(order)[:left]:
        whole[code] += 1
    return whole
