"""What other weights and missing figures make of a target, against the exact computation of the portal."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spread.keys import published_keys, read_key
from spread.sensitivity import (
    SEED,
    STEP,
    WEIGHTINGS,
    Model,
    certainty,
    largest_remainder,
    moved_weights,
    random_weights,
    waterfill,
)
from spread.targets import targets
from tests.spread.test_targets import BELGIAN, flanders, made, plain, share, totals

FIELDS = ("terms", "place_weights", "exempt_multiple", "cap_multiple", "floor_multiple", "total")
OWN_KEY = next(data for data in published_keys() if data["code"] == "draagkracht")
CAPACITY = read_key(**{name: OWN_KEY[name] for name in FIELDS})


def region(count=285, seed=1, missing=()):
    """As many towns as Flanders has, with figures of its sizes."""
    dice = random.Random(seed)
    towns = []
    for number in range(count):
        people = int(dice.lognormvariate(9.9, 0.7))
        values = {
            "population": people,
            "income_per_inhabitant": dice.randint(15_500, 30_800),
            "living_wage_recipients": people * dice.randint(1, 30) // 1000,
        }
        towns.append(
            made(
                str(11_001 + number),
                dice.randint(0, people // 100),
                **{name: value for name, value in values.items() if name not in missing},
            )
        )
    return towns


def middle(key, towns, total):
    model = Model.of(key, towns, total)
    return dict(zip(model.codes, model.whole(model.weights[None, :])[0], strict=True))


@given(flanders(), totals, st.sampled_from([BELGIAN, CAPACITY]))
@settings(max_examples=80)
def test_with_the_weights_of_the_key_the_targets_are_those_of_the_portal(towns, total, key):
    found = middle(key, towns, total)
    for code, exact in targets(key, towns, total).items():
        assert abs(found[code] - exact.target) <= 1
    assert sum(found.values()) == total


@pytest.mark.parametrize("key", [BELGIAN, CAPACITY, replace(BELGIAN, floor_multiple=Fraction(1, 2))])
def test_for_all_of_flanders_every_target_is_the_same_to_the_place(key):
    towns = region()
    assert middle(key, towns, 31_234) == {
        code: exact.target for code, exact in targets(key, towns, 31_234).items()
    }


@given(flanders(), totals, st.integers(0, 2**32))
@settings(max_examples=40)
def test_every_weighting_shares_out_exactly_the_total_under_the_limits(towns, total, seed):
    model = Model.of(BELGIAN, towns, total)
    tried = random_weights(model.weights, 20, seed)
    assert np.allclose(tried.sum(axis=1), 1)
    assert (model.whole(tried).sum(axis=1) == total).all()
    assert (model.amounts(tried) <= model.highs * (1 + 1e-6)).all()


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=6), st.data())
def test_a_weight_that_moves_takes_from_the_others_in_proportion(raw, data):
    weights = np.array(raw) / sum(raw)
    term = data.draw(st.integers(0, len(raw) - 1))
    for by in (-STEP, STEP):
        changed = moved_weights(weights, term, by)
        assert np.isclose(changed.sum(), 1)
        assert np.isclose(changed[term], min(max(weights[term] + by, 0), 1))
        others = [i for i in range(len(raw)) if i != term]
        assert np.allclose(changed[others] * weights[others[0]], weights[others] * changed[others[0]])


def test_the_same_seed_gives_the_same_answer_and_another_seed_another():
    model = Model.of(BELGIAN, region(), 31_234)
    assert certainty(model, "11042") == certainty(model, "11042")
    assert certainty(model, "11042", seed=SEED + 1) != certainty(model, "11042")


def test_the_order_of_the_towns_does_not_matter():
    towns = region(40)
    backwards = Model.of(BELGIAN, towns[::-1], 5_000)
    assert certainty(backwards, "11010") == certainty(Model.of(BELGIAN, towns, 5_000), "11010")


def test_the_band_lies_around_the_target_and_the_extremes_around_the_band():
    model = Model.of(BELGIAN, region(), 31_234)
    for code in model.codes[:30]:
        band = certainty(model, code).band
        assert band.weightings == WEIGHTINGS
        assert band.least <= band.low <= band.middle <= band.high <= band.most
        assert band.least <= model.exact[code].target <= band.most
        assert 1 <= band.rank_best <= band.rank <= band.rank_worst <= 285


def test_the_target_moves_as_the_exact_computation_with_another_key_says():
    towns, total = region(), 31_234
    found = certainty(Model.of(BELGIAN, towns, total), "11042")
    for step in found.moved:
        rest = 1 - step.term.weight
        for weight, target in ((step.lower, step.target_lower), (step.higher, step.target_higher)):
            new = Fraction(weight).limit_denominator(10**6)
            terms = tuple(
                replace(term, weight=new if term == step.term else term.weight * (1 - new) / rest)
                for term in BELGIAN.terms
            )
            assert targets(replace(BELGIAN, terms=terms), towns, total)["11042"].target == target


def test_a_key_with_one_factor_has_nothing_to_weigh():
    found = certainty(Model.of(plain(share("population")), region(20), 400), "11005")
    assert (found.moved, found.band, found.gaps) == ((), None, ())


def test_a_figure_that_nobody_has_is_named_with_what_it_could_change():
    model = Model.of(BELGIAN, region(missing=("living_wage_recipients",)), 31_234)
    (gap,) = certainty(model, "11042").gaps
    assert gap.everywhere
    assert gap.target_low < gap.target_high
    assert gap.change_high == gap.target_high - model.exact["11042"].target


def test_a_figure_that_only_this_town_misses_is_named_and_the_mean_lies_between():
    towns = region()
    values = {name: value for name, value in towns[41].values.items() if name != "income_per_inhabitant"}
    towns[41] = replace(towns[41], values=values)
    model = Model.of(BELGIAN, towns, 31_234)
    (gap,) = certainty(model, towns[41].code).gaps
    assert not gap.everywhere
    assert gap.target_low < model.exact[towns[41].code].target < gap.target_high
    assert certainty(model, towns[0].code).gaps == ()


def test_what_the_carrying_capacity_misses_could_move_the_target_by_a_quarter_at_most():
    model = Model.of(CAPACITY, region(missing=("living_wage_recipients",)), 31_234)
    (gap,) = certainty(model, "11042").gaps
    target = model.exact["11042"].target
    assert "Werkzoekenden per inwoner" in gap.name
    assert gap.target_low <= target <= gap.target_high
    assert gap.target_low >= 0.7 * target and gap.target_high <= 1.35 * target


def test_limits_and_rounding_of_a_row_do_not_depend_on_the_other_rows():
    dice = np.random.default_rng(3)
    amounts = dice.dirichlet(np.ones(12), size=6) * 500
    highs, lows, people = np.full(12, 80.0), np.full(12, 10.0), np.ones(12)
    together = waterfill(amounts, lows, highs, people, 500)
    for row, alone in zip(together, amounts, strict=True):
        assert np.allclose(row, waterfill(alone[None, :], lows, highs, people, 500)[0])
    assert np.allclose(together.sum(axis=1), 500)
    assert (largest_remainder(together, 500).sum(axis=1) == 500).all()


def test_a_thousand_weightings_of_flanders_take_less_than_two_seconds(benchmark_seconds):
    model = Model.of(BELGIAN, region(), 31_234)
    assert benchmark_seconds(lambda: certainty(model, "11042")) < 2
