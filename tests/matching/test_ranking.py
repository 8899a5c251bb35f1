"""Free units that fit, best first, each with reasons that add up."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from matching.ranking import explain, rank_units
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()


@pytest.fixture
def household(local):
    return HouseholdFactory(registered_by=local.organisation, size=3)


def ranked(household):
    return [candidate.unit for candidate in rank_units(household, on=TODAY)]


def test_what_does_not_fit_is_left_out(household):
    UnitFactory(places=2)
    fitting = UnitFactory(places=3)
    assert ranked(household) == [fitting]


@pytest.mark.parametrize(
    ("need", "fact"),
    [
        ("need_step_free", "step_free"),
        ("need_ground_floor", "ground_floor"),
        ("need_pets", "pets_allowed"),
    ],
)
def test_a_hard_need_leaves_out_every_unit_without_it(household, need, fact):
    UnitFactory()
    with_fact = UnitFactory(**{fact: True})
    setattr(household, need, "hard")
    household.save()
    assert ranked(household) == [with_fact]


def test_taken_and_held_units_are_not_candidates(household):
    StayFactory(unit=UnitFactory())
    StayFactory(unit=UnitFactory(), status="held", period=DateRange(TODAY + timedelta(days=5), None))
    assert ranked(household) == []


def test_the_snuggest_unit_comes_first_and_the_own_town_before_another(household, deinze):
    loose, snug = UnitFactory(places=6), UnitFactory(places=3)
    elsewhere = UnitFactory(places=3, site=SiteFactory(municipality=deinze))
    order = ranked(household)
    assert order[0] == snug
    assert set(order) <= {loose, snug, elsewhere}
    if deinze.reference_region == household.registered_by.municipality.reference_region:
        assert order == [snug, loose, elsewhere] or order == [snug, elsewhere, loose]


def test_points_add_up_to_the_score_and_are_the_same_when_explained_alone(household):
    household.need_own_kitchen = household.need_own_sanitary = "wish"
    household.save()
    UnitFactory(places=5, own_kitchen=True, own_sanitary=True, step_free=True)
    (candidate,) = rank_units(household, on=TODAY)
    assert candidate.score == sum(item.points for item in candidate.points) == 100 - 10 + 20 + 10 + 10 - 5
    assert explain(household, candidate.unit, on=TODAY) == candidate.points


def test_living_near_another_household_counts(household, deinze):
    friends = StayFactory(unit=UnitFactory(site=SiteFactory(municipality=deinze))).household
    household.near_household, household.keep_near = "wish", friends
    household.save()
    unit = UnitFactory(places=3, site=SiteFactory(municipality=deinze))
    assert any("dicht bij" in item.reason for item in explain(household, unit, on=TODAY))


def test_ranking_costs_the_same_number_of_queries_for_few_and_many(household, django_assert_num_queries):
    site = SiteFactory()
    UnitFactory(site=site)
    with django_assert_num_queries(3):
        rank_units(household, on=TODAY)
    for _ in range(30):
        UnitFactory(site=site)
    with django_assert_num_queries(3):
        assert len(rank_units(household, on=TODAY)) == 31


def test_the_order_does_not_depend_on_the_order_of_rows(household):
    for places in (5, 3, 4, 3):
        UnitFactory(places=places)
    assert [unit.places for unit in ranked(household)] == [3, 3, 4, 5]
