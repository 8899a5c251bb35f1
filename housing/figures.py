"""Numbers about supply; read only."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, Sum

from accounts.models import Membership
from housing.models import Offer, Unit
from housing.models.offers import OfferQuerySet
from housing.models.units import UnitQuerySet


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
    """The four numbers for a set of units and of offers, on one day, in one query for each."""
    sums = {
        "validated": units.validated(on=on),
        "deployable": units.deployable(on=on),
        "free": units.free(on=on),
    }
    numbers = units.aggregate(
        **{
            name: Sum("places", filter=Q(pk__in=chosen.values("pk")), default=0)
            for name, chosen in sums.items()
        }
    )
    offered = 0
    if offers is not None:
        offered = offers.undecided().aggregate(places=Sum("estimated_places", default=0))["places"]
    return Capacity(registered=numbers["validated"] + offered, **numbers)


def capacity_for(by: Membership, *, on: date) -> Capacity:
    """The four numbers of everything that this hat sees."""
    return capacity(Unit.objects.visible_to(by), Offer.objects.visible_to(by), on=on)
