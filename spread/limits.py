"""Dividing a total under limits, and in whole numbers. Pure and exact: fractions, no floats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

ZERO = Fraction(0)
Amounts = Mapping[str, Fraction]


class CannotPlace(ValueError):
    """The total does not fit: too much for the upper limits, or too little for the lower ones. Dutch message."""


@dataclass(frozen=True)
class Filled:
    """What each gets, and whom a limit kept down or lifted."""

    amounts: dict[str, Fraction]
    limited: set[str]
    raised: set[str]


def waterfill(
    total: Fraction, weights: Amounts, *, lows: Amounts, highs: Amounts, otherwise: Amounts
) -> Filled:
    """t_i = clip(c * w_i, low_i, high_i) with the one multiplier c for which sum t = total (quant.md A.2).

    Whoever is missing from `lows` or `highs` has no such limit. In each round those beyond a limit are set to it and
    the others share what is left, on the side that is further out (Bitran and Hax 1981), until nobody is beyond.
    Those without any weight share by `otherwise`, once all the others are full. Raises CannotPlace.
    """
    if sum((lows.get(code, ZERO) for code in weights), ZERO) > total:
        raise CannotPlace(
            f"Het totaal {_dutch(total)} is kleiner dan de ondergrenzen samen ({_dutch(sum(lows.values()))})."
        )
    if weights.keys() <= highs.keys() and sum((highs[code] for code in weights), ZERO) < total:
        raise CannotPlace(
            f"Het totaal {_dutch(total)} past niet onder de grenzen: daar is samen plaats voor "
            f"{_dutch(sum((highs[code] for code in weights), ZERO))}."
        )
    limited, raised = dict[str, Fraction](), dict[str, Fraction]()
    while True:
        set_ = limited | raised
        free = [code for code in weights if code not in set_]
        base = weights if any(weights[code] for code in free) else otherwise
        of_all = sum((base[code] for code in free), ZERO)
        left = total - sum(set_.values(), ZERO)
        if left and not of_all:
            raise CannotPlace(f"Voor {_dutch(left)} van het totaal is er niemand die een deel krijgt.")
        each = left / of_all if of_all else ZERO
        now = {code: each * base[code] for code in free}
        above = {code: highs[code] for code in free if code in highs and now[code] > highs[code]}
        below = {code: lows[code] for code in free if code in lows and now[code] < lows[code]}
        if not above and not below:
            amounts = {**now, **set_}
            return Filled({code: amounts[code] for code in weights}, set(limited), set(raised))
        over = sum((now[code] - line for code, line in above.items()), ZERO)
        under = sum((line - now[code] for code, line in below.items()), ZERO)
        if over >= under:
            limited |= above
        if under >= over:
            raised |= below


def _dutch(amount: Fraction | int) -> str:
    return f"{float(amount):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def cap(
    exact: Amounts, inhabitants: Amounts, multiple: Fraction | None
) -> tuple[dict[str, Fraction], set[str]]:
    """No town above `multiple` (at least 1) times the mean per inhabitant; what is cut off goes to the others.

    The others share in proportion to what they had (to their inhabitants if they all had nothing), again and again
    until nobody is above the line. The sum stays the same. Returns the new amounts and who was cut.
    """
    if multiple is None:
        return dict(exact), set()
    total = sum(exact.values(), ZERO)
    highs = mean_lines(total, inhabitants, multiple)
    filled = waterfill(total, exact, lows={}, highs=highs, otherwise=inhabitants)
    return filled.amounts, filled.limited


def mean_lines(total: Fraction, people: Amounts, multiple: Fraction) -> dict[str, Fraction]:
    """`multiple` times the mean of the total per inhabitant, for each."""
    mean = multiple * total / sum(people.values(), ZERO)
    return {code: mean * count for code, count in people.items()}


def largest_remainder(amounts: Amounts, total: int) -> dict[str, int]:
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
