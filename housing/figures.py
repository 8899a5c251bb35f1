"""Numbers about supply; read only."""

from datetime import date
from time import time
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import QuerySet, Sum, Value

from accounts.models import Kind, Membership
from housing.models import Offer, Unit
from housing.models.offers import OfferQuerySet
from housing.models.units import UnitQuerySet

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
    """The four numbers for a set of units and of offers, on one day. One statement: a union, so that PostgreSQL plans
    each definition as plain joins."""
    parts = [
        _sum_of(units.validated(on=on), "places", word="validated"),
        _sum_of(units.deployable(on=on), "places", word="deployable"),
        _sum_of(units.free(on=on), "places", word="free"),
    ]
    if offers is not None:
        parts.append(_sum_of(offers.undecided(), "estimated_places", word="offered"))
    counted = {word: places or 0 for word, places in parts[0].union(*parts[1:], all=True)}
    places = {word: counted.get(word, 0) for word in ("validated", "deployable", "free")}
    return Capacity(registered=places["validated"] + counted.get("offered", 0), **places)


def _sum_of(rows: QuerySet[Any], column: str, *, word: str) -> QuerySet[Any, tuple[str, int]]:
    """A row with the word and the sum over all rows; no row when there are none."""
    return rows.order_by().values(word=Value(word)).annotate(sum=Sum(column)).values_list("word", "sum")


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
