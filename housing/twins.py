"""Finding the place that is here already, before it is registered a second time."""

from collections.abc import Iterable
from math import cos, degrees, radians
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Sin

from housing.models import Likeness, Offer

SIMILAR = 0.6  # of the address keys of one provider in one postcode: a typing error or two
NEAR_METRES = 50
EARTH_METRES = 6_371_000
ROOM = 1.1  # that a box is larger, so that nothing at its edge is lost in rounding
# Offers that stand for a place: open, or a site by now.
COUNTS = (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED, Offer.Status.APPROVED)


class Candidate(NamedTuple):
    """An offer that may be the same place, and why."""

    offer: Offer
    likeness: list[str]

    @property
    def reasons(self) -> list[str]:
        return [str(Likeness(code).label) for code in self.likeness]


def likely_twins(offer: Offer) -> list[Candidate]:
    """Other offers that are still open or became a site, and may be the same place; most alike first, at most five.

    Alike is: the same address in any spelling; the same number in the federal tool; for one provider an address with
    a typing error; or two positions less than 50 metres apart.
    """
    offer.refresh_from_db(
        fields=["address_key"]
    )  # PostgreSQL makes it; after a save the instance has the old one
    others = _others(offer)
    alike = Q()
    if offer.address_key:
        alike |= Q(address_key=offer.address_key)
    if offer.source_reference:
        same = Q(source_reference=offer.source_reference)
        # Follows from it; offer_same_source_reference finds those.
        alike |= same & Q(source_reference__iexact=offer.source_reference) & ~Q(source_reference="")
    if offer.address_key and offer.postal_code:
        alike |= Q(organisation=offer.organisation_id, postal_code=offer.postal_code, similarity__gte=SIMILAR)
    if offer.latitude is not None and offer.longitude is not None:
        alike |= _around(float(offer.latitude), float(offer.longitude)) & Q(metres__lt=NEAR_METRES)
    if not alike:
        return []
    found = [Candidate(other, list(_likeness(offer, other))) for other in others.filter(alike)[:20]]
    return sorted(found, key=lambda candidate: (-len(candidate.likeness), candidate.offer.pk))[:5]


def _others(offer: Offer) -> QuerySet[Offer]:
    others = (
        Offer.objects.standing()
        .filter(status__in=COUNTS)
        .exclude(pk=offer.pk)
        .exclude(site__closed_on__isnull=False)
        .exclude(site__merged_into__isnull=False)
        .select_related("organisation", "municipality", "site")
        .annotate(similarity=TrigramSimilarity("address_key", offer.address_key))
        .order_by("pk")
    )
    if offer.latitude is None or offer.longitude is None:
        return others
    return others.annotate(metres=_metres(float(offer.latitude), float(offer.longitude)))


def _around(latitude: float, longitude: float) -> Q:
    """In a box around a point that holds everything nearer than NEAR_METRES: an index finds that, and of no other offer
    of Flanders the distance is worked out."""
    north = degrees(NEAR_METRES / EARTH_METRES) * ROOM
    east = north / cos(radians(latitude))
    return Q(
        latitude__range=(latitude - north, latitude + north),
        longitude__range=(longitude - east, longitude + east),
    )


def _metres(latitude: float, longitude: float) -> Func:
    """Great-circle distance to a point, in metres (spherical law of cosines)."""

    def of(column: str) -> Radians:
        return Radians(Cast(F(column), FloatField()))

    here, there = Radians(Value(latitude)), of("latitude")
    cosine = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(
        of("longitude") - Radians(Value(longitude))
    )
    return ACos(Least(Greatest(cosine, Value(-1.0)), Value(1.0))) * Value(EARTH_METRES)  # type: ignore[return-value]


def _likeness(offer: Offer, other: Offer) -> Iterable[str]:
    same_address = bool(offer.address_key) and offer.address_key == other.address_key
    if same_address:
        yield Likeness.ADDRESS
    if offer.source_reference and offer.source_reference == other.source_reference:
        yield Likeness.SOURCE
    near_spelling = (
        other.organisation_id == offer.organisation_id
        and other.postal_code == offer.postal_code
        and other.similarity >= SIMILAR  # type: ignore[attr-defined]  # annotated
    )
    if near_spelling and not same_address:
        yield Likeness.PROVIDER
    metres = getattr(other, "metres", None)
    if metres is not None and metres < NEAR_METRES:
        yield Likeness.DISTANCE
