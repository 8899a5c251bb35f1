"""What every key keeps, whatever the figures: sums, order, doubling, limits. And the composite of carrying capacity."""

import copy
import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spread.files import read_key_file
from spread.keys import PUBLISHED, published_keys, read_key
from spread.limits import CannotPlace, waterfill
from spread.scores import Modulation, ScoreIndicator, read_modulation, reference, scores
from spread.targets import Town, largest_remainder, targets

SHIPPED = {path.stem: read_key_file(path).key for path in PUBLISHED.glob("*.json")}
FILES = sorted(SHIPPED)
totals = st.integers(0, 200_000)
amounts = st.integers(1, 900_000)


def key_of(*terms, **more):
    return read_key(terms=list(terms), place_weights={"own": 1, "other": 1}, **more)


def term(name, weight=1, transform="share", **more):
    return {"name": name, "weight": weight, "indicator": name, "transform": transform, **more}


def town(code, **values):
    return Town(code, {name: Fraction(str(value)) for name, value in values.items()})


@st.composite
def figures(draw, key):
    """Some units with every figure that the key reads; what only corrects may be below zero."""
    scored = {one.score for one in key.terms if one.score}
    names = sorted(key.indicators | {"weighted_places"})
    codes = draw(st.lists(st.integers(10, 99), min_size=1, max_size=9, unique=True))
    return [
        Town(
            str(code),
            {
                name: Fraction(draw(st.integers(-99, 99)), 100) if name in scored else Fraction(draw(amounts))
                for name in names
            },
        )
        for code in codes
    ]


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25)
@given(data=st.data(), total=totals)
def test_what_goes_into_a_shipped_key_comes_out(name, data, total):
    found = targets(SHIPPED[name], data.draw(figures(SHIPPED[name])), total)
    assert sum(one.target for one in found.values()) == total
    assert sum(one.capped for one in found.values()) == total
    assert sum(part.portion for one in found.values() for part in one.parts) == 1
    for one in found.values():
        assert abs(one.target - one.capped) < 1
        assert sum(part.contribution for part in one.parts) == one.exact


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=15)
@given(data=st.data(), total=totals, dice=st.randoms())
def test_order_does_not_matter_and_twice_the_total_doubles_every_exact_amount(name, data, total, dice):
    towns = data.draw(figures(SHIPPED[name]))
    shuffled = towns[:]
    dice.shuffle(shuffled)
    found = targets(SHIPPED[name], towns, total)
    assert targets(SHIPPED[name], shuffled, total) == found
    doubled = targets(SHIPPED[name], towns, 2 * total)
    assert all(doubled[code].capped == 2 * one.capped for code, one in found.items())


@st.composite
def columns(draw):
    count = draw(st.integers(1, 8))
    return [[draw(amounts) for _ in range(count)] for _ in range(3)]


@given(columns(), st.integers(0, 200), st.booleans(), totals)
def test_the_sum_is_what_a_plain_second_calculation_says(table, percent, give_back, total):
    people, wealth, jobless = table
    cap = {"fraction": str(Fraction(percent, 100)), "of": ["people", "wealth"], "give_back": give_back}
    key = key_of(term("people", 0.5), term("wealth", 0.3), term("jobless", 0.2, "inverse_share", cap=cap))
    towns = [
        town(str(i), people=p, wealth=w, jobless=j) for i, (p, w, j) in enumerate(zip(*table, strict=True))
    ]
    inverse = [1 / j for j in jobless]
    shares = [[x / sum(column) for x in column] for column in (people, wealth, inverse)]
    means = [(p + w) / 2 for p, w in zip(shares[0], shares[1], strict=True)]
    counted = [min(share, percent / 100 * mean) for share, mean in zip(shares[2], means, strict=True)]
    if give_back:
        lost = 1 - sum(counted)
        counted = [one + lost * mean for one, mean in zip(counted, means, strict=True)]
    raw = [0.5 * p + 0.3 * w + 0.2 * c for p, w, c in zip(shares[0], shares[1], counted, strict=True)]
    found = targets(key, towns, total)
    for i, one in enumerate(raw):
        assert float(found[str(i)].exact) == pytest.approx(total * one / sum(raw), rel=1e-9, abs=1e-9)


