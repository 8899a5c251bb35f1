"""Who lives where: PostgreSQL refuses what would be double, and the calendar frees what has ended."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from households.models import Household
from housing import actions
from housing.models import Stay, Unavailability, Unit
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

TODAY = timezone.localdate()


def lived_in(household, unit, local, *, on=TODAY):
    stay = actions.hold_unit(household=household, unit=unit, move_in_on=on, by=local)
    return actions.start_stay(stay=stay, by=local)


@pytest.fixture
def unit(gent):
    return UnitFactory()


@pytest.fixture
def household(local):
    return HouseholdFactory(registered_by=local.organisation)


def test_a_unit_is_given_once(unit, household, local):
    lived_in(household, unit, local)
    other = HouseholdFactory(registered_by=local.organisation)
    with pytest.raises(actions.Taken, match="al voorbehouden of bewoond"):
        actions.hold_unit(household=other, unit=unit, move_in_on=TODAY, by=local)


def test_a_household_has_one_place_at_a_time(unit, household, local):
    lived_in(household, unit, local)
    with pytest.raises(actions.Taken, match="al een andere plaats"):
        actions.hold_unit(household=household, unit=UnitFactory(), move_in_on=TODAY, by=local)


def test_the_database_refuses_a_double_stay_without_any_action(unit, gent):
    StayFactory(unit=unit)
    with pytest.raises(IntegrityError, match="stay_unit_once"), transaction.atomic():
        StayFactory(unit=unit)


def test_a_hold_that_is_cancelled_frees_the_unit(unit, household, local):
    stay = actions.hold_unit(household=household, unit=unit, move_in_on=TODAY, by=local)
    assert not Unit.objects.free(on=TODAY).exists()
    actions.cancel_hold(stay=stay, by=local)
    assert list(Unit.objects.free(on=TODAY)) == [unit]


def test_the_unit_is_free_again_on_the_day_of_departure(unit, household, local):
    begin = TODAY - timedelta(days=20)
    stay = lived_in(household, unit, local, on=begin)
    actions.end_stay(stay=stay, ends_on=TODAY, reason="own_housing", destination="Gent", by=local)
    assert list(Unit.objects.free(on=TODAY)) == [unit]
    assert not Unit.objects.free(on=TODAY - timedelta(days=1)).exists()
    assert Household.objects.get(pk=household.pk).left_on == TODAY
    next_household = HouseholdFactory(registered_by=local.organisation)
    assert lived_in(next_household, unit, local).period.lower == TODAY


def test_a_household_that_only_moves_waits_again(unit, household, local):
    stay = lived_in(household, unit, local, on=TODAY - timedelta(days=9))
    actions.end_stay(stay=stay, ends_on=TODAY, reason="place_ended", by=local)
    assert Household.objects.get(pk=household.pk).left_on is None


def test_a_stay_ends_once_and_lasts_a_day(unit, household, local):
    stay = lived_in(household, unit, local)
    with pytest.raises(actions.StayEndsTooEarly, match="na de intrek"):
        actions.end_stay(stay=stay, ends_on=TODAY, reason="unknown", by=local)
    actions.end_stay(stay=stay, ends_on=TODAY + timedelta(days=1), reason="unknown", by=local)
    with pytest.raises(IllegalTransition):
        actions.end_stay(stay=stay, ends_on=TODAY + timedelta(days=2), reason="unknown", by=local)


def test_a_later_end_never_runs_into_the_next_household(unit, household, local):
    begin = TODAY - timedelta(days=20)
    stay = lived_in(household, unit, local, on=begin)
    Stay.objects.filter(pk=stay.pk).update(period=DateRange(begin, TODAY))
    lived_in(HouseholdFactory(registered_by=local.organisation), unit, local)
    with pytest.raises(actions.Taken):
        actions.end_stay(stay=stay, ends_on=TODAY + timedelta(days=5), reason="unknown", by=local)


def test_more_persons_than_places_are_refused(unit, local):
    family = HouseholdFactory(registered_by=local.organisation, size=5)
    with pytest.raises(actions.DoesNotFit, match=r"5 personen.*4 slaapplekken"):
        actions.hold_unit(household=family, unit=unit, move_in_on=TODAY, by=local)


@pytest.mark.parametrize(
    "site",
    [
        {"closed_on": TODAY, "closed_reason": "verkocht"},
        {"ready_on": TODAY + timedelta(days=1)},
        {"available": DateRange(date(2026, 1, 1), TODAY)},
        {"category": "specific", "kind": "hotel"},
    ],
)
def test_a_unit_that_is_not_habitable_cannot_be_held(gent, household, local, site):
    unit = UnitFactory(site=SiteFactory(**site))
    assert not Unit.objects.free(on=TODAY).exists()
    with pytest.raises(actions.NotAvailable, match="niet inzetbaar"):
        actions.hold_unit(household=household, unit=unit, move_in_on=TODAY, by=local)


def test_a_unit_out_of_use_is_not_free(unit):
    Unavailability.objects.create(
        unit=unit, period=DateRange(TODAY, TODAY + timedelta(days=3)), reason="schilderen"
    )
    assert not Unit.objects.free(on=TODAY).exists()
    assert Unit.objects.free(on=TODAY + timedelta(days=3)).exists()


periods = st.tuples(st.integers(0, 20), st.integers(1, 10))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=periods, second=periods)
def test_overlap_is_refused_and_back_to_back_is_allowed(gent, local, first, second):
    """The exclusion constraint against an oracle of whole days, for random half-open periods."""
    with transaction.atomic():
        unit, start = UnitFactory(), date(2026, 6, 1)
        ranges = [(begin, begin + length) for begin, length in (first, second)]
        days = [set(range(begin, end)) for begin, end in ranges]
        dates = [
            DateRange(start + timedelta(days=begin), start + timedelta(days=end)) for begin, end in ranges
        ]
        StayFactory(unit=unit, period=dates[0], household__registered_by=local.organisation)
        try:
            with transaction.atomic():
                StayFactory(unit=unit, period=dates[1], household__registered_by=local.organisation)
            stored = True
        except IntegrityError:
            stored = False
        assert stored is not bool(days[0] & days[1])
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["company", "neighbour", "reader", "governor", "vlot", "abb"])
def test_only_the_two_local_governments_of_a_stay_change_it(who, unit, household, local, request):
    """Also when no page asked."""
    stay, by = lived_in(household, unit, local, on=TODAY - timedelta(days=9)), request.getfixturevalue(who)
    later = TODAY + timedelta(days=9)
    for change in (
        lambda: actions.end_stay(stay=stay, ends_on=TODAY, reason="own_housing", by=by),
        lambda: actions.confirm_move_in(stay=stay, moved_in_on=TODAY, by=by),
        lambda: actions.change_arrival(stay=stay, arrives_on=TODAY, by=by),
        lambda: actions.change_planned_end(stay=stay, until=later, by=by),
        lambda: actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=TODAY, by=by),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert Stay.objects.get(pk=stay.pk).period == stay.period
