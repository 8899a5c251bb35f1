"""Who waits for a home; read only. Towards providers only ever in bands, so that nobody can be recognised."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from households.models import Household, HouseholdQuerySet, Strength
from housing.models import Stay
from municipalities.models import Municipality

# Below the first nothing is told (small-cell rule, domain.md section 9); "from 5 up to 10", and so on.
BANDS = (5, 10, 20, 50, 100, 200, 500, 1000)


class Band(NamedTuple):
    """From `low` up to `high`; the last band has no `high`."""

    low: int
    high: int | None

    def __str__(self) -> str:
        return f"{self.low} tot {self.high}" if self.high else f"meer dan {self.low}"


def people_waiting(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Households that did not leave and live nowhere on that day, longest waiting first."""
    return households.present().filter(~lives_somewhere(on)).order_by("wanted_from", "pk")


def lives_somewhere(on: date) -> Exists:
    """Of households: live in one of our places on that day."""
    return Exists(Stay.objects.lived_in(on=on).filter(household=OuterRef("pk")))


def band(count: int) -> Band | None:
    """The band in which a count falls; None below five, where a number could point at somebody."""
    reached = [low for low in BANDS if count >= low]
    if not reached:
        return None
    above = BANDS[len(reached)] if len(reached) < len(BANDS) else None
    return Band(reached[-1], above)


class Place(NamedTuple):
    """What a place offers a household. `size` is the most persons that one unit takes."""

    size: int
    step_free: bool = False
    ground_floor: bool = False
    pets: bool = False


class Fit(NamedTuple):
    """How many waiting households a place could fit: near it, and in Flanders."""

    near: Band | None
    flanders: Band | None


def households_that_fit(place: Place, *, municipality: Municipality | None, on: date) -> Fit:
    """Waiting households, not larger than one unit, whose needs this place meets. One query, banded numbers only.

    "Near" is the reference region of the municipality: in one municipality a number says too much.
    """
    waiting = people_waiting(Household.objects.all(), on=on).order_by()
    fitting = waiting.annotate(size=Count("persons")).filter(size__gt=0, size__lte=place.size)
    for offered, need in (
        (place.step_free, "need_step_free"),
        (place.ground_floor, "need_ground_floor"),
        (place.pets, "need_pets"),
    ):
        if not offered:
            fitting = fitting.exclude(**{need: Strength.HARD})
    region = municipality.reference_region_id if municipality else None
    of_region = Q(registered_by__municipality__reference_region=region) if region else Q(pk__isnull=True)
    counts = Household.objects.filter(pk__in=fitting.values("pk")).aggregate(
        near=Count("pk", filter=of_region), flanders=Count("pk")
    )
    return Fit(band(counts["near"]), band(counts["flanders"]))
