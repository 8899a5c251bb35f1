"""Where else a household could have come: checked by moving it there, and what an earlier plan weighs in a new one."""

from dataclasses import replace

import pytest

from benchmarks.plan_worlds import world
from matching.planning import Household, Municipality, Pins, Problem, Settings, Unit, Weights, make_plan
from matching.planning.checker import judge
from matching.planning.others import Other
from matching.plans_at_work import other_words

EXACT = Settings(iterations=120, rounds=8)


def moved(problem, plan, key):
    """By trying everything: the least that the plan loses when this household alone goes to another municipality."""
    where = {unit.key: unit.municipality for unit in problem.units}
    losses = {}
    for unit in problem.units:
        if unit.municipality == where[plan.assignment[key]]:
            continue
        verdict = judge(problem, {**plan.assignment, key: unit.key})
        if verdict.right:
            loss = plan.objective - verdict.objective
            losses[unit.municipality] = min(loss, losses.get(unit.municipality, loss))
    return losses


@pytest.mark.parametrize("listed", [False, True], ids=["by kind", "with pairs that may never be"])
@pytest.mark.parametrize("seed", range(4))
def test_the_next_best_municipality_is_the_one_that_costs_the_plan_least(seed, listed):
    problem = world(16, 24, seed=seed, towns=4, shared=0.1)
    if listed:
        never = [(item.key, problem.units[0].key) for item in problem.households]
        problem = replace(problem, pins=Pins(never=never))
    plan = make_plan(problem, settings=EXACT)
    alone = {item.key for item in problem.households if not item.group and item.key in plan.assignment}
    assert set(plan.others) == alone
    for key, other in plan.others.items():
        losses = moved(problem, plan, key)
        assert (other.town is None) == (losses == {})
        if other.town is not None:
            assert other.loss == pytest.approx(max(0.0, min(losses.values())), abs=1e-2)
            assert losses[other.town] == pytest.approx(min(losses.values()), abs=1e-2)


def two_towns(**changes):
    """A household of A that works in B; a single place in each."""
    facts = {"municipality": "A", "work": "B"} | changes
    return Problem(
        [Household("h", 1, **facts)],
        [Unit("a", 1, municipality="A"), Unit("b", 1, municipality="B")],
        [Municipality("A"), Municipality("B")],
    )


def test_a_full_place_that_suits_better_is_named_with_its_price():
    problem = two_towns()
    problem = replace(
        problem, households=[*problem.households, Household("first", 1, municipality="A", priority=1)]
    )
    plan = make_plan(replace(problem, weights=Weights(work=18.0)), settings=EXACT)
    assert plan.assignment == {"first": "a", "h": "b"}
    other = plan.others["h"]
    assert (other.town, other.wanted, other.full, other.homes) == (None, "A", True, 1)
    assert other.gain == pytest.approx(30.0 - 18.0)
    words = other_words(other, {"A": "Aalst"})
    assert len(words) == 1
    assert (
        "Aalst, 12,0 punten meer, maar de ene plaats van die soort gaat naar andere huishoudens" in words[0]
    )


def test_the_spread_that_stands_in_the_way_is_named():
    towns = [Municipality("A", target=10, load=20), Municipality("B", target=100, load=0)]
    plan = make_plan(replace(two_towns(), municipalities=towns), settings=EXACT)
    assert plan.assignment == {"h": "b"}
    other = plan.others["h"]
    assert (other.town, other.wanted, other.full) == ("A", "A", False)
    assert other.load == pytest.approx(2.1)
    said = other_words(other, {"A": "Aalst"})
    assert said[0].startswith("Volgende beste: Aalst, ")
    assert "Aalst, 12,0 punten meer, maar de gemeente zou op 210 % van haar doel komen" in said[1]


def test_where_nothing_else_is_nothing_is_said():
    assert other_words(Other(), {}) == []


def test_a_new_plan_sends_nobody_elsewhere_for_a_trifle_but_does_for_more():
    trifle = replace(two_towns(before="B"), weights=Weights(present=30.0, work=27.0))
    plan = make_plan(trifle, settings=EXACT)
    assert plan.assignment == {"h": "b"}
    assert dict(plan.parts["h"])["stability"] == 5.0
    assert sum(points for _, points in plan.parts["h"]) == pytest.approx(plan.objective)
    assert make_plan(replace(two_towns(before="B"), weights=Weights(work=18.0))).assignment == {"h": "a"}
