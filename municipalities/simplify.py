"""Making detailed boundaries light enough for a page, so that neighbours keep exactly the same common border.

The outlines are cut where borders meet, and each stretch between two such points is simplified once, by
Douglas and Peucker (1973), whichever municipality it is looked at from.
"""

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

TOLERANCE = 4.0  # map units: about 95 metres, less than half a pixel on a screen 1,000 pixels wide

Corner = tuple[int, int]
Ring = list[Corner]
Key = TypeVar("Key", bound=Hashable)


def simplify(outlines: Mapping[Key, list[Ring]], tolerance: float = TOLERANCE) -> dict[Key, list[Ring]]:
    """The same outlines with fewer corners, in map units. Rings that vanish on the map are left out."""
    rings = {key: [tidy for ring in found if (tidy := _tidy(ring))] for key, found in outlines.items()}
    meeting = _meeting_points(ring for found in rings.values() for ring in found)
    return {key: [_simplify_ring(ring, meeting, tolerance) for ring in found] for key, found in rings.items()}


def _tidy(ring: Ring) -> Ring:
    """Without repeated corners and without the closing one; empty when fewer than three remain."""
    corners = [corner for place, corner in enumerate(ring) if place == 0 or corner != ring[place - 1]]
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    return corners if len(corners) >= 3 else []


def _meeting_points(rings: Iterable[Ring]) -> set[Corner]:
    """The corners where more than one line passes: these stay, whatever is left out between them."""
    neighbours: defaultdict[Corner, set[Corner]] = defaultdict(set)
    for ring in rings:
        for before, corner in zip([ring[-1], *ring], ring, strict=False):
            neighbours[before].add(corner)
            neighbours[corner].add(before)
    return {corner for corner, found in neighbours.items() if len(found) > 2}


def _simplify_ring(ring: Ring, meeting: set[Corner], tolerance: float) -> Ring:
    fixed = [place for place, corner in enumerate(ring) if corner in meeting]
    if len(fixed) < 2:
        # An island, or an enclave within one municipality: its extreme corners are the same for every reader.
        extremes = {ring.index(min(ring)), ring.index(max(ring)), *fixed}
        fixed = sorted(extremes)
    turned = ring[fixed[0] :] + ring[: fixed[0]]
    stops = [place - fixed[0] for place in fixed] + [len(ring)]
    turned.append(turned[0])
    kept: Ring = []
    for start, end in itertools.pairwise(stops):
        stretch = turned[start : end + 1]
        forward = stretch[0] <= stretch[-1]
        simple = _thin(stretch if forward else stretch[::-1], tolerance)
        kept += (simple if forward else simple[::-1])[:-1]
    return kept if len(kept) >= 3 else ring


def _thin(line: Ring, tolerance: float) -> Ring:
    """Douglas-Peucker: keeps the ends, and every corner further than `tolerance` from what remains."""
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        furthest, distance = 0, tolerance
        for place in range(first + 1, last):
            x, y = line[place]
            if length:
                away = abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
            else:
                away = ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            if away > distance:
                furthest, distance = place, away
        if furthest:
            keep.add(furthest)
            waiting += [(first, furthest), (furthest, last)]
    return [line[place] for place in sorted(keep)]
