"""Points for a household in a unit, as parts that add up (quant.md B.2, B.6). Hard conditions live here too."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.planning.problem import Household, Municipality, Problem, Unit, Weights

Floats = NDArray[np.float64]
Part = tuple[str, float]
EMPTY_PLACES = 4  # as many empty places and the fit of the size is worth nothing

LABELS = {
    "present": "dicht bij de huidige gemeente",
    "work": "dicht bij het werk",
    "school": "dicht bij de school",
    "services": "voorzieningen in de gemeente",
    "size": "de grootte past",
    "own_door": "een eigen voordeur",
    "wishes": "wensen vervuld",
    "spare": "schaarse plaats, niet nodig voor dit huishouden",
    "stability": "zoals in het vorige plan",
    "placed": "een thuis",
    "priority": "voorrang",
    "waiting": "wachttijd",
    "pair": "opgegeven waarde van het paar",
    "spread": "spreiding",
}


def fits(
    types: Sequence[Household], size: Floats, units: Sequence[Unit], places: Floats
) -> NDArray[np.bool_]:
    """[T, K] whether every hard condition of the household holds in the unit by itself."""
    feasible = size[:, None] <= places
    for name in {need for item in types for need in item.needs}:
        needed = np.array([name in item.needs for item in types])
        offered = np.array([name in unit.attributes for unit in units], dtype=bool)
        feasible &= ~needed[:, None] | offered
    return np.asarray(feasible)


def fit(
    types: Sequence[Household], size: Floats, units: Sequence[Unit], places: Floats, weights: Weights
) -> Floats:
    """[T, K] points for the unit itself: size, own door, wishes, and what is better kept for others."""
    door = np.array([not unit.shared for unit in units], dtype=bool)
    empty = np.where(door, np.clip(places - size[:, None], 0, EMPTY_PLACES), 0.0)
    points = weights.size * (1.0 - empty / EMPTY_PLACES) + weights.own_door * door
    names = {want for item in types for want in item.wants} | weights.rare
    for name in sorted(names):
        offered = np.array([name in unit.attributes for unit in units], dtype=bool)
        wanted = np.array([name in item.wants for item in types], dtype=bool)
        points += weights.wish * np.outer(wanted, offered)
        if name in weights.rare:
            needed = np.array([name in item.needs or name in item.wants for item in types], dtype=bool)
            points -= weights.spare * np.outer(~needed, offered)
    return np.asarray(points)


def closeness(rows: Sequence[Municipality | None], keys: Sequence[str], weights: Weights) -> Floats:
    """[M + 1, M] exp(-km / reach) between towns; the last row, reached by index -1, is zero."""
    x = np.array([item.x_km if item and item.x_km is not None else np.nan for item in rows], dtype=float)
    y = np.array([item.y_km if item and item.y_km is not None else np.nan for item in rows], dtype=float)
    near = np.exp(-np.hypot(x[:, None] - x, y[:, None] - y) / weights.reach_km)
    near = np.nan_to_num(near, nan=0.0)
    np.fill_diagonal(near, [0.0 if key == "" else 1.0 for key in keys])
    return np.vstack([near, np.zeros((1, len(keys)))])


def bonus(household: Household, weights: Weights) -> float:
    """What it is worth that this household is placed at all."""
    return sum(points for _, points in _bonus_parts(household, weights))


def _bonus_parts(household: Household, weights: Weights) -> list[Part]:
    days = min(max(household.waiting_days, 0), weights.waiting_days_at_most)
    return [
        ("placed", weights.placed),
        ("priority", weights.priority * household.priority),
        ("waiting", weights.waiting_per_day * days),
    ]


def distance_km(here: Municipality | None, there: Municipality | None) -> float | None:
    """Kilometres between two municipalities; None when one of them has no coordinates."""
    if here is None or there is None:
        return None
    if here.key == there.key:
        return 0.0
    if None in (here.x_km, here.y_km, there.x_km, there.y_km):
        return None
    return float(np.hypot(here.x_km - there.x_km, here.y_km - there.y_km))  # type: ignore[operator]


def parts_of(problem: Problem, household: Household, unit: Unit) -> list[Part]:
    """The parts of one pair, worked out from the facts alone; their sum is what the solver maximised.

    Raises KeyError when pairs were given and this is not one of them.
    """
    if problem.pairs is not None:
        return [("pair", _pair_scores(problem)[household.key, unit.key])]
    weights, towns = problem.weights, _municipalities(problem)
    parts: list[Part] = []
    for name, place, weight in (
        ("present", household.municipality, weights.present),
        ("work", household.work, weights.work),
        ("school", household.school, weights.school),
    ):
        parts.append((name, weight * _near(towns, place, unit.municipality, weights)))
    town = towns.get(unit.municipality)
    parts.append(("services", weights.services * (town.services if town else 0.0)))
    empty = 0 if unit.shared else min(unit.places - household.persons, EMPTY_PLACES)
    parts.append(("size", weights.size * (1.0 - empty / EMPTY_PLACES)))
    parts.append(("own_door", 0.0 if unit.shared else weights.own_door))
    parts.append(("wishes", weights.wish * len(household.wants & unit.attributes)))
    unneeded = (weights.rare & unit.attributes) - household.needs - household.wants
    parts.append(("spare", -weights.spare * len(unneeded)))
    if household.before and household.before == unit.municipality:
        parts.append(("stability", weights.stability))
    return parts + _bonus_parts(household, weights)


def _near(towns: dict[str, Municipality], place: str, there: str, weights: Weights) -> float:
    if not place:
        return 0.0
    if place == there:
        return 1.0
    km = distance_km(towns.get(place), towns.get(there))
    return 0.0 if km is None else float(np.exp(-km / weights.reach_km))


# The facts of one problem are asked for once per household: keep the last problem's tables at hand.
_tables: dict[str, tuple[Problem, object]] = {}


def _municipalities(problem: Problem) -> dict[str, Municipality]:
    kept = _tables.get("towns")
    if kept is None or kept[0] is not problem:
        kept = _tables["towns"] = (problem, {item.key: item for item in problem.municipalities})
    return kept[1]  # type: ignore[return-value]


def _pair_scores(problem: Problem) -> dict[tuple[str, str], float]:
    kept = _tables.get("pairs")
    if kept is None or kept[0] is not problem:
        scores = {(pair.household, pair.unit): pair.score for pair in problem.pairs or ()}
        kept = _tables["pairs"] = (problem, scores)
    return kept[1]  # type: ignore[return-value]
