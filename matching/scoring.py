"""The points of a place for a household, part by part, in tenths of a point: whole numbers, so that what is shown adds
up to the last digit. Pure. The weights are data (`RankingWeights`); the sum is what the ranking sorts by.

Three kinds of parts: of the spot (where it is: near things, home, spread), of the site (the one they live in now), and
of the unit (size, wishes, term, scarcity). The first two are the same for many units, and the ranking gives them to
PostgreSQL as a list; `matching.ranking` writes the third in SQL, and the tests prove that both come to the same.
"""

from decimal import Decimal
from math import exp
from typing import NamedTuple, Protocol

from matching.conditions import FEATURES, day, persons, places
from matching.facts import Asked, Flanders, Place, Spot

TENTHS = 10
DAYS_PER_MONTH = 30


class Weights(Protocol):
    """What the score needs of a version of the weights; in points, except kilometres and months."""

    fit: int
    empty_place: int
    wish: int
    near_school: int
    near_work: int
    near_household: int
    near_home: int
    scale_km: int
    same_site: int
    term: int
    expected_months: int
    scarce_step_free: int
    spread: int


class Part(NamedTuple):
    """One reason, in words, with the tenths of points that it adds."""

    reason: str
    tenths: int


def total(parts: list[Part]) -> int:
    return sum(part.tenths for part in parts)


def points(tenths: int) -> Decimal:
    """As people read it: one decimal, nothing rounded."""
    return Decimal(tenths) / TENTHS


def all_parts(asked: Asked, place: Place, flanders: Flanders, weights: Weights) -> list[Part]:
    """Every reason for this place, the heaviest kind first; the sum is its score."""
    return [
        *unit_parts(asked, place, weights),
        *spot_parts(asked, place.town, place.spot, flanders, weights),
        *site_parts(asked, place.site, weights),
    ]


# --- Of the unit ---------------------------------------------------------------------------------------------


def fit_tenths(asked: Asked, places: int, weights: Weights) -> int:
    """Full when nothing stays empty; each empty place costs, until as much is lost as could be won."""
    empty = places - asked.size
    return TENTHS * max(weights.fit - weights.empty_place * empty, -weights.fit)


def expected_days(asked: Asked, weights: Weights) -> int:
    """For how long: what was said, or else what such a stay is expected to last."""
    return asked.days if asked.days is not None else weights.expected_months * DAYS_PER_MONTH


def unit_parts(asked: Asked, place: Place, weights: Weights) -> list[Part]:
    empty = place.places - asked.size
    left = (
        f"{empty} blijft leeg" if empty == 1 else f"{empty} blijven leeg" if empty > 0 else "geen blijft leeg"
    )
    parts = [
        Part(
            f"{persons(asked.size).capitalize()} in {places(place.places)}: {left}",
            fit_tenths(asked, place.places, weights),
        )
    ]
    parts += [
        Part(f"Liefst {feature.wish}: in orde", TENTHS * weights.wish)
        for need, feature in FEATURES.items()
        if asked.wishes(need) and feature.there(place)
    ]
    parts.append(term_part(asked, place, weights))
    if place.step_free and not asked.needs.get("need_step_free"):
        parts.append(
            Part("Drempelvrij: liever sparen voor wie het nodig heeft", -TENTHS * weights.scarce_step_free)
        )
    return parts


def term_part(asked: Asked, place: Place, weights: Weights) -> Part:
    """How much of the expected stay the place remains free for."""
    end, expected = place.free_until(asked.start), expected_days(asked, weights)
    if end is None or (end - asked.start).days >= expected:
        until = "zonder einddatum" if end is None else f"tot {day(end)}"
        return Part(f"Vrij {until}: lang genoeg voor {expected} dagen", TENTHS * weights.term)
    days = (end - asked.start).days
    return Part(
        f"Vrij tot {day(end)}: {days} van de {expected} dagen die een verblijf naar verwachting duurt",
        TENTHS * weights.term * days // expected,
    )


# --- Of where it is ------------------------------------------------------------------------------------------


def spot_parts(asked: Asked, town: int, spot: Spot, flanders: Flanders, weights: Weights) -> list[Part]:
    """Near what they need or wish to live near, near where they live now, and the spread."""
    parts = []
    for near in asked.near:
        km = near.km(spot)
        if km is not None:
            parts.append(
                Part(f"{kilometres(km)} van {near.words}", nearness(getattr(weights, near.need), km, weights))
            )
    parts.append(home_part(asked, town, flanders, weights))
    if asked.wishes("need_stay_here") and town == asked.own_town:
        parts.append(Part("Liefst in deze gemeente blijven: in orde", TENTHS * weights.wish))
    ratio = flanders.ratios.get(town)
    if ratio is not None:
        parts.append(spread_part(flanders.names[town], ratio, weights))
    return parts


def nearness(weight: int, km: float, weights: Weights) -> int:
    """Full at the door, a third at `scale_km`: weight * exp(-km / scale) (quant.md B.2)."""
    return round(TENTHS * weight * exp(-km / weights.scale_km))


def kilometres(km: float) -> str:
    return "Minder dan 1 km" if km < 1 else f"Op {km:.0f} km"


def home_part(asked: Asked, town: int, flanders: Flanders, weights: Weights) -> Part:
    """Continuity: the municipality where they live now, or else the one that registered them."""
    home = asked.home_town or asked.own_town
    what = "waar ze nu wonen" if asked.home_town else "die hen registreerde"
    if town == home:
        return Part(f"In de gemeente {what}", TENTHS * weights.near_home)
    km = flanders.spots[town].km_to(flanders.spots[home])
    return Part(
        f"{kilometres(km)} van {flanders.names[home]}, {what}", nearness(weights.near_home, km, weights)
    )


def spread_part(name: str, ratio: Decimal, weights: Weights) -> Part:
    """A bonus below the target, a malus above it, never more than `spread` (at nothing, at twice the target)."""
    distance = min(Decimal(1), max(Decimal(-1), 1 - ratio))
    return Part(
        f"Spreiding: {name} zit op {round(ratio * 100)} % van het doel",
        round(TENTHS * weights.spread * distance),
    )


def site_parts(asked: Asked, site: int, weights: Weights) -> list[Part]:
    if asked.home_site != site:
        return []
    return [Part("Op de locatie waar ze nu wonen", TENTHS * weights.same_site)]
