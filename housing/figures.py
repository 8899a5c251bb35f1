"""Numbers about supply; read only."""

from datetime import date
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Q, Sum

from accounts.models import Kind, Membership
from housing.models import Offer, Unit
from housing.models.offers import OfferQuerySet
from housing.models.units import UnitQuerySet

LARGE = 20_000  # places from which counting them is not done for every page
KEPT_SECONDS = 60


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
    """The four numbers of everything that this hat sees. Over a whole province or Flanders, counting a large register
    takes a second: such numbers are kept for KEPT_SECONDS, for all hats that see the same."""
    scope = wide_scope(by)
    kept = cache.get(f"capacity:{scope}:{on}") if scope else None
    if kept is not None:
        return Capacity(*kept)
    found = capacity(Unit.objects.visible_to(by), Offer.objects.visible_to(by), on=on)
    if scope and found.registered >= LARGE:
        cache.set(f"capacity:{scope}:{on}", tuple(found), timeout=KEPT_SECONDS)
    return found


def wide_scope(by: Membership) -> str:
    """What a hat that sees more than one municipality or organisation sees; empty for every other hat."""
    match by.organisation.kind:
        case Kind.GOVERNOR:
            return f"province-{by.organisation.province_id}"
        case Kind.FACILITY | Kind.VLOT | Kind.ABB:
            return str(by.organisation.kind)
    return ""
