"""Unusual looking is flagged once per person and day, and judged by the officer, never by who looked."""

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.models import AuditEvent, Reading
from audit.readings import note_reading, note_readings
from audit.trail import IllegalTransition, record
from households.actions import flag_unusual_looks, judge_look_flag
from households.models import LookFlag, LookRule
from households.tasks import flag_unusual_looks as flag_by_clock
from households.unusual import facts_of
from tests.factories import HouseholdFactory, LookFlagFactory, MembershipFactory

DAY = date(2026, 3, 3)  # a Tuesday
LIST = reverse("households:look_flag_list")


@pytest.fixture(autouse=True)
def rules(reference):
    """Small limits, so that small worlds reach them."""
    LookRule.objects.all().delete()
    valid = DateRange(date(2026, 1, 1), None)
    rule = {"valid": valid, "source": "Proef"}
    return [
        LookRule.objects.create(what="many", at_least=4, **rule),
        LookRule.objects.create(what="hours", at_least=2, opens_at=time(7), closes_at=time(20), **rule),
        LookRule.objects.create(what="nothing", at_least=3, **rule),
    ]


@pytest.fixture
def families(local):
    return [HouseholdFactory(registered_by=local.organisation) for _ in range(4)]


def at(clock: str, day: date = DAY):
    return time_machine.travel(
        timezone.make_aware(datetime.combine(day, time.fromisoformat(clock))), tick=False
    )


def look(families, by, clock="10:00", page="het dossier"):
    with at(clock):
        note_readings(families, page, by=by)


def seen(day=DAY):
    """What stands out, by rule: the number of households."""
    return {fact["what"]: fact["households"] for facts in facts_of(day).values() for fact in facts}


def test_many_households_of_which_nothing_followed_stand_out(local, families):
    look(families, local)
    look(families, local)  # the same ones again
    assert seen() == {"many": 4, "nothing": 4}
    assert seen(date(2026, 3, 2)) == seen(date(2026, 3, 4)) == {}


def test_below_every_limit_nothing_stands_out(local, reader, families):
    look(families[:2], local)
    look(families[2:], reader)
    assert seen() == {}


@pytest.mark.parametrize(
    ("clock", "outside"), [("06:59", True), ("07:00", False), ("19:59", False), ("20:00", True)]
)
def test_outside_office_hours(local, families, clock, outside):
    look(families[:2], local, clock)
    assert seen() == ({"hours": 2} if outside else {})


def test_the_weekend_is_outside_office_hours(local, families):
    with at("10:00", date(2026, 3, 7)):
        note_readings(families[:2], "het dossier", by=local)
    assert seen(date(2026, 3, 7)) == {"hours": 2}


def test_work_on_the_household_or_on_what_belongs_to_it_explains_a_look(local, reader, families):
    look(families[:3], local)
    with at("11:00"):
        record("household.changed", families[0], by=reader)  # somebody else's work explains nothing
        record("household.changed", families[0], by=local)
    assert seen() == {}
    look(families[3:], local)
    assert seen() == {"many": 4, "nothing": 3}
    with at("09:00", date(2026, 2, 26)):
        record("person.changed", families[1].persons.first(), by=local)
    assert seen() == {"many": 4}
    with at("09:00", date(2026, 2, 1)):
        record("household.changed", families[2], by=local)
    assert seen() == {"many": 4}


def test_a_rule_counts_only_on_its_days(local, families, rules):
    look(families, local)
    for rule in rules:
        rule.valid = DateRange(date(2026, 1, 1), DAY)
        rule.save()
    assert seen() == {}


def test_looking_at_who_looked_is_no_look_at_a_household(officer, families):
    look(families, officer, page="wie keek in dit dossier")
    assert seen() == {}


def test_a_flag_is_raised_once_per_person_and_day_with_a_trace(local, reader, families):
    look(families, local)
    look(families, reader)
    assert flag_unusual_looks(day=DAY, by=None) == 2
    look(families, local)
    with at("04:00", date(2026, 3, 4)):
        assert flag_by_clock() == 0
    assert {(flag.user_id, flag.organisation_id, flag.day) for flag in LookFlag.objects.all()} == {
        (local.user_id, local.organisation_id, DAY),
        (reader.user_id, local.organisation_id, DAY),
    }
    assert AuditEvent.objects.filter(verb="look_flag.raised").count() == 2


