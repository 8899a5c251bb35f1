"""Which waiting households a unit would fit: one's own by name, those of others only as a band."""

from datetime import date
from typing import NamedTuple

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


def own_that_fit(unit: Unit, *, by: Membership, today: date) -> list[Waiting]:
    """One's own waiting households with the answer for this unit, longest waiting first. Eight queries."""
    flanders = flanders_for(unit.site.municipality_id)
    waiting = people_waiting(Household.objects.visible_to(by), on=today)
    households = list(waiting.select_related("registered_by").prefetch_related("persons")[:MOST_OWN])
    place = _place(unit, unit.site.municipality_id, today, flanders)
    asked = asked_by_all(households, start=None, today=today, flanders=flanders)
    return [
        Waiting(household, question, why_not(question, place))
        for household, question in zip(households, asked, strict=True)
    ]


def others_that_fit(unit: Unit, *, by: Membership, today: date) -> Band | None:
    """In which band the number falls of households of other municipalities that the unit fits; None below five, and
    when the municipality keeps it for its own. Seven queries."""
    if not unit.site.open_to_others:
        return None
    flanders = flanders_for(None)
    waiting = (
        people_waiting(Household.objects.all(), on=today)
        .exclude(registered_by=by.organisation)
        .exclude(need_stay_here=Strength.HARD)
        .annotate(size=Count("persons"))
        .filter(Q(size__gt=0) & Q(size__lte=unit.places))
    )
    households = waiting.select_related("registered_by").prefetch_related("persons")[:MOST_OTHERS]
    place = _place(unit, None, today, flanders)
    asked = asked_by_all(households, start=None, today=today, flanders=flanders)
    return band(sum(fits(question, place) for question in asked))


def _place(unit: Unit, own_town: int | None, today: date, flanders: Flanders) -> Place:
    units = Unit.objects.filter(pk=unit.pk)
    ((_, place),) = places_of(units, start=today, own_town=own_town, flanders=flanders)
    return place
