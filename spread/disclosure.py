"""Which numbers of persons may be published per municipality, so that no small one can be worked out. Pure.

**What is small.** Fewer than 5 persons, in a municipality that has places. A zero counts as small as well: were zeros
shown, a hidden number would say "one to four", and a family that leaves would be seen leaving. Only where there are no
places is the zero shown, for it says nothing that the number of places does not say.

**What else is hidden.** The totals of the provinces and of Flanders are exact, so one hidden number alone is the total
less the rest. Every *zone* (a province) therefore has a *core*: hidden municipalities, chosen so that for each hidden
municipality i, with U_j the places of j (at most as many persons as places live anywhere) and p_j the persons,

    S_i  = p_i + sum of p_j over the core without i            what the totals give away about them
    low  = max(0, S_i - sum of U_j over the core without i)    the least that i can have
    high = min(U_i, S_i)                                       the most that i can have
    high - low >= min(5, U_i)  and  sum of p_j over the core >= 5      what is asked

Low and high are the exact answer of the linear programme of an attacker who knows **every other number of the zone**,
hidden ones outside the core included; who knows less is left with wider bounds. Who does not think of the places has
0 and S_i as his bounds, at least 5 apart. Who does: where fewer than five places are, those places already say more
than a range of five, and nothing may be said beyond them.

**Across levels.** A zone that cannot be protected is joined with the smallest other one and the totals of its
provinces are hidden, so that only their sum follows from Flanders. When even all of Flanders cannot be protected, no
number of persons is published at all, not even the total.

**Between weeks.** What was small or in a core stays hidden for `HOLD` publications more, and a core is made of
municipalities that were not published in the `HOLD` publications before (as far as there are such). So no number of
another week stands in for a number of the core, whatever is published of the others. Zones stay joined as long.

**What is not promised.** Who *knows* that nobody came or went in any of the other hidden municipalities of a zone can
follow the changes of the one that is left: that is so for any table with exact weekly totals. And who runs this very
algorithm on all numbers that are possible can drop those for which it would have hidden something else: in random
provinces of only 3 to 7 municipalities without a past that took 0 or 4 away from the range of 4 % of the hidden
numbers; with 38 to 67 municipalities and the weeks before, which he does not know, he has far less to go on.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

THRESHOLD = 5
HOLD = 12  # publications, so about a quarter of a year
MARGIN = 2  # a core is chosen with twice the room where there is, so that it holds next week too

Zone = frozenset[str]


@dataclass(frozen=True)
class Cell:
    """One municipality: `zone` is its province, `places` the published number of places."""

    code: str
    zone: str
    persons: int
    places: int

    @property
    def most(self) -> int:
        """More persons than that cannot live there."""
        return max(self.places, self.persons)

    @property
    def is_small(self) -> bool:
        return self.most > 0 and self.persons < THRESHOLD


@dataclass(frozen=True)
class Protection:
    """What must be hidden. `small` and `core` stay hidden in later weeks; `zones` are the provinces that go together.

    `carried` says that a core had to be made with municipalities that were published not long before.
    """

    hidden: frozenset[str]
    small: frozenset[str]
    core: frozenset[str]
    zones: tuple[Zone, ...]
    everything: bool = False
    carried: bool = False

    @property
    def joined(self) -> tuple[Zone, ...]:
        """The zones of more than one province: the totals of these provinces are hidden."""
        return tuple(zone for zone in self.zones if len(zone) > 1)


def span(cell: Cell, core: Iterable[Cell]) -> tuple[int, int]:
    """The least and the most persons that who knows all but this cell and the core can give the cell."""
    others = [other for other in core if other.code != cell.code]
    together = cell.persons + sum(other.persons for other in others)
    return max(0, together - sum(other.most for other in others)), min(cell.most, together)


def holds(hidden: Iterable[Cell], core: Sequence[Cell], width: int = THRESHOLD) -> bool:
    """Whether every hidden cell keeps a range of `width`, or of all its places where these are fewer."""
    hidden = list(hidden)
    if hidden and sum(cell.persons for cell in core) < width:
        return False
    return all(high - low >= min(width, cell.most) for cell in hidden for low, high in [span(cell, core)])


def protect(
    cells: Sequence[Cell],
    *,
    held: Collection[str] = (),
    exposed: Collection[str] = (),
    joined: Iterable[Zone] = (),
) -> Protection:
    """Choose what to hide. `held` stays hidden, `exposed` was published not long ago, `joined` zones stay together.

    Deterministic: the same input hides the same, whatever the order of the cells.
    """
    cells = sorted(cells, key=lambda cell: cell.code)
    small = frozenset(cell.code for cell in cells if cell.is_small)
    first = small | {cell.code for cell in cells if cell.code in held}
    zones = _together([frozenset([cell.zone]) for cell in cells], joined)
    while True:
        cores = {zone: _core(_of(cells, zone), first, exposed) for zone in zones}
        failing = [zone for zone in zones if cores[zone] is None]
        if not failing:
            core = [cell for found in cores.values() for cell in found or ()]
            codes = frozenset(cell.code for cell in core)
            cold = [cell for cell in core if cell.code not in exposed]
            carried = not all(
                holds([cell for cell in _of(cells, zone) if cell.code in first | codes], _of(cold, zone))
                for zone in zones
            )
            return Protection(first | codes, small, codes, zones, carried=carried)
        if len(zones) == 1:
            all_codes = frozenset(cell.code for cell in cells if cell.most)
            return Protection(all_codes, small, frozenset(), zones, everything=True)
        weakest = min(failing, key=lambda zone: _size(cells, zone))
        next_to = min((zone for zone in zones if zone != weakest), key=lambda zone: _size(cells, zone))
        zones = _together(zones, [weakest | next_to])


def _core(cells: Sequence[Cell], first: Collection[str], exposed: Collection[str]) -> list[Cell] | None:
    """The core of one zone; None when none is enough. Empty where nothing is hidden and nothing can be kept apart."""
    hidden = [cell for cell in cells if cell.code in first]
    candidates = sorted(
        (cell for cell in cells if cell.most),
        key=lambda cell: (cell.code in exposed, cell.code not in first, cell.persons, cell.code),
    )
    for width in (MARGIN * THRESHOLD, THRESHOLD):
        core: list[Cell] = []
        for candidate in candidates:
            core.append(candidate)
            if _enough(core, hidden, width):
                return _without_needless(core, hidden, first, width)
    return None if hidden else []


def _enough(core: Sequence[Cell], hidden: Iterable[Cell], width: int) -> bool:
    return len(core) > 1 and holds({*hidden, *core}, core, width)


def _without_needless(
    core: list[Cell], hidden: Sequence[Cell], first: Collection[str], width: int
) -> list[Cell]:
    """The core without what would be hidden only for it, and is not needed after all."""
    for cell in [cell for cell in core if cell.code not in first]:
        without = [other for other in core if other != cell]
        if _enough(without, hidden, width):
            core = without
    return core


def _of(cells: Iterable[Cell], zone: Zone) -> list[Cell]:
    return [cell for cell in cells if cell.zone in zone]


def _size(cells: Iterable[Cell], zone: Zone) -> tuple[int, list[str]]:
    return sum(cell.persons for cell in _of(cells, zone)), sorted(zone)


def _together(zones: Iterable[Zone], joined: Iterable[Zone]) -> tuple[Zone, ...]:
    """The zones, with those that share a part of the joined ones made one."""
    found = set(zones)
    provinces = {province for zone in found for province in zone}
    for group in joined:
        touched = {zone for zone in found if zone & group & provinces}
        if touched:
            found = (found - touched) | {frozenset().union(*touched)}
    return tuple(sorted(found, key=sorted))
