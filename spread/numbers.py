"""Numbers as people and files write them, exactly: "0.35" is 35/100 and "2/3" is two thirds. No floats in between."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

WRITTEN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
RATIO = re.compile(r"\d{1,9}/[1-9]\d{0,8}", re.ASCII)
# More digits than any statistic has; without a limit one typing error could keep the machine busy for hours.
MOST_CHARACTERS = 400
MOST = 10**100


def exact(value: Any) -> Fraction | None:
    """The number in a JSON value or a cell; None for what is no finite number of at most 100 digits."""
    if value is None or isinstance(value, bool):
        return None
    text = str(value).strip()
    if len(text) > MOST_CHARACTERS:
        return None
    if RATIO.fullmatch(text):
        return Fraction(text)
    if not WRITTEN.fullmatch(text):
        return None
    number = Fraction(Decimal(text))
    return number if not number or Fraction(1, MOST) <= abs(number) <= MOST else None


def plain(number: Fraction) -> int | float:
    """A number for JSON: whole when it is whole."""
    return number.numerator if number.denominator == 1 else float(number)
