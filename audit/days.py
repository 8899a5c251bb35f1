"""Ranges of days as people read them."""

from datetime import timedelta
from typing import Any


def days_in_words(period: Any) -> str:
    """A half-open date range as one reads it: "van 01/04/2022 tot en met 30/06/2022", "vanaf 14/03/2022"."""
    if period is None or period.isempty:
        return "-"
    first = f"{period.lower:%d/%m/%Y}" if period.lower else ""
    last = f"{period.upper - timedelta(days=1):%d/%m/%Y}" if period.upper else ""
    match bool(first), bool(last):
        case True, True:
            return f"van {first} tot en met {last}"
        case True, False:
            return f"vanaf {first}"
        case False, True:
            return f"tot en met {last}"
    return "zonder begin of einde"
