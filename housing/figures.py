"""Numbers about supply; read only."""

from datetime import date
from time import time
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import Case, Sum, When

from accounts.models import Kind, Membership
from housing.models import Offer, Unit
from housing.models.offers import OfferQuerySet
from housing.models.units import UnitQuerySet, is_held, is_ready, is_taken

LARGE = 20_000  # places from which counting them is not done for every page
FRESH_SECONDS, KEPT_SECONDS = 60, 600
LONGEST_COUNT = 30  # seconds after which somebody else tries; longer than a page may ask (config.limits)


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
    offered = 0
    if offers is not None:
        offered = offers.undecided().aggregate(places=Sum("estimated_places", default=0))["places"]
    return Capacity(validated + offered, validated, deployable, free)


def capacity_for(by: Membership, *, on: date) -> Capacity:
    """The four numbers of everything that this hat sees. Over a whole province or Flanders, counting a large register
    takes a second: such numbers are kept, for all hats that see the same. When they are older than FRESH_SECONDS, who
    asks first counts anew, and all others read those that are kept meanwhile."""
    scope = wide_scope(by)
    key = f"capacity:{scope}:{on}"
    kept = cache.get(key) if scope else None
    if kept is not None:
        numbers, until = kept
        if time() < until or not cache.add(f"{key}:counting", True, timeout=LONGEST_COUNT):
            return Capacity(*numbers)
    found = capacity(Unit.objects.visible_to(by), Offer.objects.visible_to(by), on=on)
    if scope and found.registered >= LARGE:
        cache.set(key, (tuple(found), time() + FRESH_SECONDS), timeout=KEPT_SECONDS)
        cache.delete(f"{key}:counting")
    return found


def wide_scope(by: Membership) -> str:
    """What a hat that sees more than one municipality or organisation sees; empty for every other hat."""
    match by.organisation.kind:
        case Kind.GOVERNOR:
            return f"province-{by.organisation.province_id}"
        case Kind.FACILITY | Kind.VLOT | Kind.ABB:
            return str(by.organisation.kind)
    return ""
