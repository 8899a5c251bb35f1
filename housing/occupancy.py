"""How many persons fit, by the norm: the lower of what the floor area and the number of living rooms allow."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from housing.models import Living, MeasuredUnit, OccupancyNorm

Measure = OccupancyNorm.Measure
FIRST = date(2022, 3, 14)  # the first day on which a place could count (domain.md 2.2, source S12)
MINIMUM = "Vlaanderen, technisch verslag: minstens 18 m² (woning) of 12 m² (kamer)"
GUIDE = "Richtwaarde naar Fedasil: 4 m² slaapruimte per persoon, één kamer per gezin"
DRAFT = "Eigen ontwerp, nog te bevestigen door ABB: de tabel van het technisch verslag is niet nagezien"

# The lowest areas are published (domain.md 2.5, source S81); the table with the other steps was not found, and is ours.
DWELLING_AREAS = ("18", "27", "36", "45", "54", "63", "72", "81")
ROOM_AREAS = ("12", "18", "24", "30")


def proposed() -> Iterator[dict[str, Any]]:
    """The rows that the portal starts with, without their period."""

    def row(
        living: Living, measure: str, at_least: str, persons: int, source: str, draft: bool
    ) -> dict[str, Any]:
        return {
            "living": living.value,
            "measure": measure,
            "at_least": Decimal(at_least),
            "persons": persons,
            "source": source,
            "draft": draft,
        }

    for living, areas in ((Living.DWELLING, DWELLING_AREAS), (Living.ROOM, ROOM_AREAS)):
        for persons, area in enumerate(areas, start=1):
            yield row(living, Measure.AREA, area, persons, DRAFT if persons > 1 else MINIMUM, persons > 1)
    for rooms in range(1, 8):
        yield row(Living.DWELLING, Measure.ROOMS, str(rooms), rooms + 1, DRAFT, True)
    yield row(Living.ROOM, Measure.ROOMS, "1", len(ROOM_AREAS), DRAFT, True)
    yield row(Living.COLLECTIVE, Measure.AREA_EACH, "4", 1, GUIDE, False)


class Allowed(NamedTuple):
    """What the norm allows for units alike: per unit by area and by rooms (None: that does not count here), the lower
    of both, and that times the number of units. A `guide` binds nobody."""

    unit: MeasuredUnit
    by_area: int
    by_rooms: int | None
    each: int
    persons: int
    guide: bool


class Occupancy(NamedTuple):
    """What the norm allows on a visit. `persons` is None where the norm does not bind: nothing was measured, or
    something of it is collective."""

    rows: list[Allowed]
    persons: int | None
    draft: bool
    sources: list[str]


def occupancy(measured: Iterable[MeasuredUnit], *, on: date) -> Occupancy | None:
    """What the norm of that day allows for what was measured; None when nothing was, or no norm was valid."""
    units = list(measured)
    norms = list(OccupancyNorm.objects.valid(on=on).filter(living__in={unit.living for unit in units}))
    if not units or not norms:
        return None
    rows = [_allowed(unit, [norm for norm in norms if norm.living == unit.living]) for unit in units]
    binding = None if any(row.guide for row in rows) else sum(row.persons for row in rows)
    return Occupancy(
        rows, binding, any(norm.draft for norm in norms), list(dict.fromkeys(norm.source for norm in norms))
    )


def _allowed(unit: MeasuredUnit, norms: list[OccupancyNorm]) -> Allowed:
    each_needs = [norm.at_least for norm in norms if norm.measure == Measure.AREA_EACH]
    if each_needs:
        each = int(unit.floor_area // each_needs[0])
        return Allowed(unit, each, None, each, unit.count * each, guide=True)
    by_area = _reached(norms, Measure.AREA, unit.floor_area)
    by_rooms = _reached(norms, Measure.ROOMS, Decimal(unit.living_rooms))
    each = min(by_area, by_rooms)
    return Allowed(unit, by_area, by_rooms, each, unit.count * each, guide=False)


def _reached(norms: list[OccupancyNorm], measure: str, value: Decimal) -> int:
    """The persons of the highest step that this value reaches; 0 below the first."""
    return max(
        (norm.persons for norm in norms if norm.measure == measure and norm.at_least <= value), default=0
    )
