"""The measures against PySAL, and against independent definitions by brute force and in fractions.

What `segregation` and `inequality` answered is kept in pysal_values.json (`make_pysal_values.py` says why).
"""

import json
import random
from fractions import Fraction
from itertools import pairwise
from math import inf, isclose, log
from pathlib import Path

import pytest
from django.urls import reverse

from spread import actions
from spread.models import RatioClass
from spread.unevenness import Area, gini, hoover, theil, unevenness
from tests.spread.builders import TODAY, site
from tests.spread.test_views import text_of

SEEDS = range(40)
PYSAL = json.loads(Path(__file__).with_name("pysal_values.json").read_text())["worlds"]


def worlds(seed, *, targets=None):
    dice = random.Random(seed)
    size = dice.randint(2, 40)
    goals = [targets or dice.randint(1, 300) for _ in range(size)]
    loads = [dice.choice((0, dice.randint(0, 400))) for _ in range(size)]
    loads[dice.randrange(size)] += 1
    return loads, goals, [dice.choice("abcde") for _ in range(size)]


def moved(loads, goals):
    """Moves places, one town to the next, until all R are the same, in fractions; returns the part that moved."""
    total = sum(loads)
    have = [Fraction(load) for load in loads]
    want = [Fraction(total * goal, sum(goals)) for goal in goals]
    carried = Fraction(0)
    for giver in range(len(have)):
        for taker in range(len(have)):
            step = min(max(have[giver] - want[giver], 0), max(want[taker] - have[taker], 0))
            have[giver], have[taker], carried = have[giver] - step, have[taker] + step, carried + step
    assert have == want
    return carried / total


def mean_difference(loads, goals):
    """Gini by its other definition: half the mean difference of R between any two units of target, over the mean R."""
    everything, mean = sum(goals), Fraction(sum(loads), sum(goals))
    differences = sum(
        goals[i] * goals[j] * abs(Fraction(loads[i], goals[i]) - Fraction(loads[j], goals[j]))
        for i in range(len(loads))
        for j in range(len(loads))
    )
    return differences / (2 * mean * everything**2)


def person_by_person(loads, goals):
    """Theil by its definition over persons: each unit of target is one with R_i; the mean of R/mean ln(R/mean)."""
    persons = [load / goal for load, goal in zip(loads, goals, strict=True) for _ in range(goal)]
    mean = sum(persons) / len(persons)
    return sum(r / mean * log(r / mean) for r in persons if r) / len(persons)