def test_the_two_caps_in_circulation_for_the_eu_key_are_told_apart():
    # Grech's table: 0.15 (P+G), which is 0.3 of the mean. The 120,000 of September 2015: 0.30 (P+G), 0.6 of the mean.
    def with_cap(fraction):
        cap = {"fraction": fraction, "of": ["p", "g"]}
        towns = [town("A", p=30, g=10, u=1), town("B", p=70, g=90, u=100)]
        key = key_of(term("p", 0.4), term("g", 0.4), term("u", 0.2, "inverse_share", cap=cap))
        return targets(key, towns, 100)["A"].parts[2]

    mean = (Fraction(3, 10) + Fraction(1, 10)) / 2
    assert with_cap(0.3).counted == Fraction(15, 100) * 2 * mean
    assert with_cap(0.6).counted == Fraction(30, 100) * 2 * mean
    assert with_cap(0.3).capped
    september = SHIPPED["eu_2015_september"]
    assert [one.cap.fraction for one in september.terms if one.cap] == [Fraction(6, 10)] * 2
    assert all(one.cap is None for one in SHIPPED["eu_2015_may"].terms)


def test_what_the_september_caps_cut_off_goes_back_by_population_and_wealth():
    towns = [
        town("A", population=30, gdp=10, asylum_per_million=1, unemployment_rate=1),
        town("B", population=70, gdp=90, asylum_per_million=99, unemployment_rate=99),
    ]
    found = targets(SHIPPED["eu_2015_september"], towns, 1000)
    # A: P 0.3, G 0.1, mean 0.2; both inverses 0.99 -> at most 0.3 * 0.4 = 0.12, and 0.87 * 0.2 of what was cut back.
    counted = Fraction(12, 100) + Fraction(87, 100) * Fraction(2, 10)
    expected = Fraction(4, 10) * (Fraction(3, 10) + Fraction(1, 10)) + Fraction(2, 10) * counted
    assert found["A"].exact == 1000 * expected
    assert sum(part.counted for part in (one.parts[2] for one in found.values())) == 1


def test_published_coefficients_are_those_of_the_sources():
    def weights(name):
        return [(one.weight, one.transform) for one in SHIPPED[name].terms]

    assert weights("de_koenigstein") == [(Fraction(2, 3), "share"), (Fraction(1, 3), "share")]
    assert weights("per_inwoner") == [(1, "share")]
    assert weights("nl_spreidingswet_2024") == [(1, "corrected_share")]
    for name in ("eu_2015_may", "eu_2015_september"):
        assert [weight for weight, _ in weights(name)] == [Fraction(n, 10) for n in (4, 4, 1, 1)]
    assert SHIPPED["draagkracht"].terms[0].modulation.g == Fraction(1, 4)


def test_a_score_corrects_the_population_as_the_dutch_key_does():
    towns = [town("rich", population=1000, ses_woa="0.25"), town("poor", population=1000, ses_woa="-0.25")]
    found = targets(SHIPPED["nl_spreidingswet_2024"], towns, 80)
    assert (found["rich"].target, found["poor"].target) == (50, 30)


def test_weights_of_one_third_may_be_written_as_decimals():
    towns = [town("A", a=1, b=3), town("B", a=1, b=1)]
    found = targets(key_of(term("a", "0.3333333333"), term("b", "0.6666666666")), towns, 10**6)
    assert sum(one.exact for one in found.values()) == 10**6


