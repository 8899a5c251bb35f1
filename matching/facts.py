"""A household and a unit as plain facts: what the conditions, the score and "waarom niet" look at, without a database.

Distances are in kilometres as the crow flies. A site of the household's own municipality stands where its own point
on the map is; every other place stands in the middle of its municipality. So nothing that is shown of a place
elsewhere, also no score, can tell where in that municipality it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from math import cos, hypot, radians
from typing import NamedTuple, Self

ADULT = 18
KM_PER_DEGREE = 111.195  # of latitude: the mean radius of the earth, 6,371 km
MIDDLE = radians(
    51.0
)  # Flanders lies around 51 degrees north; there a flat map is right to one part in a hundred


class Spot(NamedTuple):
    """A point on the map (WGS 84, degrees)."""

    latitude: float
    longitude: float

    def km_to(self, other: "Spot") -> float:
        north = (self.latitude - other.latitude) * KM_PER_DEGREE
        east = (self.longitude - other.longitude) * KM_PER_DEGREE * cos(MIDDLE)
        return hypot(north, east)


class Span(NamedTuple):
    """Days from `start` until `end`, which is the first day that it is over; None = no end."""

    start: date
    end: date | None

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, start: date, end: date | None) -> bool:
        return (self.end is None or start < self.end) and (end is None or self.start < end)


@dataclass(frozen=True)
class Someone:
    """What places ask of a person: sex as on the certificate, and age."""

    sex: str
    born_on: date | None = None
    birth_year: int | None = None

    def is_adult(self, *, on: date) -> bool:
        """Of somebody with only a birth year, by the age reached in that year (as households.Person.age)."""
        if self.born_on is None:
            return on.year - (self.birth_year or on.year) >= ADULT
        had_birthday = (on.month, on.day) >= (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - (not had_birthday) >= ADULT


@dataclass(frozen=True)
class Near:
    """Something that a household needs or wishes to live near. Without a spot (the other household lives nowhere yet)
    there is nothing to be near to."""

    need: str
    strength: str
    words: str
    spot: Spot | None

    def km(self, spot: Spot) -> float | None:
        return None if self.spot is None else self.spot.km_to(spot)


@dataclass(frozen=True)
class Asked:
    """What a household asks: who, what of the place, near what, from when and, if known, for how many days."""

    household: int
    own_town: int
    persons: tuple[Someone, ...]
    start: date
    today: date
    days: int | None = None
    needs: Mapping[str, str] = field(default_factory=dict)
    near: tuple[Near, ...] = ()
    within_km: int = 10
    home_town: int | None = None
    home_site: int | None = None

    @property
    def size(self) -> int:
        return len(self.persons)

    @property
    def until(self) -> date | None:
        """The first day that the place is not needed any more; None when nobody knows."""
        return None if self.days is None else self.start + timedelta(days=self.days)

    def needs_hard(self, need: str) -> bool:
        return self.needs.get(need) == "hard"

    def wishes(self, need: str) -> bool:
        return self.needs.get(need) == "wish"

    def has_adult_man(self) -> bool:
        return any(person.sex == "m" and person.is_adult(on=self.start) for person in self.persons)

    def has_minor(self) -> bool:
        return any(not person.is_adult(on=self.start) for person in self.persons)

    def moved(self, *, start: date, days: int | None) -> Self:
        return replace(self, start=start, days=days)


@dataclass(frozen=True)
class Place:
    """A unit with what its site adds, as this household may know it. `spot` is where distances are measured from."""

    unit: int
    site: int
    town: int
    town_name: str
    spot: Spot
    places: int
    available_from: date
    checked_on: date
    ends_on: date | None = None
    ready_on: date | None = None
    confirmed: bool = True
    opened: bool = True
    merged: bool = False
    host_agrees: bool = True
    admits: str = "everyone"
    open_to_others: bool = True
    step_free: bool = False
    ground_floor: bool = False
    lift: bool = False
    cot: bool = False
    pets: bool = False
    own_kitchen: bool = False
    own_sanitary: bool = False
    stays: tuple[Span, ...] = ()
    outages: tuple[Span, ...] = ()

    def free_until(self, start: date) -> date | None:
        """The first day after `start` that nobody can live here any more, or that it is promised; None = no end."""
        later = [span.start for span in (*self.stays, *self.outages) if span.start > start]
        return min([*later, *([self.ends_on] if self.ends_on else [])], default=None)


@dataclass(frozen=True)
class Flanders:
    """The municipalities: where they are, what they are called, and places against target (1 = on target).

    `sites` are the sites of the asking municipality that have a point of their own on the map.
    """

    spots: Mapping[int, Spot]
    names: Mapping[int, str]
    ratios: Mapping[int, Decimal] = field(default_factory=dict)
    sites: Mapping[int, Spot] = field(default_factory=dict)

    def towns_within(self, km: int, near: Near) -> list[int]:
        return _within(km, near, self.spots.items())

    def sites_within(self, km: int, near: Near) -> list[int]:
        return _within(km, near, self.sites.items())


def _within(km: int, near: Near, spots: Iterable[tuple[int, Spot]]) -> list[int]:
    return [key for key, spot in spots if (far := near.km(spot)) is not None and far <= km]
