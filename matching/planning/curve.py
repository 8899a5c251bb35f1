"""What fairness costs: the same problem with the spread counting more and less, down to not at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from matching.planning.checker import cost
from matching.planning.plan import Settings, make_plan
from matching.planning.problem import Problem

FACTORS = (0.0, 0.5, 1.0, 2.0)


@dataclass(frozen=True)
class Point:
    """score: points for where everybody comes; spread_distance: points lost by towns not being on target, both by the
    weights of the problem itself; `factor` is how much heavier the spread weighed while solving.
    """

    factor: float
    score: float
    spread_distance: float
    placed: int


@dataclass(frozen=True)
class Curve:
    """price: points of score given up per point of spread won, from blind to the plan; None when nothing was won."""

    points: tuple[Point, ...]

    @property
    def price(self) -> float | None:
        found = {point.factor: point for point in self.points}
        if 0.0 not in found or 1.0 not in found:
            return None
        won = found[0.0].spread_distance - found[1.0].spread_distance
        return (found[0.0].score - found[1.0].score) / won if won > 1e-9 else None


def spread_curve(
    problem: Problem,
    *,
    factors: tuple[float, ...] = FACTORS,
    seed: int = 1,
    settings: Settings | None = None,
    progress: Callable[[str, float], None] = lambda stage, part: None,
    stop: Callable[[], bool] = lambda: False,
) -> Curve:
    """A plan for each factor, each from the prices of the one before."""
    settings = settings or Settings(iterations=200, rounds=10, polish_steps=0)
    warm = None
    points = []
    for number, factor in enumerate(factors):
        progress("curve", number / len(factors))
        weights = problem.weights
        heavier = replace(weights, spread=weights.spread * factor)
        plan = make_plan(
            replace(problem, weights=heavier), seed=seed, settings=settings, stop=stop, warm=warm
        )
        warm = plan.prices
        points.append(Point(factor, plan.place_score, _distance(problem, plan.load), plan.placed))
    return Curve(tuple(points))


def _distance(problem: Problem, load: dict[str, float]) -> float:
    return sum(
        cost(load[town.key], town.target, problem.weights) - cost(town.target, town.target, problem.weights)
        for town in problem.municipalities
        if town.target is not None
    )
