import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spread.keys import Key, Term, published_keys, read_key
from spread.targets import NothingToSpreadBy, Status, Town, cap, largest_remainder, targets

FIELDS = ("terms", "place_weights", "exempt_multiple", "cap_multiple", "total")
BELGIAN = read_key(**{name: next(published_keys())[name] for name in FIELDS})
EVEN = {"own": Fraction(1), "other": Fraction(1)}


def plain(*terms, cap_multiple=None, exempt_multiple=None):
    return Key(tuple(terms), EVEN, exempt_multiple, cap_multiple, None)


def share(indicator, weight=1):
    return Term(indicator, indicator, Fraction(weight), indicator, "share")


def made(code, places=0, own=0, **values):
    return Town(code, {name: Fraction(value) for name, value in values.items()}, places, own)


@st.composite
def flanders(draw):
    """Some towns, each with a population; the other figures may be missing, for some or for all."""
    codes = draw(st.lists(st.integers(11001, 73999), min_size=1, max_size=12, unique=True))
    towns = []
    for code in codes:
        values = {"population": draw(st.integers(1, 600_000))}
        for name, most in (("income_per_inhabitant", 40_000), ("living_wage_recipients", 9_000)):
            value = draw(st.none() | st.integers(0, most))
            if value is not None:
                values[name] = value
        places = draw(st.integers(0, 3_000))
        towns.append(made(str(code), places, draw(st.integers(0, places)), **values))
    return towns


totals = st.integers(0, 50_000)


@given(flanders(), totals)
def test_the_targets_sum_to_the_total(towns, total):
    assert sum(found.target for found in targets(BELGIAN, towns, total).values()) == total


@given(flanders(), totals)
def test_the_parts_add_up_to_the_target(towns, total):
    for found in targets(BELGIAN, towns, total).values():
        assert sum(part.contribution for part in found.parts) == found.exact
        assert abs(found.target - found.capped) < 1
        assert sum(part.weight for part in found.parts) == 1


@given(flanders(), totals, st.randoms())
def test_the_order_of_the_towns_does_not_matter(towns, total, dice):
    shuffled = towns[:]
    dice.shuffle(shuffled)
    assert targets(BELGIAN, shuffled, total) == targets(BELGIAN, towns, total)


@given(flanders(), totals)
def test_twice_as_many_places_to_spread_doubles_what_each_gets(towns, total):
    once, twice = targets(BELGIAN, towns, total), targets(BELGIAN, towns, 2 * total)
    for code, found in once.items():
        assert twice[code].capped == 2 * found.capped


@given(flanders(), totals)
def test_nobody_is_above_the_cap_by_a_whole_place(towns, total):
    people = sum(town.population for town in towns)
    for town in towns:
        line = BELGIAN.cap_multiple * total * town.population / people
        assert targets(BELGIAN, towns, total)[town.code].target < line + 1


@given(flanders(), totals)
def test_a_town_that_takes_in_more_never_gets_a_higher_target(towns, total):
    fuller = [
        made(towns[0].code, towns[0].places + 50, towns[0].own_places + 50, **towns[0].values),
        *towns[1:],
    ]
    before, after = targets(BELGIAN, towns, total), targets(BELGIAN, fuller, total)
    if before[towns[0].code].parts[1].status == Status.COUNTED:
        assert after[towns[0].code].exact <= before[towns[0].code].exact


def test_the_published_formula_on_two_towns_by_hand():
    # A: 3,000 inhabitants at 10,000 euro, 10 own places; B: 1,000 at 30,000 euro, none. Living wage unknown, so the
    # weights are 35/85, 30/85 and 20/85. Mean 10/4000; room 2*mean*P - places: A 15 - 10 = 5, B 5 - 0 = 5.
    towns = [
        made("1", 10, 10, population=3_000, income_per_inhabitant=10_000),
        made("2", 0, 0, population=1_000, income_per_inhabitant=30_000),
    ]
    found = targets(BELGIAN, towns, 100)
    assert found["1"].exact == 100 * (
        Fraction(35, 85) * Fraction(3, 4) + Fraction(30, 85) / 2 + Fraction(20, 85) / 2
    )
    assert found["2"].exact == 100 - found["1"].exact
    assert (found["1"].target, found["2"].target) == (60, 40)


def test_places_of_other_types_weigh_for_three_quarters():
    town = made("1", 100, 40, population=1_000)
    assert town.weighted_places(BELGIAN) == 40 + 60 * Fraction(3, 4)


