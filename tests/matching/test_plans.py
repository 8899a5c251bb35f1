"""The region-wide plan from the register to ordinary proposals: who may, what is frozen, how it stops, who decides."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Membership
from audit.trail import IllegalTransition
from config import celery_app
from households.models import Strength
from housing.models import Site
from matching import actions, plans_at_work, tasks
from matching.models import Plan, PlanLine, Proposal
from matching.plan_problem import problem_of
from municipalities.models import Municipality
from notifications.models import Notification
from spread.actions import recompute
from tests.factories import (
    HouseholdFactory,
    MembershipFactory,
    PersonFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    hat,
)
from tests.together import all_at_once

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def abb(gent):
    return hat(Kind.ABB)


@pytest.fixture
def governor(gent):
    return hat(Kind.GOVERNOR, province=gent.province)


@pytest.fixture
def world(local, neighbour, gent, deinze):
    """Three households of Gent and one of Deinze; homes in both. One household is too large for any."""
    recompute(on=TODAY)
    households = {
        "couple": HouseholdFactory(registered_by=local.organisation),
        "single": HouseholdFactory(registered_by=local.organisation, size=1),
        "large": HouseholdFactory(registered_by=local.organisation, size=7),
        "deinze": HouseholdFactory(registered_by=neighbour.organisation),
    }
    units = {
        "gent": UnitFactory(places=2),
        "small": UnitFactory(places=1),
        "deinze": UnitFactory(places=3, site=SiteFactory(municipality=deinze)),
    }
    return households, units


def asked(by, **changes):
    fields = {
        "name": "Proef",
        "level": "units",
        "province": None,
        "on": TODAY,
        "weights": {"spread": 1.0},
        "pins": {},
    }
    return actions.ask_plan(**{**fields, **changes}, by=by)


def made(by, **changes):
    plan = asked(by, **changes)
    assert tasks.make_plans() == 1
    return Plan.objects.get(pk=plan.pk)


def page_of(client, plan):
    return client.get(reverse("matching:plan_detail", args=[plan.pk])).content.decode()


def where(plan):
    return {line.household: line.unit for line in plan.lines.all()}


# --- What is solved


def test_a_plan_houses_whoever_fits_and_says_why_not_for_the_others(abb, world):
    households, units = world
    plan = made(abb)
    assert where(plan) == {
        households["couple"]: units["gent"],
        households["single"]: units["small"],
        households["deinze"]: units["deinze"],
        households["large"]: None,
    }
    large = plan.lines.get(household=households["large"])
    assert "7 personen" in large.reason
    assert plan.result["optimal"] is True
    assert plan.result["objective"] <= plan.result["bound"]
    assert plan.result["objective"] >= plan.result["baselines"]["first_come"]["objective"]


def test_the_parts_of_every_line_add_up_to_its_points_and_all_lines_to_the_objective(abb, world):
    plan = made(abb)
    for line in plan.lines.filter(unit__isnull=False):
        assert line.points == pytest.approx(sum(points for _, points in line.parts), abs=0.01)
    total = sum(line.points for line in plan.lines.all())
    assert total == pytest.approx(plan.result["objective"], abs=0.1)


def test_every_hard_condition_of_the_ranking_counts_here_too(abb, local, gent, deinze):
    """Needs of the place, who a site is for, near what, staying here, and what a town keeps for itself."""
    step_free = HouseholdFactory(registered_by=local.organisation, need_step_free=Strength.HARD)
    man = HouseholdFactory(registered_by=local.organisation, size=1)
    man.persons.update(sex="m", birth_year=1980)
    stays = HouseholdFactory(registered_by=local.organisation, need_stay_here=Strength.HARD)
    near = HouseholdFactory(
        registered_by=local.organisation,
        near_school=Strength.HARD,
        school_town=Municipality.objects.current().get(name="Oostende"),
        within_km=5,
    )
    UnitFactory(places=9, site=SiteFactory(admits="women"), step_free=False)
    UnitFactory(places=9, site=SiteFactory(municipality=deinze, open_to_others=False), step_free=True)
    elsewhere = UnitFactory(places=9, site=SiteFactory(municipality=deinze), step_free=False)
    plan = made(abb)
    found = where(plan)
    assert found[step_free] is None
    assert found[near] is None
    assert found[man] == elsewhere
    assert found[stays] is not None and found[stays].site.municipality == gent


def test_who_must_live_near_one_that_waits_too_comes_to_the_same_town_or_both_wait(abb, local, gent, deinze):
    friend = HouseholdFactory(registered_by=local.organisation)
    near = HouseholdFactory(registered_by=local.organisation, near_household=Strength.HARD, keep_near=friend)
    UnitFactory(places=2)
    one, other = (UnitFactory(places=2, site=SiteFactory(municipality=deinze)) for _ in range(2))
    found = where(made(abb))
    assert {found[friend], found[near]} == {one, other}


def test_who_has_an_open_proposal_or_a_home_or_left_is_no_part_of_it(abb, world, local):
    households, _ = world
    unit = UnitFactory(places=2)
    actions.propose(
        household=households["couple"], unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=local
    )
    StayFactory(household=households["single"])
    plan = asked(abb)
    problem = problem_of(plan)
    assert {int(item.key) for item in problem.households} == {households["large"].pk, households["deinze"].pk}
    assert str(unit.pk) not in {item.key for item in problem.units}


def test_pins_hold_and_a_town_gets_at_most_what_was_said(abb, world, deinze):
    households, units = world
    pins = {
        "keep": [[households["single"].pk, units["deinze"].pk]],
        "never": [[households["couple"].pk, units["gent"].pk]],
        "at_most": {deinze.nis_code: 1},
    }
    found = where(made(abb, pins=pins))
    assert found[households["single"]] == units["deinze"]
    assert found[households["couple"]] is None
    assert found[households["deinze"]] == units["gent"]


def test_pins_that_contradict_each_other_fail_with_a_sentence(abb, world):
    households, units = world
    pair = [households["single"].pk, units["small"].pk]
    plan = asked(abb, pins={"keep": [pair], "never": [pair], "at_most": {}})
    assert tasks.make_plans() == 0
    plan.refresh_from_db()
    assert plan.status == Plan.Status.FAILED
    assert "vastgezet en uitgesloten" in plan.problem


def test_at_the_level_of_towns_households_share_what_a_town_has(abb, world, gent, deinze):
    plan = made(abb, level="towns")
    assert not plan.lines.filter(unit__isnull=False).exists()
    assert set(
        plan.lines.filter(municipality__isnull=False).values_list("municipality__name", flat=True)
    ) <= {
        "Gent",
        "Deinze",
    }
    placed = {}
    for line in plan.lines.filter(municipality__isnull=False):
        placed[line.municipality] = placed.get(line.municipality, 0) + line.persons
    assert placed.get(gent, 0) <= 3 and placed.get(deinze, 0) <= 3


def test_the_same_question_has_the_same_answer(abb, world):
    first, second = made(abb, seed=7), made(abb, seed=7)
    assert where(first) == where(second)
    assert (first.input_hash, first.result["objective"]) == (second.input_hash, second.result["objective"])


def test_what_was_made_does_not_change_when_the_world_does(abb, world, client_for):
    plan = made(abb)
    before = client_for(abb).get(reverse("matching:plan_detail", args=[plan.pk])).content.decode()
    UnitFactory.create_batch(3, places=9)
    Site.objects.update(checked_on=TODAY - timedelta(days=400))
    after = client_for(abb).get(reverse("matching:plan_detail", args=[plan.pk])).content.decode()
    figures = re.compile(r"Uitkomst [^<]+<")
    assert figures.findall(before) == figures.findall(after) != []


# --- The work


def test_somebody_who_stops_a_plan_is_heard_while_it_is_made(abb, world, monkeypatch):
    plan = asked(abb)
    monkeypatch.setattr(plans_at_work, "SAY_EVERY", 0.0)
    real = plans_at_work.problem_of

    def stopped_meanwhile(asked_plan):
        actions.cancel_plan(plan=Plan.objects.get(pk=plan.pk), by=abb)
        return real(asked_plan)

    monkeypatch.setattr(plans_at_work, "problem_of", stopped_meanwhile)
    assert tasks.make_plans() == 0
    plan.refresh_from_db()
    assert plan.status == Plan.Status.CANCELLED
    assert not plan.lines.exists()


def test_what_a_dead_worker_left_is_begun_again_and_what_a_live_one_has_is_left_alone(abb, world):
    plan = asked(abb)
    now = timezone.now()
    assert actions.claim_plan(now=now) == plan
    assert actions.claim_plan(now=now + timedelta(minutes=2)) is None
    assert actions.claim_plan(now=now + timedelta(minutes=4)) == plan


def test_two_workers_freeze_one_outcome(abb, world):
    plan = asked(abb)
    outcomes = [plans_at_work.make(plan), plans_at_work.make(plan)]
    result, mark, lines = outcomes[0]
    actions.keep_plan(plan=plan, result=result, input_hash=mark, lines=lines)
    result, mark, lines = outcomes[1]
    with pytest.raises(IllegalTransition):
        actions.keep_plan(plan=Plan.objects.get(pk=plan.pk), result=result, input_hash=mark, lines=lines)
    assert plan.lines.count() == 4


def test_a_fault_of_ours_is_said_and_the_next_plan_goes_on(abb, world, monkeypatch):
    broken, whole = asked(abb, name="Kapot"), asked(abb, name="Heel")
    real = plans_at_work.problem_of

    def problem(plan):
        if plan.pk == broken.pk:
            raise ZeroDivisionError
        return real(plan)

    monkeypatch.setattr(plans_at_work, "problem_of", problem)
    assert tasks.make_plans() == 1
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.status, whole.status) == (Plan.Status.FAILED, Plan.Status.MADE)
    assert "ging bij ons iets mis" in broken.problem


def test_the_page_shows_how_far_it_is_and_swaps_itself_when_it_is_done(client_for, abb, world):
    plan = asked(abb)
    client, url = client_for(abb), reverse("matching:plan_detail", args=[plan.pk])
    Plan.objects.update(stage="search", part_done=0.5)
    page = client.get(url).content.decode()
    assert "verbeteren" in page and "50 van 100" in page
    assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    tasks.make_plans()
    answer = client.get(url, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


# --- Taking up


def test_lines_become_proposals_in_the_name_of_the_town_that_decides_itself(
    client_for, abb, world, local, neighbour
):
    households, units = world
    plan = made(abb)
    url = reverse("matching:plan_decide", args=[plan.pk])
    line = plan.lines.get(household=households["couple"])
    client_for(abb).post(url, {"verb": "take", "line": [line.pk]})
    assert not Proposal.objects.exists()
    assert tasks.take_up_lines() == 1
    proposal = Proposal.objects.get()
    assert (proposal.asked_by, proposal.unit, proposal.status) == (local.organisation, units["gent"], "open")
    assert proposal.proposed_by == abb.user
    assert Notification.objects.filter(
        organisation=local.organisation, subject__contains="regioplan"
    ).exists()
    page = client_for(local).get(reverse("matching:proposal_detail", args=[proposal.pk])).content.decode()
    assert "Plaats toekennen" in page and "Voorstel intrekken" in page
    client_for(abb).post(url, {"verb": "take-all"})
    client_for(abb).post(url, {"verb": "take-all"})
    assert (tasks.take_up_lines(), tasks.take_up_lines()) == (2, 0)
    assert Proposal.objects.count() == 3


def test_what_is_not_possible_any_more_keeps_its_reason_at_the_line(client_for, abb, world):
    households, units = world
    plan = made(abb)
    StayFactory(unit=units["gent"])
    client_for(abb).post(reverse("matching:plan_decide", args=[plan.pk]), {"verb": "take-all"}, follow=True)
    assert tasks.take_up_lines() == 2
    line = plan.lines.get(household=households["couple"])
    assert line.proposal is None and line.problem
    assert Proposal.objects.count() == 2


def test_a_line_waits_for_nobody_who_may_not_propose_it_any_more(client_for, abb, world, neighbour):
    households, _ = world
    plan = made(abb)
    households["couple"].registered_by = neighbour.organisation
    households["couple"].save()
    client_for(abb).post(reverse("matching:plan_decide", args=[plan.pk]), {"verb": "take-all"}, follow=True)
    MembershipFactory(organisation=abb.organisation, role=Membership.Role.MANAGER)  # the last one would stay
    Membership.objects.filter(pk=abb.pk).update(role=Membership.Role.READER)
    line = PlanLine.objects.chosen().get(household=households["single"])
    PlanLine.objects.filter(pk=line.pk).update(chosen_by=MembershipFactory(organisation=abb.organisation))
    assert tasks.take_up_lines() == 1
    moved, taken_up, reader = (
        plan.lines.get(household=households[name]) for name in ("couple", "single", "deinze")
    )
    assert "volgt dit huishouden nu op" in moved.problem
    assert "mag niets meer voorstellen" in reader.problem
    assert Proposal.objects.get() == taken_up.proposal


def test_lines_that_are_passed_over_stay_so_and_none_ticked_says_what_to_do(client_for, abb, world):
    plan = made(abb)
    client, url = client_for(abb), reverse("matching:plan_decide", args=[plan.pk])
    assert "Vink eerst aan" in client.post(url, {"verb": "take"}, follow=True).content.decode()
    open_lines = list(PlanLine.objects.open().filter(plan=plan))
    client.post(url, {"verb": "skip", "line": [open_lines[0].pk]})
    client.post(url, {"verb": "take-all"})
    client.post(url, {"verb": "take", "line": [open_lines[0].pk]})
    tasks.take_up_lines()
    assert Proposal.objects.count() == len(open_lines) - 1


def test_ticked_pairs_go_along_to_the_next_plan(client_for, abb, world):
    households, units = world
    plan = made(abb)
    client = client_for(abb)
    line = plan.lines.get(household=households["couple"])
    answer = client.post(
        reverse("matching:plan_decide", args=[plan.pk]), {"verb": "never", "line": [line.pk]}
    )
    page = client.get(answer.url).content.decode()
    assert "1 paar wordt uitgesloten" in page
    typed = {
        "name": "Tweede", "level": "units", "on": TODAY.isoformat(), "spread": "2", "seed": "3",
        "never": f"{households['couple'].pk}-{units['gent'].pk}",
        "at_most-TOTAL_FORMS": "1", "at_most-INITIAL_FORMS": "0",
        "at_most-0-municipality": "deinze", "at_most-0-persons": "2",
    }  # fmt: skip
    assert client.post(reverse("matching:plan_add"), typed).status_code == 302
    second = Plan.objects.get(name="Tweede")
    assert second.weights == {"spread": 2.0}
    assert second.pins["never"] == [[households["couple"].pk, units["gent"].pk]]
    assert second.pins["at_most"] == {units["deinze"].site.municipality.nis_code: 2}


@pytest.mark.django_db(transaction=True)
def test_two_officials_and_two_workers_make_one_proposal_of_a_line(abb, world):
    plan = made(abb)
    line = PlanLine.objects.open().filter(plan=plan).first()

    def choose():
        return actions.choose_lines(lines=[PlanLine.objects.get(pk=line.pk)], by=abb)

    assert sorted(all_at_once(choose, choose)) == [0, 1]
    assert sorted(all_at_once(tasks.take_up_lines, tasks.take_up_lines)) == [0, 1]
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "verplicht"),
        ("on", "2020-01-01", "Kies vandaag of een latere dag"),
        ("spread", "9", "geldige keuze"),
        ("seed", "0", "minstens"),
        ("at_most-0-persons", "-1", "minstens"),
        ("at_most-0-municipality", "Gnt", "geen Vlaamse gemeente met de naam “Gnt”"),
    ],
)
def test_wrong_choices_are_said_and_nothing_typed_is_lost(client_for, abb, gent, field, typed, sentence):
    form = {
        "name": "Mijn plan", "level": "units", "on": TODAY.isoformat(), "spread": "1", "seed": "1",
        "at_most-TOTAL_FORMS": "1", "at_most-INITIAL_FORMS": "0", "at_most-0-municipality": "Gent",
        "at_most-0-persons": "4",
    }  # fmt: skip
    answer = client_for(abb).post(reverse("matching:plan_add"), {**form, field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert ('value="Mijn plan"' in page) == (field != "name")
    assert not Plan.objects.exists()


# --- Who


def test_a_governor_plans_in_his_own_province_whatever_he_sends(governor, world, client_for):
    antwerp = Municipality.objects.current().get(name="Antwerpen")
    plan = asked(governor, province=antwerp.province)
    assert plan.province == governor.organisation.province
    other = hat(Kind.GOVERNOR, province=antwerp.province)
    assert client_for(other).get(reverse("matching:plan_detail", args=[plan.pk])).status_code == 404


def test_an_official_sees_numbers_and_never_who(client_for, abb, world):
    households, _ = world
    PersonFactory(household=households["couple"], given_name="Oksana", family_name="Bondarenko")
    plan = made(abb)
    page = client_for(abb).get(reverse("matching:plan_detail", args=[plan.pk])).content.decode()
    assert households["couple"].reference in page
    assert "Bondarenko" not in page and "Voornaam" not in page
    assert "minder dan 5" in page


def test_the_page_costs_the_same_with_many_lines(
    client_for, abb, world, django_assert_max_num_queries, local
):
    for _ in range(20):
        HouseholdFactory(registered_by=local.organisation, size=1)
    UnitFactory.create_batch(20, places=1)
    plan = made(abb)
    client, url = client_for(abb), reverse("matching:plan_detail", args=[plan.pk])
    client.get(url)
    with django_assert_max_num_queries(16):
        client.get(url)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"status": "made"}, "plan_made_at"),
        ({"status": "failed"}, "plan_failed_with_reason"),
        ({"part_done": 2}, "plan_part_done"),
    ],
)
def test_postgresql_keeps_a_plan_whole(abb, fields, name):
    plan = asked(abb)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(**fields)


def test_postgresql_keeps_a_line_whole(abb, world):
    plan = made(abb)
    line = plan.lines.filter(unit__isnull=False).first()
    for fields, name in (
        ({"reason": "toch niet"}, "plan_line_somewhere_or_why_not"),
        ({"skipped_at": timezone.now()}, "plan_line_skipped_at_and_by"),
        ({"unit": plan.lines.filter(unit__isnull=False).last().unit}, "plan_line_unit_once"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            PlanLine.objects.filter(pk=line.pk).update(**fields)


def test_free_on_a_later_day_counts_what_is_free_then(abb, world):
    households, _ = world
    later = TODAY + timedelta(days=20)
    StayFactory(unit=UnitFactory(places=7), period=DateRange(date(2026, 1, 1), later))
    plan = made(abb, on=later, weights={"spread": 0.0})
    assert where(plan)[households["large"]] is not None


def test_a_line_says_where_else_and_a_plan_made_anew_knows_where_the_first_one_sent_them(
    client_for, abb, world, deinze
):
    households, _ = world
    UnitFactory(places=2, site=SiteFactory(municipality=deinze))
    first = made(abb)
    line = first.lines.get(household=households["couple"])
    assert line.others
    assert line.others[0] in page_of(client_for(abb), first)
    again = made(abb, previous=first)
    before = {item.key: item.before for item in problem_of(again).households}
    assert before[str(households["couple"].pk)] == "44021"
    assert before[str(households["large"].pk)] == ""
    assert "Na „Proef”" in page_of(client_for(abb), again)


def test_plans_have_a_queue_of_their_own_that_a_worker_listens_to():
    routes = celery_app.amqp.router.route
    routed = routes({}, "matching.tasks.make_plans")["queue"].name
    assert routed == "plans"
    assert routes({}, "matching.tasks.take_up_lines")["queue"].name == "celery"
    compose = (settings.BASE_DIR / "docker-compose.yml").read_text()
    assert f"--queues, {routed}" in compose
    assert f'"--queues", "{routed}"' in (settings.BASE_DIR / "config/local/demonstration.py").read_text()
