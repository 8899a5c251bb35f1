"""Honest capacity of everything that a hat sees; read only.

A hat that sees a whole province or Flanders reads the counters of its municipalities, that are at most some seconds old
(`spread.actions.recomputing`): counting a million places takes PostgreSQL seconds, adding 285 counters nothing.
"""

from datetime import date

from django.core.cache import cache
from django.db.models import Sum

from accounts.models import Kind, Membership
from housing.figures import Capacity, capacity, offered_places
from housing.models import Offer, Unit
from spread.models import MunicipalityLoad

LARGE = 5_000  # places from which they are not counted for every page
KEPT_SECONDS = 60


def capacity_for(by: Membership, *, on: date) -> Capacity:
    """The four numbers of everything that this hat sees. Of a large register counters are read, and what is offered and
    not decided is at most KEPT_SECONDS old; anything smaller is counted as it is."""
    counted = _counters_of(by)
    if counted is None or counted.validated < LARGE:
        return capacity(Unit.objects.visible_to(by), Offer.objects.visible_to(by), on=on)
    key = f"offered:{by.organisation.kind}-{by.organisation.province_id}"
    offered = cache.get(key)
    if offered is None:
        offered = offered_places(Offer.objects.visible_to(by))
        cache.set(key, offered, timeout=KEPT_SECONDS)
    return counted._replace(registered=counted.validated + offered)


def _counters_of(by: Membership) -> Capacity | None:
    """The sum over all municipalities that this hat sees, without offers; None for a hat that sees but one, or none."""
    match by.organisation.kind:
        case Kind.GOVERNOR:
            loads = MunicipalityLoad.objects.filter(municipality__province=by.organisation.province_id)
        case Kind.FACILITY | Kind.VLOT | Kind.ABB:
            loads = MunicipalityLoad.objects.all()
        case _:
            return None
    words = {"validated": "places", "deployable": "deployable", "free": "free"}
    numbers = loads.aggregate(**{word: Sum(column, default=0) for word, column in words.items()})
    return Capacity(registered=numbers["validated"], **numbers)
