"""Who would rather have what somebody of lower priority got."""

import numpy as np
import pytest

from matching.planning import Household, Municipality, Problem, Unit, make_plan
from matching.planning.envy import justified_envy
from matching.planning.instance import Instance


def world(*, first_priority):
    """Two homes, one of them in the town where both households live now."""
    towns = [Municipality("A", x_km=0, y_km=0), Municipality("B", x_km=60, y_km=0)]
    units = [Unit("near", places=2, municipality="A"), Unit("far", places=2, municipality="B")]
    people = [
        Household("first", persons=2, municipality="A", priority=first_priority),
        Household("second", persons=2, municipality="A", priority=0),
    ]
    return Problem(households=people, units=units, municipalities=towns)


def choice_of(instance, **units):
    return instance.choice_of(units.items())


def test_who_has_priority_and_the_worse_place_envies():
    instance = Instance(world(first_priority=1))
    assert justified_envy(instance, choice_of(instance, first="far", second="near")) == 1.0
    assert justified_envy(instance, choice_of(instance, first="near", second="far")) == 0.0


def test_who_has_priority_and_no_place_envies_whoever_has_one_that_fits():
    instance = Instance(world(first_priority=1))
    assert justified_envy(instance, choice_of(instance, second="far")) == 1.0


@pytest.mark.parametrize("placed", [{}, {"first": "far", "second": "near"}])
def test_without_priority_there_is_nothing_to_envy(placed):
    instance = Instance(world(first_priority=0))
    assert justified_envy(instance, choice_of(instance, **placed)) is None


def test_a_plan_tells_it_of_itself_and_of_what_it_is_compared_with():
    plan = make_plan(world(first_priority=1))
    assert plan.envy == 0.0
    assert set(plan.baselines) == {"first_come", "best_fit"}
    assert all(baseline.envy in (0.0, 1.0) for baseline in plan.baselines.values())
    assert np.isfinite(plan.objective)
