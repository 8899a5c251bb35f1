"""What must stay true of a plan when its world changes (quant.md B.7): metamorphic tests, seeds, scarcity, fairness."""

import random
from dataclasses import replace

import pytest

from benchmarks.plan_worlds import world
from matching.planning import Pins, PlanCancelled, Problem, Settings, Unit, make_plan
from matching.planning.checker import judge
from matching.planning.curve import spread_curve
from matching.planning.pooling import by_municipality

EXACT = Settings(iterations=120, rounds=8)
SEARCH = Settings(iterations=200, rounds=8, exact_columns=0, polish_steps=1)


def town(seed, households=24, units=20):
    return world(households, units, seed=seed, towns=4, shared=0.1)


@pytest.mark.parametrize("effort", [EXACT, SEARCH], ids=["exact", "search"])
def test_the_order_of_the_input_does_not_matter(effort):
    problem, dice = town(1), random.Random(1)
    shuffled = replace(
        problem,
        **{
            name: dice.sample(list(getattr(problem, name)), len(getattr(problem, name)))
            for name in ("households", "units", "municipalities")
        },
    )
    one, other = make_plan(problem, settings=effort), make_plan(shuffled, settings=effort)
    assert one.assignment == other.assignment
    assert one.bound == other.bound


def renamed(problem, name):
    return replace(
        problem,
        households=[
            replace(
                item, municipality=name(item.municipality), work=name(item.work), school=name(item.school)
            )
            for item in problem.households
        ],
        units=[replace(item, municipality=name(item.municipality)) for item in problem.units],
        municipalities=[replace(item, key=name(item.key)) for item in problem.municipalities],
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_names_of_municipalities_do_not_matter(seed):
    problem = town(seed)
    other = renamed(problem, lambda key: key and f"{9 - int(key[1:])} {key}")
    assert make_plan(other, settings=EXACT).objective == pytest.approx(
        make_plan(problem, settings=EXACT).objective
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_unit_that_nobody_can_use_changes_nothing(seed):
    problem = town(seed)
    more = replace(problem, units=[*problem.units, Unit("kast", 0, municipality="T000")])
    one, other = make_plan(problem, settings=EXACT), make_plan(more, settings=EXACT)
    assert one.objective == pytest.approx(other.objective)
    assert "kast" not in other.assignment.values()


@pytest.mark.parametrize("seed", range(3))
def test_one_more_unit_never_makes_the_best_plan_worse(seed):
    problem = town(seed)
    more = replace(problem, units=[*problem.units, Unit("extra", 4, municipality="T001")])
    one, other = make_plan(problem, settings=EXACT), make_plan(more, settings=EXACT)
    assert one.optimal
    assert other.optimal
    assert other.bound >= one.bound - 1e-6
    assert other.objective >= one.objective - 1e-6


@pytest.mark.parametrize("seed", range(2))
def test_twice_the_world_is_worth_at_least_twice_as_much(seed):
    problem = town(seed, 12, 10)
    twins = [
        replace(item, key=f"{item.key}'", group=item.group and f"{item.group}'")
        for item in problem.households
    ]
    double = replace(
        problem,
        households=[*problem.households, *twins],
        units=[*problem.units, *(replace(item, key=f"{item.key}'") for item in problem.units)],
        municipalities=[
            replace(item, target=2 * item.target, load=2 * item.load, seats=2 * item.seats)
            for item in problem.municipalities
        ],
    )
    one, other = make_plan(problem, settings=EXACT), make_plan(double, settings=EXACT)
    assert other.objective >= 2 * one.objective - 1e-6


@pytest.mark.parametrize("name", ["present", "work", "size"])
def test_a_criterion_that_weighs_more_gets_more(name):
    problem = town(2)
    heavier = replace(problem, weights=replace(problem.weights, **{name: 2 * getattr(problem.weights, name)}))
    sums = []
    for each in (problem, heavier):
        plan = make_plan(each, settings=EXACT)
        assert plan.optimal
        sums.append(sum(points for parts in plan.parts.values() for part, points in parts if part == name))
    assert sums[1] / 2 >= sums[0] - 1e-6


def test_the_same_seed_gives_the_same_plan_and_other_seeds_no_worse_than_greedy():
    problem = world(80, 90, seed=4, towns=8)
    one, again = (make_plan(problem, settings=SEARCH, seed=3) for _ in range(2))
    assert one.assignment == again.assignment
    assert (one.objective, one.bound) == (again.objective, again.bound)
    for seed in (4, 5):
        plan = make_plan(problem, settings=SEARCH, seed=seed)
        assert plan.objective >= max(base.objective for base in plan.baselines.values())
        assert plan.bound >= one.objective


def test_scarce_homes_go_further_than_first_come_first_served():
    problem = world(300, 240, seed=1, towns=15, shared=0.02)
    plan = make_plan(problem, settings=SEARCH)
    assert judge(problem, plan.assignment).right
    assert plan.placed > plan.baselines["first_come"].placed
    assert plan.gap < 0.03
    assert all(why["text"] for why in plan.unplaced.values())
    assert len(plan.unplaced) + plan.placed == 300


def test_groups_stay_together_and_near_the_mean_of_all():
    problem = world(200, 260, seed=3, towns=10)
    plan = make_plan(problem, settings=SEARCH)
    assert judge(problem, plan.assignment).right
    assert plan.group_floor >= 0.95


def test_who_looks_at_the_plan_sees_its_progress_and_can_stop_it():
    problem, seen, first = world(80, 90, seed=1, towns=6), [], []
    make_plan(
        problem,
        settings=SEARCH,
        progress=lambda stage, part: seen.append((stage, part)),
        first_plan=first.append,
    )
    assert [stage for stage, _ in dict.fromkeys((stage, 0) for stage, _ in seen)][:4] == [
        "first_come",
        "best_fit",
        "prices",
        "guided",
    ]
    assert all(0 <= part <= 1 for _, part in seen)
    assert judge(problem, first[0]).right
    calls = iter(range(100))
    with pytest.raises(PlanCancelled) as stopped:
        make_plan(problem, settings=SEARCH, stop=lambda: next(calls) > 20)
    assert judge(problem, stopped.value.assignment).right
    assert stopped.value.assignment


def test_prices_of_the_last_plan_give_a_bound_at_once():
    problem = world(150, 180, seed=4, towns=12)
    plan = make_plan(problem, settings=SEARCH)
    few = replace(SEARCH, iterations=15, polish_steps=0, rounds=2)
    warm, cold = make_plan(problem, settings=few, warm=plan.prices), make_plan(problem, settings=few)
    assert plan.objective <= warm.bound < cold.bound


def test_fairness_counts_everybody_once_in_every_dimension():
    problem = world(150, 120, seed=2, towns=8)
    plan = make_plan(problem, settings=SEARCH)
    for dimension in {row.dimension for row in plan.fairness}:
        rows = [row for row in plan.fairness if row.dimension == dimension]
        assert sum(row.households for row in rows) == 150
        assert sum(row.placed for row in rows) == plan.placed
    flagged = [row for row in plan.fairness if row.flagged]
    assert flagged
    assert all(row.households >= 20 for row in flagged)


def test_fairness_has_its_price_and_the_curve_shows_it():
    problem = world(120, 150, seed=2, towns=8)
    curve = spread_curve(problem, settings=SEARCH)
    assert [point.factor for point in curve.points] == [0.0, 0.5, 1.0, 2.0]
    blind, aware = curve.points[0], curve.points[2]
    assert aware.spread_distance < blind.spread_distance
    assert blind.score >= aware.score
    assert curve.price >= 0


def test_the_same_solver_divides_people_over_municipalities():
    problem = world(60, 50, seed=5, towns=5)
    pooled = by_municipality(problem)
    assert len(pooled.units) == len({unit.municipality for unit in problem.units})
    assert sum(unit.places for unit in pooled.units) == sum(unit.places for unit in problem.units)
    pooled = replace(pooled, pins=Pins(at_most={"T000": 7}))
    plan = make_plan(pooled, settings=EXACT)
    assert judge(pooled, plan.assignment).right
    step_free = {
        unit.key: sum(
            u.places for u in problem.units if u.municipality == unit.key and "step_free" in u.attributes
        )
        for unit in pooled.units
    }
    persons = {item.key: item for item in problem.households}
    for key, places in step_free.items():
        there = [persons[at] for at, unit in plan.assignment.items() if unit == key]
        assert sum(item.persons for item in there if "step_free" in item.needs) <= places
    assert sum(persons[at].persons for at, unit in plan.assignment.items() if unit == "T000") <= 7


def test_an_empty_world_has_an_empty_plan():
    for problem in (Problem([], []), Problem(town(1).households, []), Problem([], town(1).units)):
        plan = make_plan(problem, settings=EXACT)
        assert (plan.assignment, plan.objective, plan.gap) == ({}, 0, 0)
        assert len(plan.unplaced) == len(problem.households)