def test_tens_of_thousands_of_inverses_still_sum_to_the_total():
    dice = random.Random(5)
    towns = [town(f"{i:05}", u=dice.randint(1, 10**6)) for i in range(20_000)]
    found = targets(key_of(term("u", 1, "inverse_share")), towns, 10**6)
    assert sum(one.target for one in found.values()) == 10**6
    inverse = [1 / float(one.values["u"]) for one in towns]
    for one, expected in zip(towns[:50], inverse, strict=False):
        assert float(found[one.code].exact) == pytest.approx(10**6 * expected / sum(inverse), rel=1e-9)


def test_the_285_with_capped_inverses_take_well_under_a_second(benchmark_seconds):
    dice = random.Random(6)
    key = SHIPPED["eu_2015_september"]
    towns = [town(str(i), **{name: dice.randint(1, 10**6) for name in key.indicators}) for i in range(285)]
    assert benchmark_seconds(lambda: targets(key, towns, 17_000)) < 1


# Limits


@st.composite
def filled(draw):
    count = draw(st.integers(1, 8))
    numbers = [str(i) for i in range(count)]
    weights = {code: Fraction(draw(st.integers(0, 50))) for code in numbers}
    lows = {code: Fraction(draw(st.integers(0, 9)), 2) for code in numbers}
    highs = {code: lows[code] + Fraction(draw(st.integers(0, 30)), 2) for code in numbers}
    least, most = sum(lows.values()), sum(highs.values())
    part = Fraction(draw(st.integers(0, 16)), 16)
    return least + part * (most - least), weights, lows, highs


@given(filled())
def test_water_filling_keeps_the_sum_and_every_limit_with_one_multiplier(case):
    total, weights, lows, highs = case
    found = waterfill(total, weights, lows=lows, highs=highs, otherwise=dict.fromkeys(weights, Fraction(1)))
    assert sum(found.amounts.values()) == total
    for code, amount in found.amounts.items():
        assert lows[code] <= amount <= highs[code]
    free = {
        found.amounts[code] / weights[code]
        for code in weights
        if weights[code] and lows[code] < found.amounts[code] < highs[code]
    }
    assert len(free) <= 1
    for level in free:
        for code, weight in weights.items():
            if weight:
                assert found.amounts[code] == min(max(level * weight, lows[code]), highs[code])


def test_a_total_outside_the_limits_is_refused():
    one = {"A": Fraction(1)}
    with pytest.raises(CannotPlace, match="daar is samen plaats voor 3,5"):
        waterfill(Fraction(4), one, lows={}, highs={"A": Fraction(7, 2)}, otherwise=one)
    with pytest.raises(CannotPlace, match="kleiner dan de ondergrenzen"):
        waterfill(Fraction(1), one, lows={"A": Fraction(2)}, highs={}, otherwise=one)


def test_who_is_exempt_gets_nothing_and_the_others_share_it():
    key = key_of(term("population"), exempt_multiple=2)
    towns = [
        town("A", population=10, weighted_places=4),
        town("B", population=20, weighted_places=1),
        town("C", population=20, weighted_places=0),
    ]
    found = targets(key, towns, 100, exempt_get_nothing=True)
    assert [(one.target, one.exempt) for one in found.values()] == [(0, True), (50, False), (50, False)]
    assert found["A"].exact == 20  # what it would have been
    kept = targets(key, towns, 100)
    assert [one.target for one in kept.values()] == [20, 40, 40]
    assert kept["A"].exempt


def test_when_the_exempt_leave_too_little_room_under_the_line_the_total_is_refused():
    key = key_of(term("population"), exempt_multiple=1, cap_multiple="1.5")
    towns = [town("A", population=60, weighted_places=9), town("B", population=40, weighted_places=0)]
    with pytest.raises(CannotPlace, match="past niet onder de grenzen"):
        targets(key, towns, 100, exempt_get_nothing=True)


def test_a_floor_lifts_and_the_others_pay_in_proportion():
    key = key_of(term("wealth"), floor_multiple="0.5")
    towns = [
        town("A", population=50, wealth=0),
        town("B", population=25, wealth=3),
        town("C", population=25, wealth=1),
    ]
    found = targets(key, towns, 100)
    assert [one.target for one in found.values()] == [25, 56, 19]
    assert (found["A"].raised, found["B"].raised) == (True, False)
    assert found["B"].capped == Fraction(75) * 3 / 4


