from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spread.inflow import (
    NEVER,
    Flow,
    Full,
    Household,
    Living,
    Short,
    Start,
    Unit,
    Week,
    fits,
    households,
    lacking,
    leavers,
    preference,
    simulate,
)

MONDAY = date(2026, 11, 23)
REGIONS = {"1": "west", "2": "west", "3": "east"}


def start(free=(), living=(), opening=(), shares=None):
    return Start(
        MONDAY, Counter(free), Counter(living), Counter(opening), shares or {"1": 2, "2": 1, "3": 1}, REGIONS
    )


def after(days):
    return MONDAY + timedelta(days=days)


def near(units, scope, code):
    """The free units in the municipality, in its region, or anywhere."""
    return [
        place
        for place in units
        if place[1] is None
        and (
            scope == "anywhere"
            or (scope == "area" and place[0].area == code)
            or (scope == "region" and REGIONS[place[0].area] == REGIONS[code])
        )
    ]


def naive(begin, flow):
    """The same rules with every unit and every household on its own, each day."""
    units = [[unit, None, NEVER] for unit, number in begin.free.items() for _ in range(number)]
    units += [
        [stay.unit, stay.household, stay.ends] for stay, number in begin.living.items() for _ in range(number)
    ]
    opening = [item for item, number in begin.opening.items() for _ in range(number)]
    asked = dict.fromkeys((code for code, share in begin.shares.items() if share), 0)
    queue, weeks, areas, regions, first = [], [], {}, {}, {}
    counts = Counter()
    for number in range(flow.weeks * 7):
        day = after(number)
        units += [[unit, None, NEVER] for at, unit in opening if at <= day]
        opening = [(at, unit) for at, unit in opening if at > day]
        for place in units:
            unit, household, ends = place
            if household and ends <= day:
                counts["left"] += household.persons
                place[1:] = [None, NEVER]
            elif household and unit.closes <= day:
                counts["displaced"] += household.persons
                queue.append((unit.area, household))
        units = [place for place in units if place[0].closes > day]
        if number % 7 == 0:
            staying = Counter(Living(*place) for place in units if place[1] and place[2] == NEVER)
            for stay, leaving in leavers(staying, flow.departures).items():
                for place in [place for place in units if Living(*place) == stay][:leaving]:
                    counts["left"] += stay.household.persons
                    place[1:] = [None, NEVER]
            arriving = [household for household, much in flow.arrivals.items() for _ in range(much)]
            for household in sorted(arriving, key=lambda one: (not one.step_free, -one.persons)):
                code = min(asked, key=lambda one: (Fraction(asked[one] + 1, begin.shares[one]), one))
                asked[code] += household.persons
                counts["arrived"] += household.persons
                queue.append((code, household))
        failed = []
        for scope in ("area", "region", "anywhere"):
            left = []
            for code, household in sorted(
                queue, key=lambda one: (not one[1].step_free, -one[1].persons, one[0])
            ):
                fitting = [place for place in near(units, scope, code) if fits(place[0], household)]
                if fitting:
                    min(fitting, key=lambda place: preference(place[0]))[1] = household
                    continue
                left.append((code, household))
                failed.append((scope, code, household))
            queue = left
        for scope, code, household in failed:
            short = lacking([place[0] for place in near(units, scope, code)], household)
            if scope == "area":
                areas.setdefault(code, Full(day, short))
            elif scope == "region":
                regions.setdefault(REGIONS[code], Full(day, short))
            else:
                first.setdefault(short, day)
        if number % 7 == 6:
            free = [place[0] for place in units if place[1] is None]
            weeks.append(
                Week(
                    after(number - 6), counts["arrived"], counts["left"], counts["displaced"],
                    sum(household.persons for _, household in queue), len(free),
                    sum(unit.places for unit in free), sum(unit.step_free for unit in free),
                )
            )  # fmt: skip
            counts.clear()
    return tuple(weeks), areas, regions, first


days = st.one_of(st.just(NEVER), st.integers(1, 40).map(after))
units = st.builds(Unit, st.sampled_from("123"), st.integers(1, 5), st.booleans(), days)
families = st.builds(Household, st.integers(1, 5), st.booleans())
stays = st.builds(Living, units, families, days)
few = st.integers(1, 4)


@settings(max_examples=150)
@given(
    free=st.dictionaries(units, few, max_size=6),
    living=st.dictionaries(stays, few, max_size=5),
    opening=st.dictionaries(st.tuples(st.integers(1, 30).map(after), units), few, max_size=3),
    shares=st.fixed_dictionaries({code: st.integers(0, 5) for code in "123"}).filter(
        lambda one: any(one.values())
    ),
    arrivals=st.dictionaries(families, few, max_size=4),
    departures=st.integers(0, 4),
    weeks=st.integers(1, 6),
)
def test_counting_kinds_on_the_days_that_matter_is_keeping_each_one_every_day(
    free, living, opening, shares, arrivals, departures, weeks
):
    begin = start(free, living, opening, shares)
    flow = Flow(weeks, arrivals, departures)
    found = simulate(begin, flow)
    assert (found.weeks, found.areas, found.regions, found.first) == naive(begin, flow)


def test_the_same_people_stay_the_same_people():
    """Everybody who came or was there has left, lives somewhere, or waits."""
    living = {Living(Unit("1", 4, False, after(10)), Household(3)): 2}
    found = simulate(start({Unit("2", 2, False): 3}, living), Flow(4, {Household(2): 1, Household(1): 2}, 1))
    came = 6 + sum(week.arrived for week in found.weeks)
    housed_at_most = came - sum(week.left for week in found.weeks) - found.weeks[-1].waiting
    assert 0 <= housed_at_most <= 3 * 2


def test_who_asks_more_than_there_is_spills_over_and_says_where_and_when():
    free = {Unit("1", 2, False): 1, Unit("2", 2, False): 1, Unit("3", 2, False): 2}
    found = simulate(start(free, shares={"1": 1, "2": 0, "3": 0}), Flow(3, {Household(2): 2}))
    assert found.areas == {"1": Full(MONDAY, Short.PLACES)}
    assert found.regions == {"west": Full(after(7), Short.PLACES)}
    assert found.first == {Short.PLACES: after(14)}
    assert [week.waiting for week in found.weeks] == [0, 0, 4]


@pytest.mark.parametrize(
    ("unit", "household", "short"),
    [
        (Unit("1", 2, True), Household(3), Short.SIZE),
        (Unit("1", 4, False), Household(3, True), Short.STEP_FREE),
    ],
)
def test_what_is_short_is_named(unit, household, short):
    assert set(simulate(start({unit: 1}), Flow(1, {household: 1})).first) == {short}


def test_a_place_that_ends_puts_its_people_on_the_list_on_its_own_date():
    living = {Living(Unit("1", 2, False, after(9)), Household(2)): 1}
    found = simulate(start(living=living), Flow(3, {}))
    assert [(week.displaced, week.waiting) for week in found.weeks] == [(0, 0), (2, 2), (0, 2)]
    assert found.areas == {"1": Full(after(9), Short.PLACES)}


def test_persons_become_households_in_the_proportions_of_those_who_are_here():
    found = households(300, {1: 50, 2: 30, 4: 20}, Fraction(1, 10))
    assert sum(number for household, number in found.items() if household.step_free) == 16
    assert abs(sum(household.persons * number for household, number in found.items()) - 300) <= 4
    assert households(0, {1: 1}, Fraction(0)) == {}
