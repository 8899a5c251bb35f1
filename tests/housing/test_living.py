"""A stay that goes on: arriving, a planned end, another unit. The household is nowhere twice, and nowhere nowhere."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import AuditEvent
from households.models import Household
from housing import actions
from housing.models import OutOfUse, Stay, Unavailability, Unit
from municipalities.models import Change
from tests.factories import HouseholdFactory, PersonFactory, SiteFactory, StayFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def site(gent):
    return SiteFactory(name="Klooster")


@pytest.fixture
def unit(site):
    return UnitFactory(site=site, label="Kamer 1")


@pytest.fixture
def stay(unit, local):
    return lived_in(unit, local, since=TODAY - WEEK)


def lived_in(unit, local, *, since=TODAY, until=None, household=None):
    household = household or HouseholdFactory(registered_by=local.organisation)
    stay = actions.hold_unit(household=household, unit=unit, move_in_on=since, by=local)
    stay = actions.start_stay(stay=stay, by=local)
    return actions.change_planned_end(stay=stay, until=until, by=local) if until else stay


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def verbs_about(stay):
    return [event.verb for event in AuditEvent.objects.about(stay)]


# --- Arriving


def test_moving_in_is_confirmed_and_corrected_by_a_person(stay, local):
    assert stay.moved_in_at is None
    actions.confirm_move_in(stay=stay, moved_in_on=TODAY - 3 * DAY, by=local)
    assert fresh(stay).period.lower == TODAY - 3 * DAY
    assert fresh(stay).moved_in_by == local.user
    actions.confirm_move_in(stay=stay, moved_in_on=TODAY - 4 * DAY, by=local)
    assert fresh(stay).period.lower == TODAY - 4 * DAY
    assert verbs_about(stay)[:2] == ["stay.moved_in", "stay.moved_in"]


def test_a_later_arrival_is_a_plan_again(stay, local):
    actions.confirm_move_in(stay=stay, moved_in_on=TODAY, by=local)
    actions.change_arrival(stay=stay, arrives_on=TODAY + WEEK, by=local)
    assert fresh(stay).moved_in_at is None
    assert fresh(stay).period.lower == TODAY + WEEK


def test_an_arrival_lies_before_the_planned_end_and_after_who_lived_there(unit, local):
    before = lived_in(unit, local, since=TODAY - 3 * WEEK, until=TODAY - WEEK)
    stay = lived_in(unit, local, since=TODAY - WEEK, until=TODAY + WEEK)
    with pytest.raises(actions.BeginsTooLate, match="voor het geplande einde"):
        actions.change_arrival(stay=stay, arrives_on=TODAY + WEEK, by=local)
    with pytest.raises(actions.Taken, match=before.reference):
        actions.confirm_move_in(stay=stay, moved_in_on=TODAY - WEEK - DAY, by=local)
    assert fresh(stay).period.lower == TODAY - WEEK
    assert fresh(stay).moved_in_at is None


def test_only_who_got_the_place_moves_in(unit, local):
    held = actions.hold_unit(
        household=HouseholdFactory(registered_by=local.organisation), unit=unit, move_in_on=TODAY, by=local
    )
    with pytest.raises(actions.StayIsOver):
        actions.confirm_move_in(stay=held, moved_in_on=TODAY, by=local)
    with pytest.raises(IntegrityError, match="stay_moved_in_after_grant"), transaction.atomic():
        Stay.objects.filter(pk=held.pk).update(moved_in_at=timezone.now(), moved_in_by=local.user)


# --- A planned end


def test_an_open_stay_gets_a_planned_end_and_loses_it(stay, unit, local):
    actions.change_planned_end(stay=stay, until=TODAY + WEEK, by=local)
    assert fresh(stay).period.upper == TODAY + WEEK
    assert fresh(stay).last_day == TODAY + WEEK - DAY
    actions.change_planned_end(stay=stay, until=None, by=local)
    assert fresh(stay).period.upper is None
    assert verbs_about(stay)[:2] == ["stay.end_planned", "stay.end_planned"]


def test_without_a_planned_end_a_stay_lasts_as_long_as_the_place(gent, local):
    ends = TODAY + 10 * WEEK
    unit = UnitFactory(site=SiteFactory(available=DateRange(TODAY - 10 * WEEK, ends)))
    stay = lived_in(unit, local, until=TODAY + WEEK)
    assert actions.change_planned_end(stay=stay, until=None, by=local).period.upper == ends
    with pytest.raises(actions.Taken, match="niet meer beschikbaar"):
        actions.change_planned_end(stay=stay, until=ends + DAY, by=local)


def test_a_stay_is_not_made_longer_than_until_works_or_the_next_household(unit, local):
    stay = lived_in(unit, local, since=TODAY - WEEK, until=TODAY + WEEK)
    following = lived_in(unit, local, since=TODAY + WEEK)
    with pytest.raises(actions.Taken, match=f"al voorbehouden of bewoond.*{following.reference}"):
        actions.change_planned_end(stay=stay, until=TODAY + WEEK + DAY, by=local)
    other = lived_in(UnitFactory(), local, until=TODAY + WEEK)
    Unavailability.objects.create(
        unit=other.unit, period=DateRange(TODAY + WEEK, TODAY + 2 * WEEK), reason="schilderen"
    )
    with pytest.raises(actions.Taken, match="buiten gebruik"):
        actions.change_planned_end(stay=other, until=TODAY + WEEK + DAY, by=local)
    assert actions.change_planned_end(stay=other, until=None, by=local).period.upper == TODAY + WEEK


def test_a_planned_end_lies_after_the_arrival_and_an_end_is_final(stay, local):
    with pytest.raises(actions.StayEndsTooEarly):
        actions.change_planned_end(stay=stay, until=stay.period.lower, by=local)
    actions.end_stay(stay=stay, ends_on=TODAY, reason="returned", by=local)
    for change in (
        lambda: actions.change_planned_end(stay=stay, until=None, by=local),
        lambda: actions.confirm_move_in(stay=stay, moved_in_on=TODAY, by=local),
        lambda: actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=TODAY, by=local),
    ):
        with pytest.raises(actions.StayIsOver, match=f"{stay.reference} is het einde op {TODAY:%d/%m/%Y}"):
            change()


# --- Another unit


def test_moving_ends_and_begins_on_the_same_day(stay, unit, local, gent):
    told = Change.objects.filter(municipality=gent, kind="stay").count()
    other = UnitFactory()
    new = actions.move_stay(stay=stay, unit=other, moves_on=TODAY, by=local)
    old = fresh(stay)
    assert (old.period.upper, old.end_reason, old.ended_by) == (TODAY, "other_place", local.user)
    assert (new.period.lower, new.status, new.unit, new.household) == (
        TODAY,
        "lived_in",
        other,
        stay.household,
    )
    assert set(new.persons.all()) == set(stay.household.persons.all())
    assert Household.objects.get(pk=stay.household_id).left_on is None
    assert Unit.objects.free(on=TODAY).get() == unit
    assert verbs_about(new)[0] == "stay.moved" and verbs_about(old)[0] == "stay.ended"
    assert Change.objects.filter(municipality=gent, kind="stay").count() == told + 2


def test_the_unit_that_was_left_is_cleaned_first(local, gent):
    unit = UnitFactory(site=SiteFactory(turnaround_days=3))
    stay = lived_in(unit, local, since=TODAY - WEEK)
    actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=TODAY, by=local)
    cleaning = Unavailability.objects.get(unit=unit)
    assert cleaning.kind == OutOfUse.TURNAROUND
    assert cleaning.period == DateRange(TODAY, TODAY + 3 * DAY)
    assert not Unit.objects.free(on=TODAY).exists()
    with pytest.raises(actions.NotAvailable):
        lived_in(unit, local, since=TODAY + DAY)


def test_a_move_that_cannot_be_changes_nothing(stay, local):
    taken, small = UnitFactory(), UnitFactory(places=1)
    lived_in(taken, local, since=TODAY + WEEK)  # from later on
    closed = UnitFactory(site=SiteFactory(ready_on=TODAY + WEEK))
    for unit, problem in (
        (taken, actions.Taken),
        (small, actions.DoesNotFit),
        (closed, actions.NotAvailable),
        (stay.unit, actions.SameUnit),
    ):
        with pytest.raises(problem):
            actions.move_stay(stay=stay, unit=unit, moves_on=TODAY, by=local)
        assert fresh(stay).period.upper is None
        assert Stay.objects.filter(household=stay.household).count() == 1
    assert not Unavailability.objects.exists()


def test_a_household_moves_on_a_day_that_it_lives_there(stay, local):
    with pytest.raises(actions.StayEndsTooEarly):
        actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=stay.period.lower, by=local)
    stay = actions.change_planned_end(stay=stay, until=TODAY + WEEK, by=local)
    with pytest.raises(actions.NotThereThatDay, match="verleng eerst"):
        actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=TODAY + WEEK + DAY, by=local)
    new = actions.move_stay(stay=stay, unit=UnitFactory(), moves_on=TODAY + WEEK, by=local)
    assert new.period.lower == fresh(stay).period.upper


# --- What a refusal says


def test_a_refusal_names_the_other_stay_and_three_alternatives_but_nobody(
    stay, site, local, gent, deinze, neighbour
):
    far = UnitFactory(site=SiteFactory(name="Ver weg", municipality=deinze, street="Geheimstraat"))
    town = UnitFactory(site=SiteFactory(name="Kasteel"), label="Zaal")
    UnitFactory(site=SiteFactory(name="Te klein"), places=1)
    beside = UnitFactory(site=site, label="Kamer 9")
    with pytest.raises(actions.Taken) as refused:
        lived_in(stay.unit, local)
    sentence = str(refused.value)
    assert refused.value.other == stay
    assert stay.reference in sentence and stay.household.name not in sentence
    assert stay.household.reference not in sentence
    order = [
        f"Klooster, {beside.label}",
        f"Kasteel, {town.label}",
        "een wooneenheid in Deinze (4 slaapplekken",
    ]
    assert [sentence.index(part) for part in order] == sorted(sentence.index(part) for part in order)
    for hidden in (far.site.name, far.label, far.site.street, str(far.site.organisation), "Te klein"):
        assert hidden not in sentence


def test_who_works_elsewhere_reads_no_site_of_this_town_in_a_refusal(stay, site, neighbour):
    UnitFactory(site=site, label="Kamer 9")
    theirs = HouseholdFactory(registered_by=neighbour.organisation)
    with pytest.raises(actions.Taken) as refused:
        actions.hold_unit(household=theirs, unit=stay.unit, move_in_on=TODAY, by=neighbour)
    assert "een wooneenheid in Gent" in str(refused.value)
    assert site.name not in str(refused.value) and "Kamer 9" not in str(refused.value)


def test_alternatives_meet_the_needs_and_say_until_when(stay, local):
    until = TODAY + 5 * WEEK
    steps, flat = UnitFactory(), UnitFactory(step_free=True, label="Gelijkvloers")
    Unavailability.objects.create(unit=flat, period=DateRange(until, None), reason="werken")
    household = HouseholdFactory(registered_by=local.organisation, need_step_free="hard")
    with pytest.raises(actions.Taken, match=f"tot en met {until - DAY:%d/%m/%Y}") as refused:
        lived_in(stay.unit, local, household=household)
    (only,) = refused.value.alternatives
    assert "Gelijkvloers" in only.words and steps.label not in only.words


def test_a_household_that_is_elsewhere_is_told_where_by_reference(stay, local):
    with pytest.raises(actions.Taken, match=f"al een andere plaats.*{stay.reference}") as refused:
        lived_in(UnitFactory(), local, household=stay.household)
    assert refused.value.alternatives == []


def test_looking_for_alternatives_costs_the_same_however_many_there_are(stay, local, deinze):
    def refusal():
        household = HouseholdFactory(registered_by=local.organisation)
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(actions.Taken),
        ):
            actions.hold_unit(household=household, unit=stay.unit, move_in_on=TODAY, by=local)
        return len(queries)

    few = refusal()
    for _ in range(5):
        UnitFactory(site=SiteFactory(municipality=deinze))
        UnitFactory()
    assert refusal() == few


# --- As many persons as places


def test_a_person_more_than_there_are_places_is_refused_by_the_database(local, gent):
    unit = UnitFactory(places=2)
    stay = lived_in(unit, local)
    third = PersonFactory(household=stay.household)
    with pytest.raises(IntegrityError, match="Zo veel personen"), transaction.atomic():
        stay.persons.add(third)
    held = actions.hold_unit(
        household=HouseholdFactory(registered_by=local.organisation),
        unit=UnitFactory(places=2),
        move_in_on=TODAY,
        by=local,
    )
    with pytest.raises(IntegrityError, match="Zo veel personen"), transaction.atomic():
        held.persons.add(third)
    actions.cancel_hold(stay=held, by=local)
    held.persons.add(third)


def test_places_do_not_go_away_under_people(local, gent):
    unit = UnitFactory(places=4)
    stay = lived_in(unit, local, since=TODAY - WEEK)
    unit.places = 2
    unit.save(update_fields=["places"])
    with pytest.raises(IntegrityError, match="Er wonen of komen meer personen"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(places=1)
    actions.end_stay(stay=stay, ends_on=TODAY, reason="returned", by=local)
    assert Unit.objects.filter(pk=unit.pk).update(places=1) == 1


def test_a_stay_does_not_go_to_a_unit_that_is_too_small(local, gent):
    stay = lived_in(UnitFactory(), local)
    with pytest.raises(IntegrityError, match="Zo veel personen"), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(unit=UnitFactory(places=1))


def test_negative_control_without_persons_the_database_lets_a_small_unit_be(gent, local):
    assert StayFactory(unit=UnitFactory(places=1), household__registered_by=local.organisation).pk
