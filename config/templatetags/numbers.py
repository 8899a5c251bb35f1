"""Figures and dates as people in Flanders write them: 1.234,5 and 14/03/2022."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template

from audit.days import days_in_words

register = template.Library()

MISSING = "–"
NARROW = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def to_decimal(value: Any) -> Decimal | None:
    """The number in `value`, or None when there is none. Floats go by their shortest spelling."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def nl_number(value: Any, decimals: int | None = None) -> str:
    """1234.5 becomes "1.234,5"; with `decimals` rounded half up to that many; "–" when there is no number."""
    if type(value) is int and not decimals:  # nearly all are counts
        return f"{value:,}".replace(",", ".").replace("-", MINUS)
    number = to_decimal(value)
    if number is None:
        return MISSING
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(number):,f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    text = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return f"{MINUS}{text}" if number < 0 else text


@register.filter
def nl_percent(value: Any, decimals: int = 0) -> str:
    """A share of one as a percentage: 0.253 becomes "25 %" (with a space that does not break)."""
    number = to_decimal(value)
    return MISSING if number is None else f"{nl_number(number * 100, decimals)}{NARROW}%"


@register.filter
def nl_euro(value: Any, decimals: int = 2) -> str:
    """An amount in euro: 1234.5 becomes "€ 1.234,50"."""
    number = to_decimal(value)
    return MISSING if number is None else f"€{NARROW}{nl_number(number, decimals)}"


@register.filter
def nl_signed(value: Any, decimals: int | None = None) -> str:
    """A difference: "+12" or "−3"; zero stays "0"."""
    number = to_decimal(value)
    text = nl_number(value, decimals)
    return f"+{text}" if number is not None and number > 0 and text.strip("0,") else text


@register.filter
def counted(value: Any, words: str) -> str:
    """A number with its noun: `{{ 3|counted:"plaats,plaatsen" }}` is "3 plaatsen", 1 is "1 plaats"."""
    one, _, many = words.partition(",")
    number = to_decimal(value)
    return f"{nl_number(value)} {one if number == 1 else many or one}"


# Before so much was done, and so long, a guess of what is left says nothing.
LEAST_PART, LEAST_SECONDS = 0.03, 5


def time_left(part: float, seconds: float) -> str:
    """In words how long something takes yet, of which this part (0 to 1) took so many seconds; empty when that cannot
    be said, or when it is done."""
    if not LEAST_PART <= part < 1 or seconds < LEAST_SECONDS:
        return ""
    left = seconds / part * (1 - part)
    if left < 60:
        return "nog minder dan een minuut"
    if left >= 3600:
        return "nog meer dan een uur"
    return f"nog ongeveer {counted(round(left / 60), 'minuut,minuten')}"


@register.filter
def nl_date(value: date | datetime | None) -> str:
    """A date in short: 14/03/2022."""
    return f"{value.day:02}/{value.month:02}/{value.year:04}" if value else MISSING


@register.filter
def nl_period(period: Any) -> str:
    """A half-open date range in words, as `days_in_words` says it."""
    if period is None or getattr(period, "isempty", False):
        return MISSING
    return days_in_words(period)
