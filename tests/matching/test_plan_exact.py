"""The plan of a small world is the best there is, its bound never below that; the checker catches what is wrong."""

from dataclasses import replace

import highspy
import pytest

from matching.planning import Household, Municipality, Pair, Pins, Problem, Settings, Unit, make_plan
from matching.planning.checker import cost, judge
from matching.planning.exact import all_columns, solve
from matching.planning.instance import Instance
from matching.planning.prices import Dual, Prices
from matching.planning.problem import InvalidProblem, Weights
from tests.matching.planning_worlds import best_by_trying_all, small_world

NO_SOLVER = Settings(iterations=150, rounds=10, exact_columns=0, exact_listed_columns=0, polish_steps=0)
QUICK = Settings(iterations=100, rounds=5)


def solved(problem, settings=QUICK, seed=1):
    """The plan, or a skip for a world of which the pins contradict its limits."""
    try:
        return make_plan(problem, settings=settings, seed=seed)
    except InvalidProblem as wrong:
        pytest.skip(str(wrong))


@pytest.mark.parametrize("seed", range(60))
def test_the_plan_of_a_small_world_equals_trying_everything(seed):
    problem = small_world(seed)
    plan = solved(problem)
    best, _ = best_by_trying_all(problem)
    assert plan.objective == pytest.approx(best, abs=1e-6)
    assert plan.optimal
    assert plan.bound == pytest.approx(best, abs=1e-5)


def test_another_who_solved_something_before_in_this_process_changes_nothing():
    other = highspy.Highs()
    other.silent()
    other.addVar(0, 1)
    other.run()  # with as many threads as HiGHS likes
    assert solved(small_world(1)).optimal


@pytest.mark.parametrize("seed", range(100, 130))
def test_the_bound_is_never_below_the_best_and_the_search_never_above(seed):
    problem = small_world(seed)
    plan = solved(problem, NO_SOLVER)
    best, _ = best_by_trying_all(problem)
    assert plan.objective <= best + 1e-6 <= plan.bound + 2e-6
    assert judge(problem, plan.assignment).right
    for baseline in plan.baselines.values():
        assert plan.objective >= baseline.objective - 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_the_bound_holds_whatever_the_prices(seed):
    import numpy as np

    problem = small_world(seed)
    try:
        instance = Instance(problem)
    except InvalidProblem as wrong:
        pytest.skip(str(wrong))
    best, _ = best_by_trying_all(problem)
    dice = np.random.default_rng(seed)
    for _ in range(10):
        prices = Prices.zero(instance)
        for part in (prices.homes, prices.town, prices.unit):
            part += dice.uniform(0, 150, part.shape)
        prices.persons += dice.uniform(-10, 60, prices.persons.shape)
        assert Dual(instance).evaluate(prices, single=False)[0] >= best - 1e-6


@pytest.mark.parametrize("seed", range(200, 215))
def test_the_points_of_all_households_add_up_to_the_objective(seed):
    plan = solved(small_world(seed))
    points = sum(points for parts in plan.parts.values() for _, points in parts)
    assert points == pytest.approx(plan.objective, abs=1e-6)
    assert plan.parts.keys() == plan.assignment.keys()


@pytest.mark.parametrize("seed", range(15))
def test_every_household_is_placed_or_has_its_reason(seed):
    problem = small_world(seed)
    plan = solved(problem)
    everybody = {household.key for household in problem.households}
    assert plan.assignment.keys() | plan.unplaced.keys() == everybody
    assert plan.assignment.keys() & plan.unplaced.keys() == set()
    assert all(why["text"] for why in plan.unplaced.values())


def test_the_exact_solver_alone_agrees_with_the_objective():
    instance = Instance(small_world(3))
    answer = solve(instance, all_columns(instance))
    assert answer.optimal
    assert instance.objective(answer.choice) == pytest.approx(answer.bound + instance.fixed_value, abs=1e-6)


# --- The checker -----------------------------------------------------------------------------------------------

HOME, POOL = Unit("huis", 3, municipality="Gent"), Unit("zaal", 4, shared=True, municipality="Gent")
TWO, THREE = Household("twee", 2), Household("drie", 3)