def test_a_night_without_a_worker_is_made_up_for(local, families):
    look(families, local)
    with at("04:00", date(2026, 3, 6)):
        assert flag_by_clock() == 1


def test_many_looks_cost_no_more_queries(local, families, django_assert_max_num_queries):
    look(families * 20, local)
    with django_assert_max_num_queries(5):
        facts_of(DAY)


# --- Judging ---------------------------------------------------------------------------------------------------


@pytest.fixture
def flag(local):
    return LookFlagFactory(user=local.user, organisation=local.organisation, day=DAY)


@pytest.mark.parametrize("verdict", ["fine", "followed_up"])
def test_the_officer_judges_on_the_page_with_a_reason(client_for, officer, local, flag, families, verdict):
    look(families, local)
    client = client_for(officer)
    assert str(local.user) in client.get(LIST).content.decode()
    url = reverse("households:look_flag_detail", args=[flag.pk])
    page = client.get(url).content.decode()
    assert families[0].reference in page
    assert client.post(url, {"verdict": verdict}).status_code == 422
    assert client.post(url, {"verdict": verdict, "explanation": "Nieuwe lijst"}).status_code == 302
    flag.refresh_from_db()
    assert (flag.status, flag.judged_by, flag.explanation) == (verdict, officer.user, "Nieuwe lijst")
    assert "Nieuwe lijst" in client.get(url).content.decode()
    assert flag in client.get(LIST, {"lijst": "beoordeeld"}).context["page"].object_list
    assert Reading.objects.filter(page="een ongewone inzage", user_id=officer.user_id).exists()


def test_nobody_judges_his_own_looks_not_even_in_the_database(client_for, officer):
    own = LookFlagFactory(user=officer.user, organisation=officer.organisation, day=DAY)
    url = reverse("households:look_flag_detail", args=[own.pk])
    assert "U keek zelf" in client_for(officer).get(url).content.decode()
    assert client_for(officer).post(url, {"verdict": "fine", "explanation": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        judge_look_flag(flag=own, verdict="fine", explanation="x", by=officer)
    with pytest.raises(IntegrityError, match="look_flag_not_by_who_looked"), transaction.atomic():
        LookFlag.objects.update(
            status="fine", judged_at=timezone.now(), judged_by=officer.user, explanation="x"
        )


def test_a_flag_is_judged_once_and_only_by_an_officer_there(officer, local, neighbour, flag):
    elsewhere = MembershipFactory(organisation=neighbour.organisation, role=Membership.Role.DATA_PROTECTION)
    for hat in (local, neighbour, elsewhere):
        with pytest.raises(NotAllowed):
            judge_look_flag(flag=flag, verdict="fine", explanation="x", by=hat)
        assert not LookFlag.objects.visible_to(hat).exists()
    judge_look_flag(flag=flag, verdict="fine", explanation="x", by=officer)
    with pytest.raises(IllegalTransition):
        judge_look_flag(flag=flag, verdict="followed_up", explanation="y", by=officer)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"status": "fine"}, "look_flag_judged_with_reason"),
        ({"status": "other"}, "look_flag_status_known"),
        ({"judged_at": timezone.now()}, "look_flag_judged_at_and_by"),
    ],
)
def test_a_judgement_is_whole(flag, wrong, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LookFlag.objects.filter(pk=flag.pk).update(**wrong)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"what": "many", "at_least": 0}, "look_rule_from_one"),
        ({"what": "hours", "opens_at": None}, "look_rule_office_hours"),
        ({"what": "many", "opens_at": time(7)}, "look_rule_office_hours"),
        ({"what": "many", "valid": DateRange(date(2026, 6, 1), None)}, "look_rule_once_at_a_time"),
        ({"what": "many", "source": ""}, "look_rule_with_source"),
        ({"what": "many", "valid": DateRange(None, date(2020, 1, 1))}, "look_rule_dated"),
    ],
)
def test_a_rule_is_whole(wrong, name):
    whole = {"at_least": 1, "source": "Proef", "valid": DateRange(date(2020, 1, 1), date(2020, 2, 1))}
    if wrong["what"] == "hours":
        whole |= {"opens_at": time(7), "closes_at": time(20)}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LookRule.objects.create(**whole | wrong)


def test_the_start_page_of_the_officer_counts_what_waits(client_for, officer, local, flag, families):
    note_reading(families[0], "het dossier", by=local)
    page = client_for(officer).get("/").content.decode()
    assert "Opvallend, te bekijken" in page and "Wie keek mee" in page
