"""Forgetting in time: nothing early, nothing overdue afterwards, nothing that must be kept, once is enough."""

import uuid
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import JoinRequest
from audit.models import AuditEvent, Reading
from audit.processing import terms
from households.models import ForgetLine, ForgetRun, Household, LegalHold, RetentionTerm
from households.protection import actions
from households.protection.actions import due, forget_batch, forget_week, plan_forgetting
from households.protection.tasks import forget_what_is_due
from housing.models import Offer, Site
from notifications.models import Notification
from reporting.models import RecentItem
from tests.factories import HouseholdFactory, OfferFactory, SiteFactory, StayFactory, UserFactory
from tests.vlot.factories import InterventionFactory
from vlot.models import Intervention

TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday())
DAY = timedelta(days=1)


def moment(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


def ends(kind):
    """What happened before this day is over its term on Monday."""
    return RetentionTerm.objects.get(kind=kind).before(on=MONDAY)


def reading(day):
    return Reading.objects.create(
        occurred_at=moment(day), page="het dossier", target_type="households.household", target_id="1", user_id=1,
        user_name="X", organisation_id=1, organisation_name="Y",
    )  # fmt: skip


def opened(by, key, day):
    return RecentItem.objects.create(membership=by, kind="site", key=key, opened_at=moment(day))


def declined(company, day):
    return JoinRequest.objects.create(
        user=UserFactory(), organisation=company.organisation, message="Ik ben Zz", status="declined",
        asked_at=moment(day - DAY), asked_by=company.user, decided_at=moment(day), decided_by=company.user,
        explanation="Kent hier niemand",
    )  # fmt: skip


@pytest.fixture
def old_and_new(local, company, vlot):
    """Of every kind one whose term ended yesterday, and one whose term ends today: that one stays."""
    made = {}
    for age, before in (("old", DAY), ("new", timedelta())):
        household = HouseholdFactory(
            registered_by=local.organisation, left_on=ends("households") - before, left_reason="returned"
        )
        site = SiteFactory(contact_name="Zz Gastvrouw", contact_phone="0470", organisation=local.organisation)
        Site.objects.filter(pk=site.pk).update(
            closed_on=ends("closed_sites") - before, closed_reason="contract voorbij",
            available=DateRange(ends("closed_sites") - timedelta(days=99), None),
        )  # fmt: skip
        draft = OfferFactory(draft=True, organisation=company.organisation)
        Offer.objects.filter(pk=draft.pk).update(changed_at=moment(ends("drafts") - before))
        call = InterventionFactory(caller_name="Zz Beller", municipality=local.organisation.municipality)
        Intervention.objects.filter(pk=call.pk).update(
            status="closed",
            closed_at=moment(ends("calls") - before),
            closed_by=vlot.user,
            result="solved",
            outcome="Klaar",
        )
        message = Notification.objects.create(
            organisation=local.organisation,
            subject="Zz",
            body="Zz",
            created_at=moment(ends("messages") - before),
        )
        session = Session.objects.create(
            session_key=uuid.uuid4().hex, session_data="", expire_date=moment(ends("sessions") - before)
        )
        UserSession.objects.create(
            user=company.user, session_key=session.session_key, ip="203.0.113.9", user_agent="Zz"
        )
        made[age] = {
            "households": household, "closed_sites": site, "drafts": draft, "calls": call, "messages": message,
            "sessions": session, "readings": reading(ends("readings") - before),
            "join_requests": declined(company, ends("join_requests") - before),
            "recents": opened(local, age, ends("recents") - before),
        }  # fmt: skip
    return made


def remembered(thing, kind):
    """Whether it still tells of people."""
    if kind in ("messages", "sessions", "readings", "recents"):
        return type(thing).objects.filter(pk=thing.pk).exists()
    thing.refresh_from_db()
    match kind:
        case "households":
            return thing.erased_at is None
        case "join_requests":
            return thing.message != ""
        case "calls":
            return thing.caller_name != "gewist"
        case _:
            return thing.contact_name != "gewist"


def test_every_kind_goes_when_its_term_is_over_and_not_a_day_before(old_and_new):
    assert set(old_and_new["old"]) == set(terms())
    forget_week(MONDAY, seconds=60)
    assert [kind for kind, thing in old_and_new["old"].items() if remembered(thing, kind)] == []
    assert [kind for kind, thing in old_and_new["new"].items() if not remembered(thing, kind)] == []
    assert UserSession.objects.count() == 1
    assert not any(due(term, on=MONDAY).exists() for term in terms().values())


def test_it_is_counted_before_anything_goes_and_what_went_stands_beside_it(old_and_new, local):
    run = plan_forgetting(week=MONDAY)
    assert {(line.kind, line.due, line.forgotten) for line in run.lines.all()} == {
        (kind, 1, 0) for kind in terms()
    }
    assert remembered(old_and_new["old"]["households"], "households")
    own = ForgetLine.objects.visible_to(local)
    assert {line.kind for line in own} == {"households", "closed_sites", "messages", "calls"}
    forget_week(MONDAY, seconds=60)
    assert {(line.kind, line.due, line.forgotten) for line in run.lines.all()} == {
        (kind, 1, 1) for kind in terms()
    }
    run.refresh_from_db()
    assert run.finished_at is not None


def test_twice_is_nothing(old_and_new):
    forget_week(MONDAY, seconds=60)
    events = AuditEvent.objects.count()
    assert forget_week(MONDAY, seconds=60) == 0
    assert (AuditEvent.objects.count(), ForgetRun.objects.count()) == (events, 1)
    assert forget_what_is_due() == 0


def test_killed_half_way_it_goes_on_where_it_was(local, monkeypatch):
    """The third batch dies after it forgot: nothing of that batch happened, and the next run does the rest."""
    old = [
        HouseholdFactory(
            registered_by=local.organisation, left_on=ends("households") - DAY, left_reason="abroad"
        )
        for _ in range(5)
    ]
    recorded, calls = actions.record, []

    def dies(verb, *args, **kwargs):
        calls.append(verb)
        if calls.count("forgetting.batch") == 3:
            raise KeyboardInterrupt
        return recorded(verb, *args, **kwargs)

    monkeypatch.setattr(actions, "record", dies)
    with pytest.raises(KeyboardInterrupt):
        forget_week(MONDAY, seconds=60, size=1)
    monkeypatch.undo()
    assert Household.objects.filter(erased_at__isnull=False).count() == 2
    assert forget_week(MONDAY, seconds=60, size=2) == 3
    assert not any(remembered(household, "households") for household in old)
    assert ForgetLine.objects.get(kind="households").forgotten == 5


def test_it_stops_when_its_minute_is_over(local):
    for _ in range(3):
        HouseholdFactory(
            registered_by=local.organisation, left_on=ends("households") - DAY, left_reason="abroad"
        )
    ticks = iter(range(100))
    assert forget_week(MONDAY, seconds=2, clock=lambda: next(ticks), size=1) == 1
    assert ForgetRun.objects.get().finished_at is None


def hold(kind, number, local):
    LegalHold.objects.create(
        target_type=kind,
        target_number=number,
        organisation=local.organisation,
        reason="Rechtszaak",
        placed_by=local.user,
    )


def test_a_hold_on_a_household_a_site_or_a_case_is_respected_until_it_is_lifted(old_and_new, local):
    old = old_and_new["old"]
    for kind, code in (
        ("households.household", "households"),
        ("housing.site", "closed_sites"),
        ("vlot.intervention", "calls"),
    ):
        hold(kind, old[code].pk, local)
    forget_week(MONDAY, seconds=60)
    assert {kind for kind, thing in old.items() if remembered(thing, kind)} == {
        "households",
        "closed_sites",
        "calls",
    }
    LegalHold.objects.update(lifted_at=timezone.now(), lifted_by=local.user)
    assert forget_week(MONDAY + timedelta(days=7), seconds=60) >= 3
    assert not any(remembered(thing, kind) for kind, thing in old.items())


def test_a_hold_on_a_site_keeps_the_households_that_lived_there(local):
    left = ends("households") - DAY
    household = HouseholdFactory(registered_by=local.organisation, left_on=left, left_reason="abroad")
    stay = StayFactory(household=household, period=DateRange(left - timedelta(days=9), left))
    hold("housing.site", stay.unit.site_id, local)
    assert forget_week(MONDAY, seconds=60) == 0
    assert Household.objects.get().erased_at is None


def test_another_term_counts_from_the_day_on_which_it_is_valid(local):
    household = HouseholdFactory(
        registered_by=local.organisation, left_on=MONDAY - timedelta(days=400), left_reason="abroad"
    )
    term = RetentionTerm.objects.get(kind="households")
    RetentionTerm.objects.filter(pk=term.pk).update(valid=DateRange(term.valid.lower, MONDAY))
    RetentionTerm.objects.create(
        kind="households", months=12, ground="Besluit", source="Proef", valid=DateRange(MONDAY, None)
    )
    rows = {on: list(due(terms()["households"], on=on)) for on in (MONDAY - DAY, MONDAY)}
    assert rows == {MONDAY - DAY: [], MONDAY: [household]}


def test_without_a_term_nothing_is_due(local):
    HouseholdFactory(registered_by=local.organisation, left_on=ends("households") - DAY, left_reason="abroad")
    RetentionTerm.objects.all().delete()
    assert forget_week(MONDAY, seconds=60) == 0


def test_postgresql_gives_no_look_away_before_a_year_and_none_without_forgetting(local):
    young, old = reading(TODAY - timedelta(days=300)), reading(TODAY - timedelta(days=3000))
    for rows in (Reading.objects.filter(pk=old.pk), Reading.objects.filter(pk=young.pk)):
        with pytest.raises(DatabaseError, match="Wie keek, blijft staan"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="Wie keek, blijft staan"), transaction.atomic():
        terms()["readings"].forget([young.pk])
    assert terms()["readings"].forget([old.pk]) == 1
    with pytest.raises(DatabaseError, match="Wie keek, blijft staan"), transaction.atomic():
        Reading.objects.update(user_name="Niemand")


@pytest.mark.parametrize("fields", [{"months": 0}, {"ground": ""}, {"kind": "readings", "months": 12}])
def test_a_term_is_refused_that_cannot_be(db, fields):
    values = {"kind": "households", "months": 12, "ground": "Besluit", "source": "Proef"}
    RetentionTerm.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        RetentionTerm.objects.create(**values | fields, valid=DateRange(MONDAY, None))


def test_a_batch_that_another_worker_has_is_left_to_it(local):
    run = plan_forgetting(week=MONDAY)
    ForgetRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    assert forget_batch(run=run) == 0
