"""Days and ranges of days: people name the last day, what is kept is half open, up to the day after it."""

from datetime import date, timedelta
from typing import Any


def day_after(last: date | None) -> date | None:
    """Where a range ends of which people named the last day; None has no end."""
    return last + timedelta(days=1) if last else None


def day_before(end: date | None) -> date | None:
    """The last day of a range, as people say it; None has no end."""
    return end - timedelta(days=1) if end else None


def days_in_words(period: Any) -> str:
    """A half-open date range as one reads it: "van 01/04/2022 tot en met 30/06/2022", "vanaf 14/03/2022", and "op
    14/03/2022" for one day."""
    if period is None or period.isempty:
        return "-"
    first, last = (f"{day:%d/%m/%Y}" if day else "" for day in (period.lower, day_before(period.upper)))
    match bool(first), bool(last):
        case True, True if first == last:
            return f"op {first}"
        case True, True:
            return f"van {first} tot en met {last}"
        case True, False:
            return f"vanaf {first}"
        case False, True:
            return f"tot en met {last}"
    return "zonder begin of einde"
