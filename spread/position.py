"""A municipality beside comparable ones: its rank, the middle of the group, and what is expected of it. Pure.

Comparable are those of the same reference region, and those of the same class of population.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from spread.explanations import nl
from spread.models import IndicatorSnapshot, RatioClass

# Upper bounds of the classes of population, in inhabitants (the last class has none).
SIZES = (10_000, 20_000, 50_000, 100_000)
NEAREST = 8  # of the same class: these many that are nearest in population stand in the table
AGO = (7, 30, 90)  # days


def size_class(population: int | None) -> int | None:
    """The class of population, 0 to 4; None when it is not known."""
    return None if population is None else sum(1 for bound in SIZES if population >= bound)


def size_words(number: int) -> str:
    """The class as people read it."""
    low, high = [0, *SIZES][number], [*SIZES, None][number]
    if high is None:
        return f"{nl(low)} inwoners of meer"
    return f"minder dan {nl(high)} inwoners" if not low else f"{nl(low)} tot {nl(high)} inwoners"


@dataclass(frozen=True)
class Standing:
    """Where one stands in a group, by places per 1,000 inhabitants: rank 1 has the most."""

    rank: int
    of: int
    own: Any
    middle: Any


def standing(own: IndicatorSnapshot, group: Iterable[IndicatorSnapshot]) -> Standing | None:
    """None when one has no figure, or stands alone. Who has as many shares the better rank."""
    values = [row.per_1000 for row in group if row.per_1000 is not None]
    if own.per_1000 is None or len(values) < 2:
        return None
    more = sum(1 for value in values if value > own.per_1000)
    return Standing(more + 1, len(values), own.per_1000, median(values))


@dataclass(frozen=True)
class Group:
    """Comparable municipalities with their figures; `rows` are those of the table, the own one among them."""

    title: str
    rows: Sequence[IndicatorSnapshot]
    standing: Standing | None


def groups(own: IndicatorSnapshot, rows: Sequence[IndicatorSnapshot]) -> list[Group]:
    """The two groups of one municipality, from the rows that the reader may see."""
    region = [row for row in rows if row.reference_region_id == own.reference_region_id]
    found = [Group(f"In dezelfde referentieregio: {own.reference_region}", region, standing(own, region))]
    number = size_class(own.population)
    if number is not None and own.population is not None:
        alike = [row for row in rows if size_class(row.population) == number]
        near = sorted(alike, key=_distance(own.population))[: NEAREST + 1]
        shown = sorted(near, key=lambda row: -(row.population or 0))
        found.append(Group(f"Even groot: {size_words(number)}", shown, standing(own, alike)))
    return found


def _distance(population: int) -> Callable[[IndicatorSnapshot], tuple[int, str]]:
    return lambda row: (abs((row.population or 0) - population), row.area_name)


def expected(row: IndicatorSnapshot) -> list[str]:
    """What the target asks, in sentences. The note of the key says what kind of norm it is."""
    if row.target is None or row.gap is None:
        return ["Zonder inwonertal is er geen doel, en dus niets om te verwachten."]
    if row.exempt:
        return ["Er worden geen bijkomende plaatsen verwacht: de gemeente is vrijgesteld."]
    match row.ratio_class:
        case RatioClass.SMALL:
            return [
                f"Het doel is {_places(row.target)}: zo klein dat één gezin meer of minder het percentage doet "
                "springen. Kijk daarom samen met uw buren naar het cijfer van de referentieregio."
            ]
        case RatioClass.LOW:
            to_near = -(-8 * row.target // 10) - row.places
            return [
                f"Met {_places(to_near)} erbij haalt de gemeente 80 % van het doel; met {_places(-row.gap)} het hele "
                "doel.",
                "Meld een pand of grond aan als aanbod, of vraag VLOT om mee te zoeken.",
            ]
        case RatioClass.NEAR:
            return [
                "De gemeente zit bij haar doel (80 tot 120 %). Verwacht wordt dat wat er is, beschikbaar blijft."
            ]
    return [
        f"De gemeente heeft {_places(row.gap)} meer dan haar doel. Nieuwe plaatsen worden eerst van andere gemeenten "
        "verwacht."
    ]


@dataclass(frozen=True)
class Region:
    """The part of a reference region that lies in the rows, summed."""

    name: str
    municipalities: int
    places: int
    target: int
    gap: int


def regions(rows: Iterable[IndicatorSnapshot]) -> list[Region]:
    """Per reference region the municipalities with a target; the furthest below it first."""
    found: dict[str, list[IndicatorSnapshot]] = {}
    for row in rows:
        found.setdefault(str(row.reference_region), []).append(row)
    summed = [
        Region(
            name,
            len(members),
            sum(row.places for row in members),
            sum(row.target or 0 for row in members),
            sum(row.gap or 0 for row in members),
        )
        for name, members in found.items()
    ]
    return sorted(summed, key=lambda region: (region.gap, region.name))


def _places(number: int) -> str:
    return f"{nl(number)} {'plaats' if number == 1 else 'plaatsen'}"


@dataclass(frozen=True)
class Step:
    """The figures of an earlier day, with the change since then."""

    days: int
    on: date
    places: int
    change: int
    gap_change: int | None


def steps(row: IndicatorSnapshot, series: Iterable[tuple[date, int, int | None]]) -> list[Step]:
    """Against 7, 30 and 90 days before, or the last day before that with figures; `series` are day, places and gap."""
    past = sorted(series, reverse=True)
    found = []
    for days in AGO:
        wanted = row.on - timedelta(days=days)
        then = next((one for one in past if one[0] <= wanted), None)
        if then is not None:
            on, places, gap = then
            moved = None if gap is None or row.gap is None else row.gap - gap
            found.append(Step(days, on, places, row.places - places, moved))
    return found
