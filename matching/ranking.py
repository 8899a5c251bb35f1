"""Free units that fit a household, best first, each with the points that it was ranked by.

Hard needs leave a unit out; everything else is points that add up to the score, shown as they are. No prediction and
no data about origin or health: only facts about places (quant.md B.1, B.6).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from households.models import Household, Strength
from housing.models import Stay, Unit


class Points(NamedTuple):
    """One reason, in words, with what it adds to the score."""

    reason: str
    points: int


POINTS_PER_EMPTY_PLACE = -5
MAX_CANDIDATES = 200


@dataclass
class Candidate:
    """A unit that fits, and why it stands where it stands."""

    unit: Unit
    own_town: bool
    points: list[Points] = field(default_factory=list)

    @property
    def score(self) -> int:
        return sum(item.points for item in self.points)

    @property
    def rows(self) -> list[dict[str, str | int]]:
        return explanation_rows(self.explanation)

    @property
    def explanation(self) -> list[dict[str, str | int]]:
        return [item._asdict() for item in self.points]


def explanation_rows(explanation: list[dict[str, str | int]]) -> list[dict[str, str | int]]:
    """The reasons as the explanation component shows them, also those kept with an older proposal."""
    return [{"label": item["reason"], "value": item["points"]} for item in explanation]


def fitting_units(household: Household, size: int, *, on: date) -> "list[Unit]":
    """Free units that meet every hard need, own town first, smallest first; at most MAX_CANDIDATES, one query."""
    needs = Q(places__gte=size)
    if household.need_step_free == Strength.HARD:
        needs &= Q(step_free=True)
    if household.need_ground_floor == Strength.HARD:
        needs &= Q(ground_floor=True)
    if household.need_pets == Strength.HARD:
        needs &= Q(pets_allowed=True)
    municipality = household.registered_by.municipality
    units = Unit.objects.free(on=on).filter(needs).select_related("site__municipality__province")
    own = list(units.filter(site__municipality=municipality).order_by("places", "pk")[:MAX_CANDIDATES])
    room = MAX_CANDIDATES - len(own)
    region = Q(site__municipality__reference_region_id=getattr(municipality, "reference_region_id", None))
    near = list(units.exclude(site__municipality=municipality).filter(region).order_by("places", "pk")[:room])
    return own + near


def town_of(household: Household, *, on: date) -> int | None:
    """The municipality (its key) where a household lives on that day."""
    return (
        Stay.objects.lived_in(on=on)
        .filter(household=household)
        .values_list("unit__site__municipality_id", flat=True)
        .first()
    )


def rank_units(household: Household, *, on: date) -> list[Candidate]:
    """Every free fitting unit with its points, best first; equal scores by unit number, so the order is stable."""
    size = household.persons.count()
    near_town = near_town_of(household, on=on)
    own_town_id = household.registered_by.municipality_id
    candidates = [
        Candidate(
            unit,
            unit.site.municipality_id == own_town_id,
            points_for(unit, household, size=size, near_town=near_town),
        )
        for unit in fitting_units(household, size, on=on)
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.unit.pk))


def explain(household: Household, unit: Unit, *, on: date) -> list[Points]:
    """Why this unit scores what it scores, worked out anew: what a browser sends is never the score."""
    return points_for(
        unit, household, size=household.persons.count(), near_town=near_town_of(household, on=on)
    )


def near_town_of(household: Household, *, on: date) -> int | None:
    """The municipality (its key) of the household that this one wants to live near, when there is one."""
    return town_of(household.keep_near, on=on) if household.keep_near else None


def points_for(unit: Unit, household: Household, *, size: int, near_town: int | None) -> list[Points]:
    """The reasons for one unit. Points add up to the score; nothing else counts."""
    points = [
        Points(
            f"{size} {'persoon past' if size == 1 else 'personen passen'} in {unit.places} slaapplekken", 100
        )
    ]
    empty = unit.places - size
    if empty:
        points.append(
            Points(
                f"{empty} {'slaapplek blijft' if empty == 1 else 'slaapplekken blijven'} leeg",
                max(POINTS_PER_EMPTY_PLACE * empty, -50),
            )
        )
    if unit.site.municipality_id == household.registered_by.municipality_id:
        points.append(Points("in de eigen gemeente", 20))
    if near_town is not None and unit.site.municipality_id == near_town:
        points.append(Points("dicht bij het huishouden waar ze bij willen zijn", 25))
    if household.need_own_kitchen and unit.own_kitchen:
        points.append(Points("eigen keuken, zoals gewenst", 10))
    if household.need_own_sanitary and unit.own_sanitary:
        points.append(Points("eigen badkamer, zoals gewenst", 10))
    if unit.step_free and not household.need_step_free:
        points.append(Points("drempelvrij: beter sparen voor wie het nodig heeft", -5))
    return points