def test_a_figure_missing_for_all_gives_its_weight_to_the_others_in_proportion():
    key = plain(
        share("population", Fraction(1, 2)), share("income", Fraction(1, 4)), share("jobs", Fraction(1, 4))
    )
    towns = [made("1", population=600, income=1), made("2", population=400, income=3)]
    found = targets(key, towns, 100)
    assert [part.weight for part in found["1"].parts] == [Fraction(2, 3), Fraction(1, 3), 0]
    assert found["1"].parts[2].status == Status.MISSING
    assert found["1"].parts[2].amount is None
    assert found["1"].exact == 100 * (Fraction(2, 3) * Fraction(6, 10) + Fraction(1, 3) * Fraction(1, 4))


def test_a_figure_missing_for_one_town_is_the_mean_there_and_never_zero():
    key = plain(share("income"))
    towns = [
        made("1", population=800, income=2),
        made("2", population=100, income=6),
        made("3", population=100),
    ]
    found = targets(key, towns, 1000)
    assert found["3"].parts[0].status == Status.ESTIMATED
    assert found["3"].exact == 100  # its tenth of the inhabitants
    assert (found["1"].exact, found["2"].exact) == (225, 675)  # nine tenths, in proportion to 2 and 6


def test_a_figure_known_for_less_than_two_thirds_of_the_inhabitants_does_not_count():
    key = plain(share("population", Fraction(1, 2)), share("income", Fraction(1, 2)))
    towns = [made("1", population=60, income=5), made("2", population=40)]
    assert targets(key, towns, 100)["1"].parts[1].status == Status.MISSING
    assert targets(key, towns, 100)["1"].target == 60


def test_a_term_that_is_zero_everywhere_gives_its_weight_away():
    towns = [made("1", population=300), made("2", population=100)]
    found = targets(BELGIAN, towns, 40)
    assert found["1"].parts[1].status == Status.EMPTY  # no places yet, so no mean and no room
    assert (found["1"].target, found["2"].target) == (30, 10)


def test_without_any_known_term_there_is_no_target():
    with pytest.raises(NothingToSpreadBy):
        targets(plain(share("income")), [made("1", population=10)], 5)


def test_ties_in_rounding_go_to_the_lowest_code():
    third = Fraction(10, 3)
    assert largest_remainder({"31005": third, "11001": third, "44021": third}, 10) == {
        "11001": 4,
        "31005": 3,
        "44021": 3,
    }


def test_rounding_refuses_amounts_that_are_not_the_total():
    with pytest.raises(ValueError, match="do not sum"):
        largest_remainder({"1": Fraction(5)}, 7)


def test_what_is_cut_off_goes_to_the_others_until_nothing_changes():
    # Line at twice the mean. A is cut first; its surplus lifts B above the line, which is cut in the second round.
    exact = {"A": Fraction(70), "B": Fraction(19), "C": Fraction(11)}
    people = {"A": Fraction(20), "B": Fraction(11), "C": Fraction(69)}
    now, limited = cap(exact, people, Fraction(2))
    assert limited == {"A", "B"}
    assert now == {"A": 40, "B": 22, "C": 38}


def test_what_is_cut_off_goes_by_inhabitants_when_the_others_had_nothing():
    now, limited = cap(
        {"A": Fraction(10), "B": Fraction(0)}, {"A": Fraction(1), "B": Fraction(4)}, Fraction(2)
    )
    assert (now, limited) == ({"A": 4, "B": 6}, {"A"})


def test_a_cap_at_the_mean_itself_is_plain_population():
    exact = {"A": Fraction(1), "B": Fraction(9)}
    assert cap(exact, {"A": Fraction(7), "B": Fraction(3)}, Fraction(1))[0] == {"A": 7, "B": 3}


@pytest.mark.parametrize(("own", "exempt"), [(19, False), (20, True), (21, True)])
def test_exempt_from_twice_the_mean_of_weighted_places(own, exempt):
    # 1,000 of 10,000 inhabitants; with 20 of 100 weighted places a town has exactly twice the mean.
    towns = [made("1", own, own, population=1_000), made("2", 100 - own, 100 - own, population=9_000)]
    assert targets(BELGIAN, towns, 100)["1"].exempt is exempt


def test_nobody_is_exempt_while_there_are_no_places():
    assert not targets(BELGIAN, [made("1", population=5), made("2", population=9)], 0)["1"].exempt


def test_a_very_small_town_may_have_a_target_of_zero():
    towns = [made("73028", population=80), made("44021", population=270_000)]
    assert targets(BELGIAN, towns, 100)["73028"].target == 0


def test_no_towns_have_no_targets():
    assert targets(BELGIAN, [], 0) == {}


def test_the_285_take_well_under_a_second(benchmark_seconds):
    dice = random.Random(7)
    towns = [
        made(
            str(10_000 + i),
            60,
            20,
            population=dice.randint(1_000, 500_000),
            income_per_inhabitant=dice.randint(1, 9),
        )
        for i in range(285)
    ]
    assert benchmark_seconds(lambda: targets(BELGIAN, towns, 17_000)) < 0.5
