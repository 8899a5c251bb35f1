"""Verbs of VLOT: teams exist once, a call goes to the right team, a closed call stays closed."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint
from django.utils import timezone

from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from municipalities.models import Province
from notifications.models import Notification
from tests.vlot.factories import ContactFactory, InterventionFactory
from vlot import actions
from vlot.models import Contact, Intervention, Team, TeamMembership, Topic

Status = Intervention.Status
TODAY = timezone.localdate()


def told(organisation):
    return list(
        Notification.objects.filter(organisation=organisation)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def contact(intervention, by, **changes):
    fields = {
        "form_token": uuid.uuid4(),
        "kind": "phone",
        "held_on": TODAY,
        "minutes": 20,
        "note": "Gebeld.",
        **changes,
    }
    return actions.add_contact(intervention=intervention, by=by, **fields)


VERBS = {
    "assign": lambda item, by: actions.assign_intervention(intervention=item, by=by),
    "contact": lambda item, by: contact(item, by),
    "signal": lambda item, by: actions.signal_intervention(intervention=item, signal="Overal tekort.", by=by),
    "close": lambda item, by: actions.close_intervention(
        intervention=item, outcome="Bemiddeld.", result="solved", by=by
    ),
}
LEADS_TO = {
    Status.OPEN: {"assign": "assigned", "contact": "open", "signal": "open", "close": "closed"},
    Status.ASSIGNED: {"contact": "assigned", "signal": "assigned", "close": "closed"},
    Status.CLOSED: {},
}


def test_loading_teams_twice_makes_one_per_province_and_one_central_team(reference, capsys):
    call_command("load_teams")
    first = set(Team.objects.values_list("province__code", flat=True))
    assert first == {None, "ANT", "LIM", "OVL", "VBR", "WVL"}
    assert capsys.readouterr().out.count("gemaakt") == 6
    call_command("load_teams")
    assert "bestaan al" in capsys.readouterr().out
    assert Team.objects.count() == 6
    assert [team.is_central for team in Team.objects.all()] == [True] + [False] * 5


@pytest.mark.parametrize("code", ["", "ANT"])
def test_a_second_team_for_a_province_or_a_second_central_team_cannot_exist(teams, code):
    province = Province.objects.get(code=code) if code else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(province=province)
    with pytest.raises(ValidationError, match="al een"):
        Team(province=province).full_clean()


def test_joining_twice_is_joining_once_and_only_for_vlot(teams, teamless, local, abb):
    first = actions.join_team(team=teams["ANT"], membership=teamless, by=None)
    assert actions.join_team(team=teams["ANT"], membership=teamless, by=None) == first
    assert AuditEvent.objects.filter(verb="team.joined", target_id=str(teams["ANT"].pk)).count() == 1
    for other in (local, abb):
        with pytest.raises(actions.NotOfVlot, match="geen medewerker van VLOT"):
            actions.join_team(team=teams["ANT"], membership=other, by=None)


def test_who_leaves_a_team_no_longer_sees_its_calls(ask, vlot):
    intervention = ask()
    assert list(Intervention.objects.visible_to(vlot)) == [intervention]
    actions.leave_team(place=TeamMembership.objects.get(membership=vlot), by=vlot)
    assert list(Intervention.objects.visible_to(vlot)) == []
    assert AuditEvent.objects.filter(verb="team.left").count() == 1


def test_only_the_manager_of_vlot_says_who_works_where(vlot, colleague, teams):
    colleague.role = Membership.Role.STAFF
    colleague.save(update_fields=["role"])
    place = TeamMembership.objects.get(membership=vlot)
    for verb, given in (
        (actions.join_team, {"team": teams["ANT"], "membership": vlot}),
        (actions.leave_team, {"place": place}),
        (actions.ensure_teams, {}),
    ):
        with pytest.raises(NotAllowed):
            verb(**given, by=colleague)
    assert list(TeamMembership.objects.filter(membership=vlot)) == [place]


def test_a_question_goes_to_the_team_of_the_province_and_both_are_told(ask, local, vlot, teams):
    intervention = ask()
    assert intervention.team == teams["OVL"]
    assert told(vlot.organisation) == ["Nieuwe oproep: Gent, overlast"]
    assert told(local.organisation) == [f"Uw oproep {intervention.reference} staat bij VLOT"]


def test_a_call_that_vlot_notes_is_told_to_the_municipality_only(ask, local, vlot):
    intervention = ask(by=vlot)
    assert told(vlot.organisation) == []
    assert told(local.organisation) == [f"Uw oproep {intervention.reference} staat bij VLOT"]


def test_a_municipality_that_is_not_in_the_portal_yet_can_call_too(ask, vlot, leuven, teams):
    assert ask(by=vlot, municipality=leuven).team == teams["VBR"]
    assert not Notification.objects.exists()


def test_a_form_sent_twice_stays_one_call_with_one_notice(ask, vlot):
    token = uuid.uuid4()
    assert ask(form_token=token) == ask(form_token=token, question="Iets anders")
    assert Intervention.objects.count() == 1
    assert len(told(vlot.organisation)) == 1


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_works_from_its_statuses_only_and_leaves_one_trace(local, vlot, gent, status, verb):
    intervention = InterventionFactory(status=status)
    target = LEADS_TO[status].get(verb)
    if target is None:
        with pytest.raises(IllegalTransition):
            VERBS[verb](intervention, vlot)
        assert not AuditEvent.objects.about(intervention).exists()
        assert not Notification.objects.exists() and not Contact.objects.exists()
        target = status
    else:
        VERBS[verb](intervention, vlot)
        assert AuditEvent.objects.about(intervention).get().user_id == vlot.user.pk
        assert len(told(local.organisation)) == (0 if verb == "contact" else 1)
    assert Intervention.objects.get(pk=intervention.pk).status == target


def test_taking_a_call_names_who_follows_up(ask, local, vlot):
    intervention = actions.assign_intervention(intervention=ask(), by=vlot)
    assert (intervention.assignee, intervention.assigned_by) == (vlot.user, vlot.user)
    assert vlot.user.name in Notification.objects.filter(organisation=local.organisation).latest("pk").body


def test_what_was_agreed_is_told_but_not_the_report(ask, local, vlot):
    contact(
        ask(),
        vlot,
        note="Moeilijk gesprek.",
        next_step="VLOT stuurt de handreiking",
        due_on=TODAY + timedelta(days=8),
    )
    body = Notification.objects.filter(organisation=local.organisation).latest("pk").body
    assert f"VLOT stuurt de handreiking, tegen {TODAY + timedelta(days=8):%d/%m/%Y}" in body
    assert "Moeilijk gesprek" not in body


def test_a_contact_form_sent_twice_stays_one_contact_with_one_notice_also_after_closing(ask, local, vlot):
    intervention, token = ask(), uuid.uuid4()
    first = contact(intervention, vlot, form_token=token, next_step="Terugbellen")
    assert contact(intervention, vlot, form_token=token, next_step="Terugbellen", minutes=99) == first
    actions.close_intervention(intervention=intervention, outcome="Bemiddeld.", result="solved", by=vlot)
    assert contact(intervention, vlot, form_token=token) == first
    assert Contact.objects.get().minutes == 20
    assert [subject for subject in told(local.organisation) if subject.startswith("Afspraak")] == [
        f"Afspraak over uw oproep {intervention.reference}"
    ]
    assert AuditEvent.objects.filter(verb="intervention.contacted").count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "tussen 14 maart 2022 en vandaag"),
        ({"held_on": date(2022, 3, 13)}, "tussen 14 maart 2022 en vandaag"),
        ({"next_step": "Bellen", "due_on": TODAY - timedelta(days=1)}, "voor later"),
        ({"minutes": 0}, "minstens 1 minuut"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_in_dutch_whoever_logs_it(ask, vlot, changes, message):
    with pytest.raises(ValidationError, match=message):
        contact(ask(), vlot, **changes)
    assert not Contact.objects.exists()
    assert not AuditEvent.objects.filter(verb="intervention.contacted").exists()


def test_a_contact_just_after_midnight_in_brussels_is_of_that_day(ask, vlot):
    """In UTC it is still the day before then."""
    with time_machine.travel(datetime(2026, 7, 10, 22, 30, tzinfo=UTC), tick=False):
        assert contact(ask(), vlot, held_on=date(2026, 7, 11)).held_on == date(2026, 7, 11)
        with pytest.raises(ValidationError, match="en vandaag"):
            contact(ask(), vlot, held_on=date(2026, 7, 12))


def test_a_team_that_was_not_loaded_yet_is_made_with_a_trace(local, gent, vlot, teams):
    Team.objects.filter(province=gent.province).delete()
    intervention = actions.ask_vlot(
        form_token=uuid.uuid4(), municipality=gent, topic=Topic.objects.get(pk="hosts"), question="Hoe?",
        caller_name="An", urgency="today", by=local,
    )  # fmt: skip
    event = AuditEvent.objects.about(intervention.team).get()
    assert (event.verb, event.user_id) == ("team.made", local.user.pk)


def test_a_signal_reaches_abb_once_and_the_municipality_hears_that_it_was_passed_on(ask, local, vlot, abb):
    intervention = ask()
    actions.signal_intervention(intervention=intervention, signal="Te weinig plaatsen in OKAN.", by=vlot)
    assert Notification.objects.get(organisation=abb.organisation).body == "Te weinig plaatsen in OKAN."
    assert "OKAN" not in Notification.objects.filter(organisation=local.organisation).latest("pk").body
    with pytest.raises(actions.AlreadySignalled, match="al gesignaleerd"):
        actions.signal_intervention(intervention=intervention, signal="Nog eens.", by=vlot)
    assert Intervention.objects.get().signal == "Te weinig plaatsen in OKAN."


@pytest.mark.parametrize(
    ("verb", "field", "message"),
    [(actions.close_intervention, "outcome", "resultaat"), (actions.signal_intervention, "signal", "tekst")],
)
def test_an_outcome_and_a_signal_need_words(ask, vlot, verb, field, message):
    intervention = ask()
    needed = {"result": "solved"} if field == "outcome" else {}
    with pytest.raises(ValidationError, match=message):
        verb(intervention=intervention, by=vlot, **needed, **{field: ""})
    assert Intervention.objects.get().status == Status.OPEN


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        ("open", {"status": "lost"}),
        ("open", {"status": "assigned"}),
        ("open", {"status": "closed"}),
        ("open", {"outcome": "Bemiddeld."}),
        ("open", {"closed_at": timezone.now()}),
        ("open", {"signal": "Tekort."}),
        ("open", {"signalled_at": timezone.now()}),
        ("open", {"topic": None}),
        ("open", {"urgency": "tomorrow"}),
        ("assigned", {"assignee": None}),
        ("assigned", {"assigned_by": None}),
        ("assigned", {"assigned_at": None}),
        ("closed", {"outcome": ""}),
        ("closed", {"result": ""}),
        ("open", {"result": "solved"}),
        ("open", {"municipality": None}),
        ("open", {"channel": "pigeon"}),
        ("closed", {"closed_at": None}),
        ("closed", {"closed_by": None}),
        ("closed", {"status": "open"}),
    ],
)
def test_the_database_refuses_a_call_that_may_not_exist(reference, status, changes):
    intervention = InterventionFactory(status=status)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.filter(pk=intervention.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": 0},
        {"minutes": 1441},
        {"kind": "pigeon"},
        {"due_on": TODAY + timedelta(days=1)},
        {"next_step": "Bellen", "due_on": TODAY - timedelta(days=1)},
        {"held_on": TODAY + timedelta(days=2)},
        {"held_on": date(2022, 3, 13)},
    ],
)
def test_the_database_refuses_a_contact_that_may_not_exist(reference, changes):
    logged = ContactFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=logged.pk).update(**changes)


def test_every_constraint_speaks_dutch():
    default = str(BaseConstraint.default_violation_error_message)
    constraints = [
        item for model in (Team, TeamMembership, Intervention, Contact) for item in model._meta.constraints
    ]
    assert [item.name for item in constraints if str(item.violation_error_message) == default] == []


def test_the_queue_is_open_by_urgency_then_in_hand_then_closed(reference):
    closed = InterventionFactory(status=Status.CLOSED, urgency="today")
    waits = InterventionFactory(urgency="can_wait")
    assigned = InterventionFactory(status=Status.ASSIGNED, urgency="today")
    old = InterventionFactory(urgency="this_week", asked_at=timezone.now() - timedelta(days=3))
    new = InterventionFactory(urgency="this_week")
    today = InterventionFactory(urgency="today")
    assert list(Intervention.objects.queue()) == [today, old, new, waits, assigned, closed]


def test_days_open_stop_when_it_is_closed(reference):
    asked = timezone.now() - timedelta(days=5)
    assert InterventionFactory(asked_at=asked).days_open(on=TODAY) == 5
    closed = InterventionFactory(asked_at=asked, status=Status.CLOSED)
    assert closed.days_open(on=TODAY + timedelta(days=90)) == 5


def test_the_name_of_a_call_is_one_short_line(ask):
    intervention = ask(question="Een vraag\nover twee regels. " + "Lang. " * 50)
    assert "\n" not in str(intervention) and len(str(intervention)) <= 90
    assert str(intervention).startswith(f"O-{intervention.pk:06d} Een vraag over twee regels.")