@pytest.mark.parametrize("number", range(len(PYSAL)))
def test_every_index_is_that_of_pysal(number):
    loads, goals, groups, theirs = (PYSAL[number][name] for name in ("loads", "targets", "groups", "answers"))
    split = theil(loads, goals, groups)
    ours = {
        "hoover": hoover(loads, goals),
        "gini": gini(loads, goals),
        "gini_of_rows": gini(loads, goals),
        "theil": split.total,
        "between": split.between,
        "within": split.within,
    }
    assert ours == pytest.approx(theirs, rel=0, abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_hoover_is_the_part_that_has_to_move(seed):
    loads, goals, _ = worlds(seed)
    assert isclose(hoover(loads, goals), moved(loads, goals), abs_tol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_gini_is_half_the_relative_mean_difference(seed):
    loads, goals, _ = worlds(seed)
    assert isclose(gini(loads, goals), mean_difference(loads, goals), abs_tol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_theil_is_that_of_persons_one_by_one_and_its_parts_those_of_the_groups(seed):
    loads, goals, groups = worlds(seed)
    found = theil(loads, goals, groups)
    assert isclose(found.total, person_by_person(loads, goals), abs_tol=1e-9)
    assert isclose(found.total, found.between + found.within, abs_tol=1e-12)
    names = sorted(set(groups))
    inside = {
        name: [(load, goal) for load, goal, group in zip(loads, goals, groups, strict=True) if group == name]
        for name in names
    }
    sums = {name: tuple(map(sum, zip(*members, strict=True))) for name, members in inside.items()}
    assert isclose(found.between, person_by_person(*zip(*sums.values(), strict=True)), abs_tol=1e-9)
    within = sum(
        sums[name][0] / sum(loads) * person_by_person(*zip(*inside[name], strict=True))
        for name in names
        if sums[name][0]
    )
    assert isclose(found.within, within, abs_tol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_towns_and_twice_as_many_places_change_no_index(seed):
    loads, goals, groups = worlds(seed)
    mixed = list(zip(loads, goals, groups, strict=True))
    random.Random(seed + 1).shuffle(mixed)
    other = [list(column) for column in zip(*mixed, strict=True)]
    for measure in (hoover, gini):
        assert isclose(measure(loads, goals), measure(*other[:2]), abs_tol=1e-12)
        assert isclose(measure(loads, goals), measure([2 * load for load in loads], goals), abs_tol=1e-12)
    assert isclose(theil(loads, goals, groups).between, theil(*other).between, abs_tol=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_place_from_who_has_most_to_who_has_least_makes_it_more_even(seed):
    """Pigou and Dalton: the transfer that keeps their order lowers Gini and Theil, and never raises Hoover."""
    loads, goals, groups = worlds(seed, targets=100)
    high, low = max(range(len(loads)), key=loads.__getitem__), min(range(len(loads)), key=loads.__getitem__)
    if loads[high] - loads[low] < 2:
        return
    after = list(loads)
    after[high], after[low] = after[high] - 1, after[low] + 1
    assert gini(after, goals) < gini(loads, goals)
    assert theil(after, goals, groups).total < theil(loads, goals, groups).total
    assert hoover(after, goals) <= hoover(loads, goals) + 1e-12


def test_where_all_are_at_their_target_nothing_is_uneven():
    found = unevenness([Area(40, 40, "a"), Area(60, 60, "b")])
    assert (found.over, found.under, found.room) == (0, 0, 8 + 12)
    assert found.hoover == 0
    assert abs(found.gini) < 1e-12
    assert found.theil.total == 0
    assert found.theil.between_share is None


def test_all_in_one_place_is_as_uneven_as_can_be():
    found = unevenness([Area(100, 1, "a"), Area(0, 99, "b")])
    assert isclose(found.hoover, 0.99)
    assert isclose(found.gini, 0.99)
    assert isclose(found.theil.total, log(100))
    assert isclose(found.theil.between_share, 1)


def test_places_over_and_under_classes_and_who_has_no_target():
    found = unevenness(
        [Area(10, 40), Area(45, 40), Area(50, 40), Area(70, 40), Area(3, 5), Area(4, 0), Area(6, None)]
    )
    assert (found.over, found.under) == (5 + 10 + 30 + 4, 30 + 2)
    assert found.room == 38 + 3 + 3
    assert found.classes == {
        RatioClass.LOW: 1, RatioClass.NEAR: 1, RatioClass.HIGH: 1, RatioClass.VERY_HIGH: 1,
        RatioClass.SMALL: 2, RatioClass.NONE: 1,
    }  # fmt: skip
    assert (found.without_target, found.load_without) == (2, 10)


@pytest.mark.parametrize("areas", [[], [Area(0, 40)], [Area(7, None)], [Area(7, 0)]])
def test_without_places_or_targets_there_is_no_index(areas):
    found = unevenness(areas)
    assert (found.hoover, found.gini, found.theil) == (None, None, None)


def test_the_published_spread_of_may_2022_gives_the_hoover_of_the_study():
    """Location quotients per province as published (quant.md A.4): Hoover 0.09."""
    population = {"Antwerpen": 1887, "Oost": 1543, "West": 1209, "Vlaams-Brabant": 1173, "Limburg": 885}
    quotient = {"Antwerpen": 0.78, "Oost": 0.94, "West": 0.96, "Vlaams-Brabant": 0.96, "Limburg": 1.68}
    loads = [population[name] * quotient[name] for name in population]
    assert round(hoover(loads, list(population.values())), 2) == 0.09


# --- In the back office -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_officials_see_how_uneven_flanders_is_whatever_they_filter(towns, sign_in, official):
    for number, municipality in enumerate(towns, 1):
        site(municipality, 40 * number)
    actions.recompute(on=TODAY)
    client = sign_in(official)
    address = reverse("admin:spread_indicatorsnapshot_changelist")
    response = client.get(address)
    page = text_of(response)
    for measure in ("Hoover-index", "Gini", "Theil-index", "tussen de provincies", "Ruimte tot 120 %"):
        assert measure in page
    assert "Waarin ze misleidt" in page
    assert 0 < response.context["unevenness"].hoover < 1
    filtered = client.get(address, {"ratio_class__exact": "low"})
    assert filtered.context["unevenness"] == response.context["unevenness"]


def test_the_helpers_of_this_test_know_even_from_uneven():
    assert moved([5, 5], [1, 1]) == 0
    assert mean_difference([0, 10], [1, 1]) == Fraction(1, 2)
    assert all(
        a < b for a, b in pairwise((person_by_person([5, 5], [1, 1]), person_by_person([9, 1], [1, 1]), inf))
    )
