"""Since when a household waits; who waits is in housing.waiting."""

from datetime import date

from households.models import Household


def waiting_since(household: Household, *, on: date) -> int:
    """Days since a home was needed; 0 when that day is still to come."""
    return max(0, (on - household.wanted_from).days)
