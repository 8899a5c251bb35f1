"""From a problem to a plan with its own proven bound: the stages, their progress, and what is kept of the result.

No database, no clock but for the seconds reported, and no chance but the seed: the same problem, seed and version give
the same plan (quant.md B.5, B.6).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

from matching.planning import exact, fairness, polish
from matching.planning.checker import Verdict, judge
from matching.planning.envy import justified_envy
from matching.planning.floor import group_share, keep_floor
from matching.planning.greedy import best_fit, first_come, guided
from matching.planning.instance import Instance
from matching.planning.market import Market
from matching.planning.others import Other, others
from matching.planning.prices import Dual, Prices
from matching.planning.problem import Problem, fingerprint
from matching.planning.reasons import Reasons
from matching.planning.search import Search

Ints = NDArray[np.int64]
Progress = Callable[[str, float], None]
LARGE, ITERATIONS = (5_000, 30_000), (280, 500, 620)  # households, and iterations below, between and above


class PlanCancelled(Exception):
    """Somebody stopped the work. `assignment` is the best plan until then (household to unit), perhaps empty."""

    def __init__(self, assignment: Mapping[str, str]) -> None:
        super().__init__("De berekening is gestopt.")
        self.assignment = dict(assignment)


class BrokenPlan(AssertionError):
    """The checker does not agree with the solver: a fault of ours, never of the input."""


@dataclass(frozen=True)
class Settings:
    """How much work to do. Everything is counted in steps, except `exact_seconds`, a guard on the exact solver.

    iterations of the descent (None: as many as the size asks); rounds of local search; with at most `exact_columns`
    pairs of household and class the exact solver runs (more of them when the pairs are given); `polish_steps`
    neighbourhoods are solved exactly in cases of middle size; `group_floor`: the mean score of groups that stay
    together as a share of the mean of all (0 is none).
    """

    iterations: int | None = None
    rounds: int = 40
    exact_columns: int = 20_000
    exact_listed_columns: int = 300_000
    exact_seconds: float = 60.0
    polish_steps: int = 40
    group_floor: float = 0.95


@dataclass(frozen=True)
class Baseline:
    """A plan made in one pass, to compare with; seconds of the processor. `envy` as in `planning.envy`."""

    objective: float
    placed: int
    seconds: float
    score: float
    spread_distance: float
    envy: float | None


@dataclass
class Plan:
    """objective <= bound. gap = (bound - objective) / objective; net_gap leaves out the points for being placed at all.

    `parts` adds up to `objective` over all households: (name, points), names as in `scoring.LABELS`; "spread" is the
    household's part, by persons, of what its town costs. `others` as in `planning.others`. `unplaced`: code, text,
    price. `spread_distance`: points lost by towns not being on target, `spread_before` the same before the plan.
    `prices` start a later plan. `seconds` passed in all; `stages` holds seconds of the processor.
    """

    assignment: dict[str, str]
    objective: float
    bound: float
    gap: float | None
    net_gap: float | None
    optimal: bool
    score: float
    place_score: float
    spread: float
    spread_distance: float
    spread_before: float
    parts: dict[str, list[tuple[str, float]]]
    others: dict[str, Other]
    unplaced: dict[str, dict[str, object]]
    baselines: dict[str, Baseline]
    fairness: list[fairness.Row]
    group_floor: float | None
    envy: float | None
    prices: dict[str, dict[str, float]]
    load: dict[str, float]
    seed: int
    iterations: int
    seconds: float
    stages: dict[str, float]
    input_hash: str

    @property
    def placed(self) -> int:
        return len(self.assignment)

    @property
    def gap_closed(self) -> float | None:
        """Which part of the gap of first come, first served this plan closes."""
        before = self.bound - self.baselines["first_come"].objective
        return (self.objective - self.baselines["first_come"].objective) / before if before > 1e-9 else None


@dataclass
class _Work:
    """What the stages hand on to each other, and the way to stop them."""

    instance: Instance
    progress: Progress
    stop: Callable[[], bool]
    best: Ints
    value: float = -np.inf
    greedy: float = -np.inf  # what one pass reached: never worse than that
    stages: dict[str, float] = field(default_factory=dict)

    def watch(self, stage: str, part: float) -> None:
        if self.stop():
            raise PlanCancelled(self.instance.units_of(self.best))
        self.progress(stage, min(part, 1.0))

    def offer(self, choice: Ints) -> None:
        """Keeps this choice when it is the best until now."""
        value = self.instance.objective(choice)
        if value > self.value:
            self.best, self.value = choice.copy(), value


def make_plan(
    problem: Problem,
    *,
    seed: int = 1,
    settings: Settings | None = None,
    progress: Progress = lambda stage, part: None,
    stop: Callable[[], bool] = lambda: False,
    first_plan: Callable[[dict[str, str]], None] = lambda assignment: None,
    warm: dict[str, dict[str, float]] | None = None,
) -> Plan:
    """The best assignment found, with its bound. Raises InvalidProblem, or PlanCancelled as soon as `stop` says so.

    `progress` gets the stage and its part done (0 to 1); `first_plan` gets a first assignment after the greedy stage.
    `warm` is `Plan.prices` of an earlier plan.
    """
    begun = perf_counter()
    settings = settings or Settings()
    instance = Instance(problem)
    work = _Work(instance, progress, stop, np.full(len(instance.households), -1))
    work.offer(work.best)
    baselines = _baselines(work)
    work.greedy = work.value
    first_plan(instance.units_of(work.best))
    if instance.households and instance.classes:
        bound, prices, optimal = _solve(work, settings, seed, warm)
    else:
        bound, prices, optimal = instance.fixed_value, Prices.zero(instance), True
    return _result(work, baselines, bound, optimal, prices, seed, settings, begun)


def _solve(
    work: _Work, settings: Settings, seed: int, warm: dict[str, dict[str, float]] | None
) -> tuple[float, Prices, bool]:
    """Bound, prices, and whether the best plan is proven to be the best."""
    instance = work.instance
    bound, dual, prices = _bound(work, settings, warm)
    _search(work, dual, prices, settings, seed)
    optimal = False
    limit = settings.exact_listed_columns if instance.problem.pairs is not None else settings.exact_columns
    if instance.column_count() <= limit:
        columns = exact.promising(dual, exact.all_columns(instance), prices, bound=bound, reached=work.value)
        optimal, exact_bound = _exact(work, columns, settings, seed)
        bound = min(bound, max(exact_bound, work.value))
    elif settings.polish_steps and len(instance.households) < LARGE[0]:
        _polish(work, dual, prices, settings, seed)
    market = Market(instance, work.best)
    Search(market, dual, prices, seed=seed).fill()
    work.offer(market.choice)
    more = (market.choice >= 0).sum() > (work.best >= 0).sum()
    if more and instance.objective(market.choice) >= work.value - 1e-9:
        work.best = market.choice.copy()  # worth nothing in points, and yet a home
    return bound, prices, optimal


def iterations_for(instance: Instance, settings: Settings) -> int:
    """Large worlds need longer before the prices have settled: measured, 300 there leaves the gap twice as wide."""
    by_size = int(np.searchsorted(LARGE, len(instance.households), side="right"))
    return settings.iterations or ITERATIONS[by_size]


def _timed(work: _Work, stage: str, begun: float) -> float:
    """Seconds of the processor, so that ratios hold on a machine that is busy with other things."""
    work.stages[stage] = process_time() - begun
    return work.stages[stage]


def _baselines(work: _Work) -> dict[str, Baseline]:
    found = {}
    instance = work.instance
    _ = instance.points32  # everybody needs it: nobody's time
    for name, make in (("first_come", first_come), ("best_fit", best_fit)):
        begun = process_time()
        choice = make(instance, partial(work.watch, name))
        seconds = _timed(work, name, begun)
        assignment = instance.units_of(choice)
        verdict = judge(instance.problem, assignment)
        found[name] = Baseline(
            instance.objective(choice),
            len(assignment),
            seconds,
            sum(fairness.place_score(parts) for parts in verdict.parts.values()),
            instance.spread.distance(_load(instance, choice)),
            justified_envy(instance, choice),
        )
        work.offer(choice)
    return found


def _load(instance: Instance, choice: Ints) -> NDArray[np.float64]:
    load = instance.begin.copy()
    placed = np.flatnonzero(choice >= 0)
    np.add.at(load, instance.town[choice[placed]], instance.persons[placed])
    return load


def _bound(
    work: _Work, settings: Settings, warm: dict[str, dict[str, float]] | None
) -> tuple[float, Dual, Prices]:
    begun = process_time()
    dual = Dual(work.instance)
    start = Prices.from_keys(work.instance, warm) if warm else None
    count = iterations_for(work.instance, settings)
    bound, prices = dual.descend(
        iterations=count, start=start, watch=lambda done, _: work.watch("prices", done / count)
    )
    _timed(work, "prices", begun)
    return bound, dual, prices


def _search(work: _Work, dual: Dual, prices: Prices, settings: Settings, seed: int) -> None:
    """From the prices, and from the best baseline when that is ahead; then the floor for groups."""
    instance, before = work.instance, work.best.copy()
    begun = process_time()
    floor = settings.group_floor if instance.problem.pairs is None else 0.0
    market = guided(instance, dual, prices, lambda part: work.watch("guided", part))
    if (
        floor and group_share(instance, market.choice) < floor
    ):  # scarce homes: groups cannot win them back later
        market = guided(instance, dual, prices, groups_first=True)
    work.offer(market.choice)
    _timed(work, "guided", begun)
    begun = process_time()
    count = max(settings.rounds, 1)

    def look(done: int, _value: float) -> None:
        work.watch("search", done / count)

    search = Search(market, dual, prices, seed=seed, floor=floor)
    search.run(settings.rounds, look)
    work.offer(market.choice)
    if instance.objective(before) > instance.objective(market.choice):
        search = Search(Market(instance, before), dual, prices, seed=seed, floor=floor)
        search.run(settings.rounds, look)
        work.offer(search.market.choice)
    _timed(work, "search", begun)
    if floor and instance.groups:
        market = Market(instance, work.best)
        keep_floor(
            Search(market, dual, prices, seed=seed),
            floor,
            least=work.greedy,
            watch=lambda: work.watch("floor", 0.5),
        )
        if market.value + instance.fixed_value >= work.greedy:
            work.best, work.value = market.choice.copy(), instance.objective(market.choice)


def _exact(work: _Work, columns: exact.Columns, settings: Settings, seed: int) -> tuple[bool, float]:
    begun = process_time()
    work.watch("exact", 0.0)
    instance = work.instance
    answer = exact.solve(
        instance,
        columns,
        start=work.best,
        seed=seed,
        seconds=settings.exact_seconds,
        stop=work.stop,
    )
    if answer.choice is not None:
        work.offer(answer.choice)
    work.watch("exact", 1.0)
    _timed(work, "exact", begun)
    return answer.optimal, answer.bound + instance.fixed_value


def _polish(work: _Work, dual: Dual, prices: Prices, settings: Settings, seed: int) -> None:
    begun = process_time()
    market = Market(work.instance, work.best)
    count = settings.polish_steps
    polish.polish(
        market, dual, prices, seed=seed, steps=count, watch=lambda done: work.watch("polish", done / count)
    )
    work.offer(market.choice)
    _timed(work, "polish", begun)


def _result(
    work: _Work,
    baselines: dict[str, Baseline],
    bound: float,
    optimal: bool,
    prices: Prices,
    seed: int,
    settings: Settings,
    begun: float,
) -> Plan:
    instance, problem = work.instance, work.instance.problem
    assignment = dict(sorted(instance.units_of(work.best).items()))
    verdict = judge(problem, assignment)
    objective = verdict.objective
    if not verdict.right or abs(objective - work.value) > 1e-6 * max(1.0, abs(objective)):
        raise BrokenPlan("; ".join(verdict.violations[:5]) or f"{objective} is niet {work.value}")
    parts = with_spread(problem, assignment, verdict)
    # What rounding in the solvers may have taken from the bound cannot make it smaller than what was reached.
    bound = max(bound, objective)
    rows = fairness.check(problem, assignment, parts)
    place_score = sum(fairness.place_score(mine) for mine in parts.values())
    return Plan(
        assignment,
        objective,
        bound,
        _share(bound - objective, objective),
        _share(bound - objective, place_score - verdict.spread),
        optimal,
        verdict.score,
        place_score,
        verdict.spread,
        instance.spread.distance(_load(instance, work.best)),
        instance.spread.distance(instance.load),
        parts,
        others(instance, work.best, prices),
        Reasons(instance, work.best, prices).all(),
        baselines,
        rows,
        fairness.group_floor(rows),
        justified_envy(instance, work.best),
        prices.by_key(instance),
        verdict.load,
        seed,
        iterations_for(instance, settings),
        perf_counter() - begun,
        work.stages,
        fingerprint(problem),
    )


def _share(part: float, whole: float) -> float | None:
    if part <= 1e-9:
        return 0.0
    return part / whole if whole > 1e-9 else None


def with_spread(
    problem: Problem, assignment: Mapping[str, str], verdict: Verdict
) -> dict[str, list[tuple[str, float]]]:
    """The parts of each household with its part of what the spread costs in its town, by persons."""
    persons = {item.key: item.persons for item in problem.households}
    where = {unit.key: unit.municipality for unit in problem.units}
    came: dict[str, float] = {}
    for key, unit in assignment.items():
        came[where[unit]] = came.get(where[unit], 0.0) + persons[key]
    each = {town: verdict.spread_of.get(town, 0.0) / count for town, count in came.items()}
    return {
        key: [*verdict.parts[key], ("spread", -each[where[unit]] * persons[key])]
        for key, unit in assignment.items()
    }
