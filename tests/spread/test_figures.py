from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spread.figures import Area, Fact, Load, all_figures, classify, fingerprint, fingerprint_of_targets
from spread.keys import published_keys, read_key
from spread.models import Level, RatioClass

FIELDS = ("terms", "place_weights", "exempt_multiple", "cap_multiple", "total")
BELGIAN = read_key(**{name: next(published_keys())[name] for name in FIELDS})
DAY = date(2026, 11, 23)


def fact(value):
    return Fact(Decimal(value), date(2025, 1, 1), "Proefbron")


def area(number, places=0, own=0, population=1_000, income=20_000, region=1, province=1):
    facts = {}
    if population is not None:
        facts["population"] = fact(population)
    if income is not None:
        facts["income_per_inhabitant"] = fact(income)
    load = Load(places, own, deployable=places, free=places // 2, occupied=places // 3, persons=places // 4)
    return Area(number, f"{40_000 + number}", region, province, load, facts)


@st.composite
def areas(draw):
    return [
        area(
            number,
            places := draw(st.integers(0, 900)),
            draw(st.integers(0, places)),
            population=draw(st.none() | st.integers(1, 500_000)),
            income=draw(st.none() | st.integers(1, 40_000)),
            region=draw(st.integers(1, 3)),
            province=draw(st.integers(1, 2)),
        )
        for number in range(1, draw(st.integers(2, 9)))
    ]


def by_level(rows, level):
    return [row for row in rows if row.level == level]


@given(areas())
@settings(max_examples=60)
def test_regions_provinces_and_flanders_are_the_sums_of_their_municipalities(given_areas):
    rows = all_figures(BELGIAN, given_areas)
    for level in (Level.REGION, Level.PROVINCE, Level.FLANDERS):
        for name in ("places", "deployable", "free", "occupied", "persons", "weighted_places"):
            assert sum(getattr(row, name) for row in by_level(rows, level)) == sum(
                getattr(row, name) for row in by_level(rows, Level.MUNICIPALITY)
            )
        assert sum(row.target or 0 for row in by_level(rows, level)) == sum(
            row.target or 0 for row in by_level(rows, Level.MUNICIPALITY)
        )


@given(areas())
@settings(max_examples=60)
def test_shares_sum_to_one_and_targets_to_all_places(given_areas):
    rows = by_level(all_figures(BELGIAN, given_areas), Level.MUNICIPALITY)
    if any(row.target is not None for row in rows):
        assert sum(row.share for row in rows if row.share is not None) == 1
        assert sum(row.target for row in rows if row.target is not None) == sum(row.places for row in rows)


@given(areas())
@settings(max_examples=60)
def test_the_explanation_adds_up_to_the_last_digit(given_areas):
    for row in by_level(all_figures(BELGIAN, given_areas), Level.MUNICIPALITY):
        if row.target is None:
            continue
        told = row.explanation
        parts = sum(Decimal(term["contribution"]) for term in told["terms"])
        assert parts == Decimal(told["exact"])
        assert parts + Decimal(told["limit"]) + Decimal(told["rounding"]) == row.target


def test_a_municipality_without_population_has_counts_and_no_target():
    rows = all_figures(BELGIAN, [area(1, 60), area(2, 40, population=None)])
    known, unknown, *_ = rows
    assert (unknown.places, unknown.target, unknown.ratio, unknown.ratio_class) == (
        40,
        None,
        None,
        RatioClass.NONE,
    )
    assert known.target == 100
    assert by_level(rows, Level.FLANDERS)[0].explanation["without_target"] == 1


def test_without_any_population_there_is_no_target_and_no_error():
    rows = all_figures(BELGIAN, [area(1, 60, population=None)])
    assert [row.target for row in rows] == [None] * 4
    assert [row.places for row in rows] == [60] * 4


def test_a_target_of_zero_has_no_ratio():
    rows = all_figures(BELGIAN, [area(1, 100, population=500_000), area(2, 1, population=80)])
    assert (rows[1].target, rows[1].ratio, rows[1].gap) == (0, None, 1)


def test_with_no_places_at_all_everything_is_zero_but_known():
    rows = all_figures(BELGIAN, [area(1), area(2, population=3_000)])
    assert [row.target for row in rows] == [0] * 5
    assert rows[0].share + rows[1].share == 1
    assert by_level(rows, Level.FLANDERS)[0].per_1000 == 0


@pytest.mark.parametrize(
    ("places", "target", "expected"),
    [
        (79, 100, RatioClass.LOW),
        (80, 100, RatioClass.NEAR),
        (119, 100, RatioClass.NEAR),
        (120, 100, RatioClass.HIGH),
        (149, 100, RatioClass.HIGH),
        (150, 100, RatioClass.VERY_HIGH),
        (0, 20, RatioClass.LOW),
        (90, 19, RatioClass.SMALL),
        (5, 0, RatioClass.SMALL),
        (5, None, RatioClass.NONE),
    ],
)
def test_classes_are_exact_at_their_borders(places, target, expected):
    assert classify(places, target) == expected


def test_the_fingerprint_sees_every_input_and_no_order():
    one, two = area(1, 10), area(2, 20)

    def mark(key, areas, on=DAY):
        return fingerprint(fingerprint_of_targets(key, areas), {one.pk: one.load for one in areas}, on=on)

    same = mark(1, [one, two])
    assert mark(1, [two, one]) == same
    others = [
        mark(2, [one, two]),
        mark(1, [one, two], on=date(2026, 11, 24)),
        mark(1, [area(1, 11), two]),
        mark(1, [area(1, 10, own=1), two]),
        mark(1, [area(1, 10, income=20_001), two]),
    ]
    assert len({same, *others}) == 6
