"""From degrees to the flat map: one small coordinate system, fixed for everything that is drawn.

Equirectangular around 51.1° north (WGS84): over the size of Flanders the shapes look right, and one
multiplication does it. One unit is about 24 metres: whole numbers are precise enough and keep paths short.
"""

import itertools
from collections.abc import Iterable, Sequence
from math import cos, radians

WEST, EAST, SOUTH, NORTH = 2.53, 5.93, 50.675, 51.515
WIDTH = 10_000
SCALE = WIDTH / ((EAST - WEST) * cos(radians(51.1)))
HEIGHT = round((NORTH - SOUTH) * SCALE)

Point = tuple[float, float]


class NotOnMap(ValueError):
    """A coordinate that does not lie in or just around Flanders, such as one in metres instead of degrees."""

    def __init__(self, longitude: float, latitude: float) -> None:
        super().__init__(
            f"Het punt ({longitude:g}, {latitude:g}) ligt niet in Vlaanderen. De coördinaten moeten in "
            "graden staan, eerst de lengte en dan de breedte (WGS84, EPSG:4326)."
        )


def project(longitude: float, latitude: float) -> tuple[int, int]:
    """Map units from the upper left corner. Raises NotOnMap outside Flanders (with 0.1° to spare)."""
    if not (WEST - 0.1 <= longitude <= EAST + 0.1 and SOUTH - 0.1 <= latitude <= NORTH + 0.1):
        raise NotOnMap(longitude, latitude)
    return round((longitude - WEST) * cos(radians(51.1)) * SCALE), round((NORTH - latitude) * SCALE)


def svg_path(rings: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Closed rings of map units as the `d` of an SVG path, in relative steps.

    Corners that fall together are left out, and so is a ring of which fewer than three remain.
    """
    return "".join(_ring_path(ring) for ring in rings)


def _ring_path(ring: Sequence[tuple[int, int]]) -> str:
    corners = [corner for place, corner in enumerate(ring) if place == 0 or corner != ring[place - 1]]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    steps = [(x - px, y - py) for (px, py), (x, y) in itertools.pairwise(corners)]
    return f"M{_pair(corners[0])}l" + " ".join(_pair(step) for step in steps).replace(" -", "-") + "z"


def _pair(numbers: tuple[int, int]) -> str:
    x, y = numbers
    return f"{x}{'' if y < 0 else ' '}{y}"
