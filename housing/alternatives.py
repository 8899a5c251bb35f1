"""Where a household could go instead, when the unit that was asked for is taken; read only."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    F,
    FloatField,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import Membership
from audit.days import day_before
from households.models import Household, Strength
from housing.models import Stay, Unavailability, Unit
from housing.models.units import UnitQuerySet

SHOWN = 3
KM_PER_DEGREE, KM_PER_DEGREE_EAST = (
    111.2,
    70.1,
)  # at 51 degrees north: Flanders is small enough for a flat map
FAR_AWAY = 1e9


# What of a unit, or its site, answers each need.
FACTS = {
    "need_step_free": "step_free",
    "need_ground_floor": "ground_floor",
    "need_lift": "site__lift",
    "need_cot": "cot",
    "need_pets": "pets_allowed",
    "need_own_kitchen": "own_kitchen",
    "need_own_sanitary": "own_sanitary",
}


class Alternative(NamedTuple):
    """A free unit that fits, in words that this reader may see: elsewhere than in his municipality no street, no name
    of the site or its owner, and no link."""

    words: str


def meets_needs(household: Household, *, size: int) -> Q:
    """The hard needs of a household, as a question to a unit."""
    needs = Q(places__gte=size)
    for need, fact in FACTS.items():
        if getattr(household, need) == Strength.HARD:
            needs &= Q(**{fact: True})
    home = household.registered_by.municipality_id
    if household.need_stay_here == Strength.HARD:
        needs &= Q(site__municipality=home)
    return needs & (Q(site__municipality=home) | Q(site__open_to_others=True))


def fitting_units(household: Household, *, size: int, near: Unit, on: date) -> UnitQuerySet:
    """Free units that meet every hard need from that day on: of the same site first, then of the same municipality,
    then of the nearest municipalities; smallest first."""
    municipality = near.site.municipality
    latitude, longitude = F("site__municipality__latitude"), F("site__municipality__longitude")
    north = (latitude - Value(municipality.latitude)) * KM_PER_DEGREE
    east = (longitude - Value(municipality.longitude)) * KM_PER_DEGREE_EAST
    distance = Coalesce(north * north + east * east, Value(FAR_AWAY), output_field=FloatField())
    rank = Case(
        When(site=near.site_id, then=Value(0)),
        When(site__municipality=municipality.pk, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    just_left = Stay.objects.filter(household=household, period__endswith=on)
    return (
        Unit.objects.free(on=on)
        .filter(meets_needs(household, size=size))
        .exclude(pk=near.pk)
        .exclude(pk__in=just_left.values("unit"))
        .annotate(nearness=rank, distance=distance, out_of_use_on=Subquery(_next_outage(on)))
        .select_related("site__municipality")
        .order_by("nearness", "distance", "site__municipality", "places", "pk")
    )


def alternatives_for(household: Household, *, near: Unit, on: date, reader: Membership) -> list[Alternative]:
    """The three nearest free units that fit. Two queries."""
    size = household.persons.count()
    units = fitting_units(household, size=size, near=near, on=on)[:SHOWN]
    return [Alternative(in_words(unit, on=on, reader=reader)) for unit in units]


def in_words(unit: Unit, *, on: date, reader: Membership) -> str:
    """One free unit of `fitting_units`, as this reader may see it."""
    ends = [day for day in (unit.site.ends_on, unit.out_of_use_on) if day]  # type: ignore[attr-defined]
    last = day_before(min(ends, default=None))
    free = f"vrij vanaf {on:%d/%m/%Y}" + (f" tot en met {last:%d/%m/%Y}" if last else "")
    places = f"{unit.places} {'slaapplek' if unit.places == 1 else 'slaapplekken'}, {free}"
    municipality = unit.site.municipality
    if municipality.pk == reader.organisation.municipality_id:
        return f"{unit.site.name}, {unit.label} ({places})"
    return f"een wooneenheid in {municipality} ({places})"


def in_a_sentence(alternatives: Iterable[Alternative]) -> str:
    """What comes behind a refusal; empty when nothing fits."""
    found = "; ".join(item.words for item in alternatives)
    return f" Wel vrij en passend: {found}." if found else " Er is nu geen andere plaats vrij die past."


def _next_outage(on: date) -> "QuerySet[Unavailability, Any]":
    """The first day after `on` that the unit is out of use."""
    later = Unavailability.objects.filter(unit=OuterRef("pk"), period__startswith__gt=on)
    return later.order_by().values("unit").annotate(begin=Min("period__startswith")).values("begin")
