"""In which order to drive a day's visits."""

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from vlot.models import Visit

EARTH_KM = 6371.0


class Stop(NamedTuple):
    """One visit in the order of the day, and the kilometres as the crow flies from the stop before; None for the
    first one, and where a place is unknown."""

    visit: Visit
    km: float | None


def route(visits: Sequence[Visit], *, start: tuple[float, float] | None = None) -> list[Stop]:
    """The nearest next stop every time (nearest neighbour), from `start` (degrees north and east), else from the first
    visit as given. Visits without a place come last. Not the shortest way, but one without detours that one sees."""
    left = [visit for visit in visits if visit.position is not None]
    nowhere = [visit for visit in visits if visit.position is None]
    stops: list[Stop] = []
    here = start
    while left:
        following = (
            left[0]
            if here is None
            else min(left, key=lambda visit: (km_between(here, visit.position), visit.pk))
        )
        left.remove(following)
        stops.append(Stop(following, None if here is None else km_between(here, following.position)))
        here = following.position
    return [*stops, *(Stop(visit, None) for visit in nowhere)]


def km_between(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float:
    """Kilometres as the crow flies between two points in degrees (haversine formula); 0 where one is unknown."""
    if one is None or other is None:
        return 0.0
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(north / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
