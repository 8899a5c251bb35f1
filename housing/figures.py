"""Numbers about supply; read only."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum, Value

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


def offered_places(offers: OfferQuerySet) -> int:
    """Places in what is offered and waits for a decision."""
    return int(offers.undecided().aggregate(places=Sum("estimated_places", default=0))["places"])