# Carrying capacity


def indicator(name, weight=1, direction=1, **more):
    return ScoreIndicator(name, name, Fraction(weight), direction, **more)


def modulation(*items, g="0.25", least_known="2/3"):
    return Modulation(Fraction(g), Fraction(least_known), items)


FROZEN = {"least": Fraction(0), "most": Fraction(100)}


def test_the_factor_by_hand():
    rule = modulation(
        indicator("income", **FROZEN), indicator("jobless", direction=-1, per="people", **FROZEN)
    )
    found = scores(
        rule,
        {
            "A": {"income": Fraction(80), "jobless": Fraction(40), "people": Fraction(1)},
            "B": {"income": Fraction(20), "jobless": Fraction(160), "people": Fraction(2)},
        },
    )
    assert (found["A"].score, found["B"].score) == (Fraction(7, 10), Fraction(2, 10))
    # Mean 0.45; 1 + 0.5 * 0.25 and 1 - 0.5 * 0.25.
    assert (found["A"].factor, found["B"].factor) == (Fraction(1125, 1000), Fraction(875, 1000))


def test_the_factor_stays_between_its_bounds():
    rule = modulation(indicator("income", **FROZEN), g="0.1")
    values = {str(i): {"income": Fraction(0)} for i in range(9)} | {"rich": {"income": Fraction(10**6)}}
    found = scores(rule, values)
    assert found["rich"].factor == Fraction(11, 10)
    assert all(Fraction(9, 10) <= one.factor <= Fraction(11, 10) for one in found.values())


def test_the_weight_of_a_missing_indicator_goes_to_the_others_and_it_is_shown_as_missing():
    rule = modulation(indicator("a", 2, **FROZEN), indicator("b", 1, **FROZEN))
    found = scores(rule, {"A": {"a": Fraction(60)}, "B": {"a": Fraction(60), "b": Fraction(0)}})
    assert found["A"].score == Fraction(6, 10)
    assert found["A"].known == Fraction(2, 3)
    assert found["A"].enough
    assert found["A"].readings[1].normalised is None
    assert found["B"].score == Fraction(4, 10)


def test_below_two_thirds_of_the_weight_the_factor_is_one_with_a_flag():
    rule = modulation(indicator("a", **FROZEN), indicator("b", **FROZEN))
    found = scores(
        rule,
        {
            "A": {"a": Fraction(90)},
            "B": {"a": Fraction(90), "b": Fraction(90)},
            "C": {"a": Fraction(0), "b": Fraction(0)},
        },
    )
    assert (found["A"].score, found["A"].factor, found["A"].enough) == (None, 1, False)
    assert found["B"].factor > 1  # and the mean is that of those with a score


def test_an_imputed_mean_is_marked_and_does_not_count_as_known():
    rule = modulation(indicator("a", **FROZEN), indicator("b", missing="mean", **FROZEN), least_known="1/2")
    found = scores(rule, {"A": {"a": Fraction(0)}, "B": {"a": Fraction(0), "b": Fraction(80)}})
    assert found["A"].readings[1].imputed
    assert found["A"].score == Fraction(4, 10)
    assert found["A"].known == Fraction(1, 2)


def test_a_new_outlier_changes_nobody_else_while_the_reference_is_frozen():
    rule = modulation(indicator("a", **FROZEN))
    before = scores(rule, {"A": {"a": Fraction(10)}, "B": {"a": Fraction(50)}})
    after = scores(rule, {"A": {"a": Fraction(10)}, "B": {"a": Fraction(10**9)}})
    assert before["A"].score == after["A"].score
    assert after["B"].score == 1