@pytest.mark.parametrize(
    ("households", "units", "more", "assignment", "says"),
    [
        ([TWO, THREE], [HOME], {}, {"twee": "huis", "drie": "huis"}, "2 huishoudens"),
        ([TWO, THREE], [POOL], {}, {"twee": "zaal", "drie": "zaal"}, "5 personen voor 4"),
        ([Household("vier", 4)], [HOME], {}, {"vier": "huis"}, "3 slaapplekken voor 4"),
        ([replace(TWO, needs=frozenset({"lift"}))], [HOME], {}, {"twee": "huis"}, "geen lift"),
        ([TWO], [HOME], {"pins": Pins(never=[("twee", "huis")])}, {"twee": "huis"}, "uitgesloten"),
        ([TWO], [HOME], {"pins": Pins(at_most={"Gent": 1})}, {"twee": "huis"}, "hoogstens 1"),
        ([TWO], [HOME, POOL], {"pins": Pins(keep=[("twee", "zaal")])}, {"twee": "huis"}, "vastgezet"),
        ([TWO], [HOME], {"pairs": []}, {"twee": "huis"}, "niet in de lijst"),
        (
            [replace(TWO, group="a"), replace(THREE, group="a")],
            [HOME],
            {},
            {"drie": "huis"},
            "niet alle leden",
        ),
        (
            [replace(TWO, group="a"), replace(THREE, group="a")],
            [HOME, replace(POOL, municipality="Aalst")],
            {},
            {"drie": "huis", "twee": "zaal"},
            "meer dan één gemeente",
        ),
        (
            [replace(TWO, children=2)],
            [HOME],
            {"municipalities": [Municipality("Gent", seats=1)]},
            {"twee": "huis"},
            "2 kinderen voor 1",
        ),
        (
            [replace(TWO, limits={"bed": 2})],
            [replace(POOL, limits={"bed": 1})],
            {},
            {"twee": "zaal"},
            "2 bed gevraagd",
        ),
        ([replace(TWO, stays=True, municipality="Aalst")], [HOME], {}, {"twee": "huis"}, "eigen gemeente"),
        ([TWO], [HOME], {}, {"twee": "elders"}, "onbekend"),
    ],
)
def test_the_checker_catches_what_may_not_be(households, units, more, assignment, says):
    verdict = judge(Problem(households, units, **more), assignment)
    assert says in "; ".join(verdict.violations)


def test_the_cost_of_spread_follows_its_slopes():
    weights = Weights()
    assert [cost(load, 10, weights) for load in (0, 8, 10, 12, 15, 16)] == [0, -48, -52, -36, 39, 99]
    assert cost(3, 0, weights) == 180


# --- Pins, groups, pairs ---------------------------------------------------------------------------------------


def test_a_kept_pair_stands_and_a_kept_pair_that_cannot_be_is_reported():
    problem = Problem(
        [TWO, THREE, Household("vijf", 5)], [HOME, POOL], pins=Pins(keep=[("twee", "huis"), ("vijf", "zaal")])
    )
    plan = make_plan(problem, settings=QUICK)
    assert plan.assignment == {"twee": "huis", "drie": "zaal"}
    assert (
        plan.unplaced["vijf"]["text"]
        == "vastgezet op zaal, maar daar zijn 4 slaapplekken vrij voor 5 personen"
    )


def test_pins_that_contradict_each_other_are_for_people_to_solve():
    with pytest.raises(InvalidProblem, match="twee plaatsen vastgezet"):
        make_plan(Problem([TWO], [HOME, POOL], pins=Pins(keep=[("twee", "huis"), ("twee", "zaal")])))
    with pytest.raises(InvalidProblem, match="vastgezet en uitgesloten"):
        make_plan(Problem([TWO], [HOME], pins=Pins(keep=[("twee", "huis")], never=[("twee", "huis")])))
    with pytest.raises(InvalidProblem, match="meer dan de 1"):
        make_plan(Problem([TWO], [HOME], pins=Pins(keep=[("twee", "huis")], at_most={"Gent": 1})))


def test_with_pairs_the_objective_is_the_sum_of_their_scores():
    pairs = [Pair("twee", "huis", 3), Pair("drie", "huis", 5), Pair("twee", "zaal", -1)]
    plan = make_plan(Problem([TWO, THREE], [HOME, POOL], pairs=pairs))
    assert plan.assignment == {"drie": "huis"}
    assert (plan.objective, plan.bound) == (5, 5)
    assert plan.unplaced["twee"]["code"] == "scarce"


def test_a_pair_worth_nothing_is_still_a_home():
    plan = make_plan(Problem([TWO], [HOME], pairs=[Pair("twee", "huis", 0)]))
    assert plan.assignment == {"twee": "huis"}


def test_a_group_that_fits_nowhere_together_is_reported_as_such():
    members = [replace(TWO, group="a"), replace(THREE, group="a")]
    plan = make_plan(Problem(members, [HOME, Unit("flat", 2, municipality="Aalst")]), settings=QUICK)
    assert plan.assignment == {}
    assert "samen" in plan.unplaced["twee"]["text"]
