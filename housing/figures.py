"""Numbers about supply; read only."""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, Sum, When

from housing.models.offers import OfferQuerySet
from housing.models.units import UnitQuerySet, is_held, is_ready, is_taken


class Capacity(NamedTuple):
    """Honest capacity in places (slaapplekken): what stands in the register is not what is free (domain.md C4).

    registered: offered and waiting for a decision, or validated; validated: approved and not closed; deployable: people
    may live there on that day; free: nobody does, and nobody is to come.
    """

    registered: int
    validated: int
    deployable: int
    free: int


def capacity(units: UnitQuerySet, offers: OfferQuerySet | None = None, *, on: date) -> Capacity:
    """The four numbers for a set of units and of offers, on one day, in one query for each.

    As `UnitQuerySet.validated`, `deployable` and `free` say, and a test compares: each is part of the one before, so
    that one pass over the validated units finds all three, once for those that are ready and once for the others.
    """
    passed = (
        units.validated(on=on)
        .order_by()
        .annotate(is_ready=Case(When(is_ready(on), then=True), default=False))
        .values_list("is_ready")
        .annotate(
            all_places=Sum("places"),
            not_held=Sum("places", filter=~is_held(on), default=0),
            not_taken=Sum("places", filter=~is_taken(on), default=0),
        )
    )
    found = {is_ready: numbers for is_ready, *numbers in passed}
    validated = sum(places for places, *_ in found.values())
    _, deployable, free = found.get(True, (0, 0, 0))
    offered = 0 if offers is None else offered_places(offers)
    return Capacity(validated + offered, validated, deployable, free)


def offered_places(offers: OfferQuerySet) -> int:
    """Places in what is offered and waits for a decision."""
    return int(offers.undecided().aggregate(places=Sum("estimated_places", default=0))["places"])
