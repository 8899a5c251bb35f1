"""What if: before and after, on towns without a database."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spread.figures import Level, all_figures
from spread.keys import published_keys, read_key
from spread.scenarios import CannotBe, Changes, outcome
from tests.spread.test_figures import BELGIAN, FIELDS, area, areas

PER_HEAD = read_key(
    **{
        name: next(data for data in published_keys() if data["code"] == "per_inwoner")[name]
        for name in FIELDS
    }
)
THREE = [area(1, 100), area(2, 50, population=2_000), area(3, 0, population=3_000)]


def by_code(found):
    return {row.nis_code: row for row in found.rows}


@given(areas().filter(lambda found: any(one.population for one in found)))
@settings(max_examples=40)
def test_before_is_what_the_portal_shows(given_areas):
    found = by_code(outcome(BELGIAN, BELGIAN, given_areas, Changes(more_people=7)))
    rows = {
        row.municipality_id: row
        for row in all_figures(BELGIAN, given_areas)
        if row.level == Level.MUNICIPALITY
    }
    for one in given_areas:
        shown, before = rows[one.pk], found[one.nis_code]
        assert (before.places_before, before.target_before, before.gap_before) == (
            shown.places,
            shown.target,
            shown.gap,
        )


@given(areas().filter(lambda found: any(one.population for one in found)), st.integers(0, 5_000))
@settings(max_examples=40)
def test_the_targets_after_sum_to_the_total_after(given_areas, more):
    found = outcome(BELGIAN, BELGIAN, given_areas, Changes(more_people=more))
    assert found.total_after == found.total_before + more
    assert sum(row.target_after or 0 for row in found.rows) == found.total_after
    assert all(row.places_after == row.places_before for row in found.rows)


def test_more_people_are_shared_out_by_the_key():
    found = by_code(outcome(PER_HEAD, PER_HEAD, THREE, Changes(more_people=600)))
    assert [found[code].target_before for code in sorted(found)] == [25, 50, 75]
    assert [found[code].target_after for code in sorted(found)] == [125, 250, 375]
    assert [found[code].gap_after for code in sorted(found)] == [-25, -200, -375]


def test_a_village_counts_where_it_stands_and_takes_the_people_in_first():
    changes = Changes(more_people=500, village_places=300, village_in="40003")
    found = outcome(PER_HEAD, PER_HEAD, THREE, changes)
    assert (found.total_before, found.total_after) == (150, 650)
    alone = outcome(PER_HEAD, PER_HEAD, THREE, replace(changes, more_people=0))
    assert alone.total_after == 450
    assert by_code(alone)["40003"].places_after == 300
    assert by_code(alone)["40001"].places_after == 100


def test_who_drops_out_has_no_target_and_the_others_share_the_same_total():
    found = outcome(PER_HEAD, PER_HEAD, THREE, Changes(drops_out="40001"))
    rows = by_code(found)
    assert found.total_after == found.total_before == 150
    gone = rows["40001"]
    assert (gone.places_after, gone.target_after, gone.gap_after) == (0, None, None)
    assert [rows[code].target_after for code in ("40002", "40003")] == [60, 90]


def test_another_key_shares_the_same_places_differently():
    found = outcome(BELGIAN, PER_HEAD, THREE, Changes())
    assert [row.target_after for row in found.rows] == [25, 50, 75]
    assert [row.target_before for row in found.rows] != [25, 50, 75]


def test_a_key_with_a_total_of_its_own_keeps_it():
    fixed = replace(PER_HEAD, total=1_200)
    assert outcome(PER_HEAD, fixed, THREE, Changes()).total_after == 1_200
    village = Changes(more_people=60, village_places=300, village_in="40003")
    assert outcome(fixed, fixed, THREE, village).total_after == 1_260


@pytest.mark.parametrize(
    "changes",
    [
        Changes(village_places=300),
        Changes(village_in="40001"),
        Changes(village_in="40001", village_places=5, drops_out="40001"),
        Changes(drops_out="99999"),
    ],
)
def test_changes_that_contradict_each_other_are_refused(changes):
    with pytest.raises(CannotBe):
        outcome(PER_HEAD, PER_HEAD, THREE, changes)
