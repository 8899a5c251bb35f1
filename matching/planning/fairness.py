"""Who is served how well: the checks of quant.md B.7, by group of households. Never by origin or belief."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from matching.planning import scoring
from matching.planning.problem import Household, Problem

FEWEST = 20  # households; a gap within fewer says nothing
NOT_A_SCORE = {"placed", "priority", "waiting", "spread", "stability"}

DIMENSIONS: dict[str, tuple[str, Callable[[Household], str]]] = {
    "size": (
        "grootte van het huishouden",
        lambda item: "6 of meer" if item.persons > 5 else str(item.persons),
    ),
    "step_free": ("drempelvrij nodig", lambda item: "ja" if "step_free" in item.needs else "nee"),
    "pets": ("huisdieren", lambda item: "ja" if "pets" in item.needs else "nee"),
    "group": ("blijft samen met andere", lambda item: "ja" if item.group else "nee"),
    "priority": ("voorrang", lambda item: "ja" if item.priority > 0 else "nee"),
    "province": ("provincie", lambda item: item.province or "onbekend"),
}


@dataclass(frozen=True)
class Row:
    """One group of households. Scores in points for where they come (0 to 100 with our own weights); kilometres from
    the present municipality; days waited. None where nobody is placed or nothing is known.
    """

    dimension: str
    label: str
    value: str
    households: int
    placed: int
    mean_score: float | None
    low_score: float | None  # the 5th percentile
    mean_km: float | None
    mean_waiting: float
    flagged: str = ""  # why this row stands out

    @property
    def placed_rate(self) -> float:
        return self.placed / self.households


def place_score(parts: list[tuple[str, float]]) -> float:
    """Points for where a household comes: without those for being placed at all, and without the spread."""
    return sum(points for name, points in parts if name not in NOT_A_SCORE)


def check(
    problem: Problem, assignment: Mapping[str, str], parts: Mapping[str, list[tuple[str, float]]]
) -> list[Row]:
    """A row for every value of every dimension; the largest gap of each kind within a dimension is flagged."""
    towns = {item.key: item for item in problem.municipalities}
    where = {unit.key: unit.municipality for unit in problem.units}
    scores = {key: place_score(mine) for key, mine in parts.items()}
    rows: list[Row] = []
    for dimension, (label, value_of) in DIMENSIONS.items():
        members: dict[str, list[Household]] = defaultdict(list)
        for household in problem.households:
            members[value_of(household)].append(household)
        found = []
        for value, mine in sorted(members.items()):
            placed = [item for item in mine if item.key in assignment]
            points = np.array([scores[item.key] for item in placed])
            distances = [
                scoring.distance_km(towns.get(item.municipality), towns.get(where[assignment[item.key]]))
                for item in placed
            ]
            known = [km for km in distances if km is not None]
            found.append(
                Row(
                    dimension,
                    label,
                    value,
                    len(mine),
                    len(placed),
                    float(points.mean()) if placed else None,
                    float(np.percentile(points, 5)) if placed else None,
                    float(np.mean(known)) if known else None,
                    float(np.mean([item.waiting_days for item in mine])),
                )
            )
        rows += _flagged(found)
    return rows


def _flagged(rows: list[Row]) -> list[Row]:
    """Marks the lowest placed rate and the lowest mean score, when enough households are behind the figure."""
    enough = [row for row in rows if row.households >= FEWEST]
    if len(enough) < 2:
        return rows
    worst_rate = min(enough, key=lambda row: row.placed_rate)
    best_rate = max(enough, key=lambda row: row.placed_rate)
    scored = [row for row in enough if row.mean_score is not None]
    out = []
    for row in rows:
        words = []
        if row is worst_rate and best_rate.placed_rate - row.placed_rate > 0.005:
            words.append(
                f"{row.placed_rate:.0%} krijgt een plaats, tegenover {best_rate.placed_rate:.0%} bij {best_rate.value}"
            )
        if len(scored) > 1:
            lowest = min(scored, key=lambda item: item.mean_score or 0.0)
            highest = max(scored, key=lambda item: item.mean_score or 0.0)
            if row is lowest and (highest.mean_score or 0.0) - (row.mean_score or 0.0) > 1.0:
                words.append(
                    f"gemiddeld {row.mean_score:.1f} punten, tegenover {highest.mean_score:.1f} bij {highest.value}"
                )
        out.append(Row(**{**row.__dict__, "flagged": "; ".join(words).replace(".", ",")}))
    return out


def group_floor(rows: list[Row]) -> float | None:
    """Mean score of keep-together groups as a share of the mean of all; None without groups."""
    both = [row for row in rows if row.dimension == "group" and row.mean_score is not None]
    groups = [row for row in both if row.value == "ja"]
    count = sum(row.placed for row in both)
    if not groups or not count:
        return None
    mean = sum((row.mean_score or 0.0) * row.placed for row in both) / count
    return None if mean <= 0 else (groups[0].mean_score or 0.0) / mean
