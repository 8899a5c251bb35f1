"""Who waits, and since when; read only."""

from datetime import date

from django.db.models import Exists, OuterRef

from households.models import Household, HouseholdQuerySet
from housing.models import Stay


def people_waiting(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Households that did not leave and live nowhere on that day, longest waiting first."""
    housed = Stay.objects.lived_in(on=on).filter(household=OuterRef("pk"))
    return households.present().exclude(Exists(housed)).order_by("wanted_from", "pk")


def waiting_since(household: Household, *, on: date) -> int:
    """Days since a home was needed; 0 when that day is still to come."""
    return max(0, (on - household.wanted_from).days)