def test_a_long_tail_is_pulled_in_before_the_reference_is_taken():
    even = [Fraction(n) for n in range(100)]
    assert reference(even) == (0, 99)
    assert reference([*even, Fraction(10**6)]) == (0, 99)
    assert reference([*even, Fraction(-(10**6))]) == (0, 99)
    assert reference([]) == (0, 0)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 5000)), min_size=2, max_size=9)
)
def test_better_on_every_indicator_never_means_a_smaller_part_per_inhabitant(table):
    rule = {
        "g": "0.25",
        "indicators": [
            {"indicator": "income", "weight": 1, "direction": 1, "min": 1, "max": 99},
            {"indicator": "jobless", "weight": 2, "direction": -1},
        ],
    }
    key = key_of(term("population", 1, "modulated_share", modulation=rule))
    towns = [
        town(str(i), income=income, jobless=jobless, population=people)
        for i, (income, jobless, people) in enumerate(table)
    ]
    found = targets(key, towns, 1000)
    rate = [found[one.code].exact / one.population for one in towns]
    for i, one in enumerate(table):
        for j, other in enumerate(table):
            if one[0] >= other[0] and one[1] <= other[1]:
                assert rate[i] >= rate[j]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"g": 2}, "de uitslag (g)"),
        ({"least_known": 0}, "least_known"),
        ({"indicators": []}, "een lijst met cijfers"),
        ({"indicators": ["x"]}, "elk cijfer heeft een kolom"),
        ({"indicators": [{"indicator": "a", "weight": 0, "direction": 1}]}, "het gewicht (weight)"),
        ({"indicators": [{"indicator": "a", "weight": 1, "direction": 0}]}, "de richting (direction)"),
        (
            {"indicators": [{"indicator": "a", "weight": 1, "direction": 1, "min": 3}]},
            "geef min en max samen",
        ),
        ({"indicators": [{"indicator": "a", "weight": 1, "direction": 1, "missing": "?"}]}, "(missing)"),
        ({"indicators": [{"indicator": "a", "weight": 1, "direction": 1, "missing": []}]}, "(missing)"),
        (
            {"indicators": [{"indicator": "a", "weight": 1, "direction": 1, "per": ["b"]}]},
            "gedeeld door (per)",
        ),
        ({"indicators": [{"indicator": "a", "weight": 1, "direction": 1, "wieght": 1}]}, "onbekend gegeven"),
    ],
)
def test_what_is_wrong_with_a_composite_is_said_in_a_sentence(change, sentence):
    problems = []
    data = {"g": 0.25, "indicators": [{"indicator": "a", "weight": 1, "direction": 1}]} | change
    assert read_modulation(data, "x", problems) is None
    assert sentence in " ".join(problems)


# As data


def test_every_file_is_one_key_for_the_command_and_for_the_portal():
    for data in published_keys():
        fields = copy.deepcopy(data)
        read = read_key(
            **{
                name: fields[name]
                for name in (
                    "terms",
                    "place_weights",
                    "exempt_multiple",
                    "cap_multiple",
                    "floor_multiple",
                    "total",
                )
            }
        )
        assert read == SHIPPED[data["code"]]


def test_every_file_names_its_source_and_only_one_leads():
    files = [json.loads(path.read_text(encoding="utf-8")) for path in PUBLISHED.glob("*.json")]
    assert sorted(data["code"] for data in files) == FILES
    assert [data["code"] for data in files if data["leading"]] == ["be_spreidingsplan_2016"]
    for data in files:
        assert data["source"] and data["statement"] and data["decided_by"]
        assert data["computed"] is data["leading"]


def test_a_published_table_that_does_not_sum_is_not_taken_for_shares():
    # A table in circulation for Königstein sums to 99.97961 (quant.md A.1): rounding refuses it, normalising shows it.
    with pytest.raises(ValueError, match="do not sum"):
        largest_remainder({str(i): Fraction("6.248725625") for i in range(16)}, 120)
    towns = [town(str(i), tax_revenue="6.248725625", population=1) for i in range(16)]
    assert sum(one.target for one in targets(SHIPPED["de_koenigstein"], towns, 120).values()) == 120
