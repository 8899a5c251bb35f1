"""Which waiting households a unit would fit: one's own by name, those of others only as a band."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple, Self

from django.db.models import Count, Q

from accounts.models import Membership
from households.models import Household, Strength
from housing.models import Unit
from housing.waiting import Band, band, people_waiting
from matching.collecting import asked_by_all, flanders_for, places_of
from matching.conditions import fits
from matching.facts import Asked, Flanders, Place
from matching.whynot import Answer, why_not

# So many of the longest waiting are looked at: more says nothing to who has one unit to give.
MOST_OWN, MOST_OTHERS = 500, 1000


class Waiting(NamedTuple):
    """A household that waits, what it asks, and whether the unit fits it."""

    household: Household
    asked: Asked
    answer: Answer


class Offered(NamedTuple):
    """A unit as its own municipality knows it, in the Flanders around it."""

    place: Place
    flanders: Flanders

    @classmethod
    def of(cls, unit: Unit, *, today: date) -> Self:
        """Six queries."""
        town = unit.site.municipality_id
        flanders = flanders_for(town)
        units = Unit.objects.filter(pk=unit.pk)
        ((_, place),) = places_of(units, start=today, own_town=town, flanders=flanders)
        return cls(place, flanders)

    def as_elsewhere(self) -> Self:
        """As other municipalities know it: in the middle of its own, and so with every site."""
        spot = self.flanders.spots[self.place.town]
        return self._replace(place=replace(self.place, spot=spot), flanders=replace(self.flanders, sites={}))


def own_that_fit(offered: Offered, *, by: Membership, today: date) -> list[Waiting]:
    """One's own waiting households with the answer for this unit, longest waiting first. Three queries."""
    waiting = people_waiting(Household.objects.visible_to(by), on=today)
    households = list(waiting.select_related("registered_by").prefetch_related("persons")[:MOST_OWN])
    asked = asked_by_all(households, start=None, today=today, flanders=offered.flanders)
    return [
        Waiting(household, question, why_not(question, offered.place))
        for household, question in zip(households, asked, strict=True)
    ]


def others_that_fit(offered: Offered, *, by: Membership, today: date) -> Band | None:
    """In which band the number falls of households of other municipalities that the unit fits; None below five, and
    when the municipality keeps it for its own. Three queries."""
    place, flanders = offered.as_elsewhere()
    if not place.open_to_others:
        return None
    waiting = (
        people_waiting(Household.objects.all(), on=today)
        .exclude(registered_by=by.organisation)
        .exclude(need_stay_here=Strength.HARD)
        .annotate(size=Count("persons"))
        .filter(Q(size__gt=0) & Q(size__lte=place.places))
    )
    households = waiting.select_related("registered_by").prefetch_related("persons")[:MOST_OTHERS]
    asked = asked_by_all(households, start=None, today=today, flanders=flanders)
    return band(sum(fits(question, place) for question in asked))
