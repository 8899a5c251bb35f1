"""Free units that fit, best first, each with reasons that add up. The proofs against brute force are in
test_conditions.py."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from housing.models import Unavailability
from matching.ranking import Question
from municipalities.models import Municipality
from spread.actions import recompute
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=10)


@pytest.fixture
def household(local):
    return HouseholdFactory(registered_by=local.organisation, size=3)


def question(household, *, start=TODAY, days=None):
    return Question.of(household, start=start, days=days, today=TODAY)


def ranked(household, **period):
    return [candidate.unit for candidate in question(household, **period).rank().own]


def reasons(household, unit):
    return {part["reason"]: part["tenths"] for part in question(household).explain(unit).explanation}


def test_what_does_not_fit_is_left_out(household):
    UnitFactory(places=2)
    fitting = UnitFactory(places=3)
    assert ranked(household) == [fitting]


@pytest.mark.parametrize(
    ("need", "fact"),
    [
        ("need_step_free", "step_free"),
        ("need_ground_floor", "ground_floor"),
        ("need_lift", "site__lift"),
        ("need_lift", "ground_floor"),
        ("need_cot", "cot"),
        ("need_pets", "pets_allowed"),
        ("need_own_kitchen", "own_kitchen"),
        ("need_own_sanitary", "own_sanitary"),
    ],
)
def test_a_hard_need_leaves_out_every_unit_without_it_and_a_wish_puts_it_first(household, need, fact):
    without = UnitFactory()
    with_fact = UnitFactory(**{fact: True})
    setattr(household, need, "hard")
    household.save()
    assert ranked(household) == [with_fact]
    setattr(household, need, "wish")
    household.save()
    assert ranked(household) == [with_fact, without]


def test_taken_and_held_units_are_not_candidates(household):
    StayFactory(unit=UnitFactory())
    StayFactory(unit=UnitFactory(), status="held", period=DateRange(TODAY + timedelta(days=5), None))
    assert ranked(household) == []


def test_a_unit_that_is_taken_until_the_tenth_fits_from_the_tenth(household):
    unit = UnitFactory()
    StayFactory(unit=unit, period=DateRange(TODAY - timedelta(days=30), SOON))
    assert ranked(household) == []
    assert ranked(household, start=SOON - timedelta(days=1)) == []
    assert ranked(household, start=SOON) == [unit]


def test_who_knows_how_long_also_gets_what_is_promised_for_later(household):
    unit = UnitFactory()
    StayFactory(unit=unit, period=DateRange(SOON, None), status="held")
    assert ranked(household) == []
    assert ranked(household, days=10) == [unit]
    assert ranked(household, days=11) == []


def test_works_that_begin_during_the_stay_only_matter_to_who_stays_so_long(household):
    unit = UnitFactory()
    Unavailability.objects.create(unit=unit, period=DateRange(SOON, None), reason="Werken")
    assert ranked(household) == ranked(household, days=10) == [unit]
    assert ranked(household, days=11) == []


def test_a_place_that_was_looked_at_lately_counts_for_who_comes_much_later(household):
    unit = UnitFactory()
    assert ranked(household, start=TODAY + timedelta(days=200)) == [unit]
    unit.site.checked_on = TODAY - timedelta(days=200)
    unit.site.save()
    assert ranked(household, start=TODAY + timedelta(days=200)) == []


def test_the_snuggest_unit_comes_first_and_the_nearest_town_before_a_farther_one(household, deinze):
    loose, snug = UnitFactory(places=6), UnitFactory(places=3)
    far = Municipality.objects.current().get(name="Maasmechelen")
    there, near = (UnitFactory(places=3, site=SiteFactory(municipality=town)) for town in (far, deinze))
    ranking = question(household).rank()
    assert [row.unit for row in ranking.own] == [snug, loose]
    assert [row.unit for row in ranking.elsewhere] == [near, there]
    assert (ranking.own_total, ranking.elsewhere_total) == (2, 2)


def test_every_reason_is_in_words_and_together_they_are_the_score_to_the_last_digit(household, deinze):
    household.need_own_kitchen = household.near_school = "wish"
    household.school_town = deinze
    household.save()
    unit = UnitFactory(
        places=5,
        own_kitchen=True,
        step_free=True,
        site__available=DateRange(TODAY, TODAY + timedelta(days=90)),
    )
    (candidate,) = question(household).rank().own
    end = TODAY + timedelta(days=90)
    school = next(tenths for reason, tenths in reasons(household, unit).items() if "de school in" in reason)
    assert reasons(household, unit) == {
        "3 personen in 5 slaapplekken: 2 blijven leeg": 200,
        "Liefst eigen keuken: in orde": 80,
        f"Vrij tot {end:%d/%m/%Y}: 90 van de 360 dagen die een verblijf naar verwachting duurt": 37,
        "Drempelvrij: liever sparen voor wie het nodig heeft": -80,
        "Op 15 km van de school in Deinze": school,
        "In de gemeente die hen registreerde": 300,
    }
    assert 60 < school < 90
    assert candidate.score == Decimal(200 + 80 + 37 - 80 + school + 300) / 10
    assert sum(row["value"] for row in candidate.rows) == candidate.score
    kept = question(household).explain(unit)
    assert (kept.score, kept.explanation) == (
        candidate.score,
        [{"reason": part.reason, "tenths": part.tenths} for part in candidate.parts],
    )
    assert kept.weights is not None


def test_spread_gives_a_bonus_below_the_target_and_a_malus_above_it(household, deinze, gent):
    unit, other = UnitFactory(), UnitFactory(site=SiteFactory(municipality=deinze))
    recompute(on=TODAY)
    gent.snapshots.update(ratio="1.4", ratio_class="high")
    deinze.snapshots.update(ratio="0.2", ratio_class="low")
    assert reasons(household, unit)["Spreiding: Gent zit op 140 % van het doel"] == -60
    assert reasons(household, other)["Spreiding: Deinze zit op 20 % van het doel"] == 120
    deinze.snapshots.update(ratio_class="small")
    assert not any("Spreiding" in reason for reason in reasons(household, other))


def test_who_lives_somewhere_is_best_kept_there(household, deinze):
    old = StayFactory(
        household=household, unit=UnitFactory(site=SiteFactory(municipality=deinze)),
        period=DateRange(TODAY - timedelta(days=30), TODAY + timedelta(days=400)),
    ).unit  # fmt: skip
    same_site = UnitFactory(site=old.site, places=3)
    same_town = UnitFactory(site=SiteFactory(municipality=deinze), places=3)
    home = UnitFactory(places=3)
    assert [row.unit for row in question(household).rank().elsewhere] == [same_site, same_town]
    assert reasons(household, same_site)["Op de locatie waar ze nu wonen"] == 60
    assert reasons(household, same_town)["In de gemeente waar ze nu wonen"] == 300
    assert any("van Deinze, waar ze nu wonen" in reason for reason in reasons(household, home))


def test_near_another_household_counts_from_where_it_lives(household, deinze):
    friends = StayFactory(unit=UnitFactory(site=SiteFactory(municipality=deinze))).household
    household.near_household, household.keep_near = "hard", friends
    household.save()
    UnitFactory(places=3)
    there = UnitFactory(places=3, site=SiteFactory(municipality=deinze))
    ranking = question(household).rank()
    assert (ranking.own, [row.unit for row in ranking.elsewhere]) == ([], [there])
    assert reasons(household, there)["Minder dan 1 km van het huishouden waar ze bij willen wonen"] == 200


def test_a_household_to_live_near_that_lives_nowhere_yet_leaves_nothing_out(household, local):
    household.near_household = "hard"
    household.keep_near = HouseholdFactory(registered_by=local.organisation)
    household.save()
    unit = UnitFactory()
    assert ranked(household) == [unit]
    assert not any("bij willen wonen" in reason for reason in reasons(household, unit))


def test_of_a_place_elsewhere_no_distance_tells_where_in_the_town_it_is(household, deinze):
    """Otherwise who changes the school of a household a few times finds the house by its points."""
    household.near_school, household.school_town = "hard", deinze
    household.within_km = 5
    household.save()
    here = {"municipality": deinze, "latitude": "50.99", "longitude": "3.53"}
    there = {"municipality": deinze, "latitude": "50.90", "longitude": "3.40"}
    units = [UnitFactory(site=SiteFactory(**place)) for place in (here, there)]
    found = question(household).rank().elsewhere
    assert {row.unit for row in found} == set(units)
    assert found[0].parts == found[1].parts


def test_in_the_own_town_the_place_on_the_map_counts(household, gent):
    household.near_school, household.school_town, household.within_km = "hard", gent, 3
    household.save()
    near = SiteFactory(latitude=str(round(gent.latitude, 6)), longitude=str(round(gent.longitude, 6)))
    far = SiteFactory(latitude=str(round(gent.latitude + 0.04, 6)), longitude=str(round(gent.longitude, 6)))
    unit = UnitFactory(site=near)
    UnitFactory(site=far)
    assert ranked(household) == [unit]


def test_ranking_costs_the_same_number_of_queries_for_few_and_many(
    household, deinze, django_assert_num_queries
):
    sites = [SiteFactory(), SiteFactory(municipality=deinze, latitude="50.99", longitude="3.53")]
    for site in sites:
        UnitFactory(site=site)
    with django_assert_num_queries(10):
        question(household).rank()
    for site in sites:
        for _ in range(30):
            StayFactory(unit=UnitFactory(site=site), period=DateRange(TODAY - timedelta(days=9), TODAY))
    with django_assert_num_queries(10):
        ranking = question(household).rank()
    assert (ranking.own_total, ranking.elsewhere_total) == (31, 31)
    assert (len(ranking.own), len(ranking.elsewhere)) == (10, 10)


def test_the_lot_between_equals_is_fixed_for_a_household_and_differs_between_households(household, local):
    site = SiteFactory()
    units = [UnitFactory(site=site, places=3) for _ in range(8)]
    first = ranked(household)
    assert first == ranked(household)
    assert set(first) == set(units)
    orders = {
        tuple(unit.pk for unit in ranked(HouseholdFactory(registered_by=local.organisation, size=3)))
        for _ in range(4)
    }
    assert len(orders) > 1, "not always the oldest first"
