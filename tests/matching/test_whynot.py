"""Waarom niet: every reason with numbers, and the smallest change, against brute force over everything that could
change."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings

from matching.conditions import TIME, failing, fits
from matching.facts import Asked, Near, Place, Someone, Span
from matching.whynot import IF_IT_WERE, Change, applied, size_of, smallest_change, why_not
from tests.matching.worlds import HERE, MIDDLE, THERE, TODAY, after, places, questions, spot_at

LONGEST = 13  # days that brute force moves, shortens and prolongs by: in these worlds nothing happens later


def test_a_small_world_has_no_smaller_change_than_the_one_that_is_told():
    compared = {"none": 0, "fits": 0, "one": 0, "more": 0}

    @settings(max_examples=150, deadline=None)
    @given(asked=questions(), place=places())
    def compare(asked, place):
        found = smallest_change(asked, place)
        best = brute_force(asked, place)
        assert (found is None) == (best is None)
        if found is None or best is None:
            compared["none"] += 1
            return
        assert size_of(found) == best, found
        assert fits(*applied(asked, place, found)), "after the change it fits"
        compared["fits" if not found else "one" if len(found) == 1 else "more"] += 1

    compare()
    assert all(compared.values()), "every kind of answer was seen"


def brute_force(asked, place):
    """The size of the smallest change, tried one by one: every day later, every length, every day that the site is open
    longer, and for each of these every set of other things. None when nothing helps."""
    best, tried = None, {}
    for when in every_time(asked.days):
        if best is not None and size_of(when) >= best:
            break
        if place.ends_on is None and when and when[-1].code == "open_longer":
            continue
        then, moved = applied(asked, place, when)
        if not all(condition.holds(then, moved) for condition in TIME):
            continue
        if then.start not in tried:
            tried[then.start] = fewest_others(then, moved)
        if tried[then.start] is None:
            continue
        size = (len(when) + tried[then.start], size_of(when)[1])
        best = size if best is None else min(best, size)
    return best


@cache
def every_time(days):
    """Every way to be later, shorter and open longer, the smallest first."""
    lengths = [None, *(n for n in (*range(1, LONGEST), 364) if days is None or n < days)]
    found = []
    for later, length, longer in product(range(LONGEST), lengths, range(LONGEST + 8)):
        changes = [Change("later", "", later, later)] if later else []
        if length is not None:
            changes.append(Change("shorter", "", length, max(1, (days or 365) - length)))
        if longer:
            changes.append(Change("open_longer", "", longer, longer))
        found.append(tuple(changes))
    return sorted(found, key=size_of)


def fewest_others(asked, place):
    """How few other things have to change, whatever they are and by however much; the time fits already."""
    codes = [*IF_IT_WERE, "near_school", "near_work"]
    wrong = {condition.code for condition in failing(asked, place)}
    useful = [code for code in codes if code in wrong or code.startswith("near_")]
    kilometres = range(LONGEST) if asked.near else (0,)
    best = None
    for chosen in chain.from_iterable(combinations(useful, count) for count in range(len(useful) + 1)):
        if best is not None and len(chosen) >= best:
            break
        for more, km in product(range(4), kilometres):
            size = len(chosen) + bool(more) + bool(km)
            if best is not None and size >= best:
                continue
            changes = [Change(code, "") for code in chosen]
            changes += [Change("places", "", more)] if more else []
            changes += [Change("within_km", "", km)] if km else []
            if fits(*applied(asked, place, tuple(changes))):
                best = size
    return best


@settings(max_examples=200, deadline=None)
@given(asked=questions(), place=places())
def test_one_place_or_kilometre_less_would_not_be_enough(asked, place):
    for change in smallest_change(asked, place) or ():
        if change.code in ("places", "within_km"):
            others = tuple(other for other in smallest_change(asked, place) if other != change)
            assert not fits(*applied(asked, place, (*others, change._replace(amount=change.amount - 1))))


@settings(max_examples=200, deadline=None)
@given(asked=questions(), place=places())
def test_it_fits_exactly_when_there_is_no_reason_why_not(asked, place):
    answer = why_not(asked, place)
    assert fits(asked, place) == (answer.reasons == ()) == (answer.change == ())
    assert all(reason and not reason.endswith(".") for reason in answer.reasons)


def a_place(**changes):
    defaults = {
        "unit": 1, "site": 1, "town": HERE, "town_name": "Gent", "spot": MIDDLE, "places": 3,
        "available_from": after(-10), "checked_on": TODAY,
    }  # fmt: skip
    return Place(**{**defaults, **changes})


def a_question(*, persons=3, **changes):
    people = tuple(Someone("f", birth_year=1990) for _ in range(persons))
    return Asked(
        **{"household": 1, "own_town": HERE, "persons": people, "start": TODAY, "today": TODAY, **changes}
    )


@pytest.mark.parametrize(
    ("asked", "place", "reason", "change"),
    [
        (
            a_question(),
            a_place(stays=(Span(after(-30), after(3)),)),
            f"bezet of voorbehouden tot {after(3):%d/%m/%Y}",
            f"3 dagen later (vanaf {after(3):%d/%m/%Y})",
        ),
        (a_question(persons=4), a_place(), "3 slaapplekken voor 4 personen", "nog één plaats"),
        (
            a_question(needs={"need_pets": "hard"}),
            a_place(),
            "huisdieren mogen niet",
            "als huisdieren mogen",
        ),
        (
            a_question(near=(Near("near_school", "hard", "de school in Deinze", spot_at(13.2)),)),
            a_place(),
            "14 km van de school in Deinze, hoogstens 10 km mag",
            "als 14 km ook dichtbij is (nu 10 km)",
        ),
        (
            a_question(),
            a_place(town=THERE, town_name="Deinze", open_to_others=False),
            "Deinze houdt deze plaats voor eigen huishoudens",
            "als de gemeente de plaats ook voor anderen openstelt",
        ),
        (
            a_question(),
            a_place(stays=(Span(after(40), None),)),
            f"bezet of voorbehouden vanaf {after(40):%d/%m/%Y} zonder einddatum",
            f"voor hoogstens 40 dagen (tot {after(40):%d/%m/%Y})",
        ),
        (
            a_question(days=20),
            a_place(ends_on=after(18)),
            f"beschikbaar tot {after(18):%d/%m/%Y}, nodig tot {after(20):%d/%m/%Y}",
            "als de locatie 2 dagen langer open blijft",
        ),
        (
            a_question(persons=5, needs={"need_pets": "hard"}),
            a_place(stays=(Span(after(-30), after(1)),)),
            "3 slaapplekken voor 5 personen",
            f"1 dag later (vanaf {after(1):%d/%m/%Y}), nog 2 slaapplekken en als huisdieren mogen",
        ),
    ],
)
def test_the_answer_in_words(asked, place, reason, change):
    answer = why_not(asked, place)
    assert reason in answer.reasons
    assert change in answer.sentence


def test_nothing_helps_where_somebody_lives_without_an_end():
    answer = why_not(a_question(), a_place(stays=(Span(after(-30), None),)))
    assert answer.change is None
    assert answer.reasons == ("bezet of voorbehouden zonder einddatum",)


def test_a_women_only_place_takes_boys_and_no_men():
    boy = Someone("m", birth_year=TODAY.year - 12)
    asked = a_question()
    mother_and_son = replace(asked, persons=(*asked.persons[:1], boy))
    couple = replace(asked, persons=(*asked.persons[:1], Someone("m", birth_year=1980)))
    place = a_place(admits="women")
    assert fits(mother_and_son, place)
    assert why_not(couple, place).sentence == "als de locatie ook dit huishouden toelaat"
    assert not fits(couple, a_place(admits="families"))
    assert fits(mother_and_son, a_place(admits="families"))


def test_a_boy_who_comes_of_age_before_the_place_is_free_is_a_man_then():
    """So the change for a women-only place is not only later: the answer looks at the ages of that day."""
    almost = Someone("m", born_on=after(5).replace(year=after(5).year - 18))
    asked = replace(a_question(), persons=(Someone("f", birth_year=1980), almost))
    place = a_place(admits="women", stays=(Span(after(-30), after(10)),))
    assert [change.code for change in smallest_change(asked, place)] == ["later", "admits"]
    earlier = replace(place, stays=(Span(after(-30), after(4)),))
    assert [change.code for change in smallest_change(asked, earlier)] == ["later"]


def test_days_later_end_within_a_year():
    taken = a_place(stays=(Span(after(-30), after(366)),))
    assert smallest_change(a_question(), taken) is None
    assert smallest_change(a_question(), replace(taken, stays=(Span(after(-30), after(365)),))) is not None
    assert timedelta(days=365) == after(365) - TODAY
