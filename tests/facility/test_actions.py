"""Verbs on requests for help: each leaves a trace, tells the other party, and happens from the right status only."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint

from accounts.allowed import NotAllowed
from audit.models import AuditEvent
from audit.trail import IllegalTransition
from documents.paper import made_here
from facility import actions
from facility.models import SupportKind, SupportRequest
from notifications.models import Notification
from tests.facility.factories import SupportRequestFactory, tomorrow

Status = SupportRequest.Status


def decision(**changes):
    """A decision of the Flemish Government, with its document."""
    return {
        "government_decision": "VR 2026 0911 DOC.1",
        "government_decision_on": date(2026, 11, 9),
        "government_places": 300,
        "government_document": made_here("beslissing.pdf", b"%PDF-1.4"),
        **changes,
    }


VERBS = {
    "take_up": lambda item, by: actions.take_up_request(support_request=item, by=by),
    "ask": lambda item, by: actions.ask_about_request(support_request=item, question="Waar?", by=by),
    "answer": lambda item, by: actions.answer_request(support_request=item, answer="Hier.", by=by),
    "complete": lambda item, by: actions.complete_request(support_request=item, note="Geleverd.", by=by),
    "refuse": lambda item, by: actions.refuse_request(support_request=item, note="Geen voorraad.", by=by),
    "withdraw": lambda item, by: actions.withdraw_request(support_request=item, reason="", by=by),
}
LEADS_TO = {
    Status.DRAFT: {"withdraw": "withdrawn"},
    Status.SUBMITTED: {"take_up": "taken_up", "refuse": "refused", "withdraw": "withdrawn"},
    Status.TAKEN_UP: {
        "ask": "info_requested", "complete": "completed", "refuse": "refused", "withdraw": "withdrawn",
    },
    Status.INFO_REQUESTED: {"answer": "taken_up", "refuse": "refused", "withdraw": "withdrawn"},
    Status.COMPLETED: {},
    Status.REFUSED: {},
    Status.WITHDRAWN: {},
}  # fmt: skip


def told(organisation):
    return list(
        Notification.objects.filter(organisation=organisation)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_works_from_its_statuses_only_and_leaves_one_trace(local, facility, status, verb):
    item = SupportRequestFactory(organisation=local.organisation, status=status)
    by = local if verb in ("answer", "withdraw") else facility
    target = LEADS_TO[status].get(verb)
    if target is None:
        with pytest.raises(IllegalTransition):
            VERBS[verb](item, by)
        assert SupportRequest.objects.get(pk=item.pk).status == status
        assert not AuditEvent.objects.about(item).exists()
        assert not Notification.objects.exists()
        return
    VERBS[verb](item, by)
    assert SupportRequest.objects.get(pk=item.pk).status == target
    assert AuditEvent.objects.about(item).get().user_id == by.user.pk
    other = facility if by == local else local
    assert len(told(other.organisation)) == 1
    assert told(by.organisation) == []


def test_submitting_tells_facility_and_confirms_to_the_municipality(submit, local, facility):
    item = submit(places=40)
    assert (item.municipality, item.submitted_by, item.status) == (
        local.organisation.municipality, local.user, Status.SUBMITTED,
    )  # fmt: skip
    assert told(facility.organisation) == ["Nieuwe aanvraag: Bedden voor de sporthal (Gent)"]
    assert told(local.organisation) == [f"Uw aanvraag {item.reference} is ingediend"]


def test_a_form_sent_twice_stays_one_request_with_one_notice(submit, facility):
    token = uuid.uuid4()
    assert submit(form_token=token) == submit(form_token=token, title="Iets anders")
    assert SupportRequest.objects.get().title == "Bedden voor de sporthal"
    assert len(told(facility.organisation)) == 1
    assert AuditEvent.objects.filter(verb="support_request.submitted").count() == 1


def test_the_same_token_of_another_municipality_is_another_request(submit, neighbour):
    token = uuid.uuid4()
    assert submit(form_token=token) != submit(form_token=token, by=neighbour)


def test_only_a_local_government_submits(submit, company):
    with pytest.raises(actions.NotALocalAuthority, match="geen lokaal bestuur"):
        submit(by=company)


def test_taking_up_names_the_handler_to_the_municipality(submit, local, facility):
    item = actions.take_up_request(support_request=submit(), by=facility)
    assert item.taken_up_by == facility.user
    assert (
        facility.user.name in Notification.objects.filter(organisation=local.organisation).latest("pk").body
    )


def test_a_question_and_its_answer_keep_the_handler(submit, local, facility):
    item = actions.take_up_request(support_request=submit(), by=facility)
    actions.ask_about_request(support_request=item, question="Is er een laadkade?", by=facility)
    assert list(SupportRequest.objects.waiting_for(local)) == [item]
    assert list(SupportRequest.objects.waiting_for(facility)) == []
    item = actions.answer_request(support_request=item, answer="Ja, achteraan.", by=local)
    assert (item.status, item.taken_up_by, item.answer) == (Status.TAKEN_UP, facility.user, "Ja, achteraan.")
    assert (
        "Ja, achteraan." in Notification.objects.filter(organisation=facility.organisation).latest("pk").body
    )
    assert list(SupportRequest.objects.waiting_for(facility)) == [item]


def test_a_second_question_forgets_the_first_answer(submit, local, facility):
    item = actions.take_up_request(support_request=submit(), by=facility)
    item = actions.ask_about_request(support_request=item, question="Een?", by=facility)
    item = actions.answer_request(support_request=item, answer="Ja.", by=local)
    item = actions.ask_about_request(support_request=item, question="Twee?", by=facility)
    assert (item.question, item.answer) == ("Twee?", "")


@pytest.mark.parametrize("verb", [actions.complete_request, actions.refuse_request])
def test_the_end_needs_a_sentence_that_the_municipality_reads(submit, local, facility, verb):
    item = actions.take_up_request(support_request=submit(), by=facility)
    with pytest.raises(ValidationError, match="toelichting"):
        verb(support_request=item, note="", by=facility)
    verb(support_request=SupportRequest.objects.get(pk=item.pk), note="De bedden staan klaar.", by=facility)
    assert (
        "De bedden staan klaar."
        in Notification.objects.filter(organisation=local.organisation).latest("pk").body
    )


def test_a_village_waits_for_the_decision_of_the_flemish_government(submit, facility):
    item = submit(kind=SupportKind.VILLAGE)
    with pytest.raises(ValidationError, match="Vlaamse Regering"):
        actions.take_up_request(support_request=item, by=facility)
    for missing in (
        "government_decision",
        "government_decision_on",
        "government_places",
        "government_document",
    ):
        half = decision()
        del half[missing]
        with pytest.raises(ValidationError, match="Vlaamse Regering"):
            actions.take_up_request(support_request=SupportRequest.objects.get(), by=facility, **half)
    item = SupportRequest.objects.get()
    assert (item.status, item.needs_government_decision) == (Status.SUBMITTED, True)
    item = actions.take_up_request(support_request=item, by=facility, **decision())
    assert (item.status, item.needs_government_decision) == (Status.TAKEN_UP, False)


def test_a_village_can_be_refused_without_a_decision(submit, facility):
    item = actions.refuse_request(
        support_request=submit(kind=SupportKind.VILLAGE), note="Niet nu.", by=facility
    )
    assert item.status == Status.REFUSED


@pytest.mark.parametrize(
    ("status", "changes"),
    [
        ("submitted", {"status": "no-such-status"}),
        ("submitted", {"status": "taken_up"}),
        ("submitted", {"status": "completed"}),
        ("submitted", {"places": 0}),
        ("submitted", {"places": 5001}),
        ("submitted", {"decision_note": "x", "status": "refused"}),
        ("taken_up", {"taken_up_by": None}),
        ("taken_up", {"kind": "village"}),
        ("taken_up", {"kind": "village", "government_decision": "VR 2026"}),
        ("taken_up", {"kind": "village", "government_decision_on": date(2026, 11, 9)}),
        (
            "taken_up",
            {"kind": "village", "government_decision": "VR", "government_decision_on": date(2026, 11, 9)},
        ),
        ("submitted", {"needed_by": None}),
        ("submitted", {"description": ""}),
        ("submitted", {"persons": 0}),
        ("submitted", {"urgency": "soon"}),
        ("info_requested", {"question": ""}),
        ("completed", {"decision_note": ""}),
        ("completed", {"decided_by": None}),
        ("completed", {"status": "taken_up"}),
        ("refused", {"decision_note": ""}),
        ("withdrawn", {"decided_at": None, "decided_by": None}),
    ],
)
def test_the_database_refuses_what_may_not_exist(local, status, changes):
    item = SupportRequestFactory(organisation=local.organisation, status=status)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportRequest.objects.filter(pk=item.pk).update(**changes)


def test_every_constraint_speaks_dutch():
    default = str(BaseConstraint.default_violation_error_message)
    messages = {item.name: str(item.violation_error_message) for item in SupportRequest._meta.constraints}
    assert [name for name, message in messages.items() if message == default] == []


def test_the_queue_is_by_the_day_of_need_and_what_is_done_comes_last(facility):
    late = SupportRequestFactory(needed_by=date(2026, 12, 24))
    done = SupportRequestFactory(needed_by=date(2026, 11, 1), status=Status.COMPLETED)
    soon = SupportRequestFactory(needed_by=date(2026, 12, 1), status=Status.TAKEN_UP)
    assert list(SupportRequest.objects.queue()) == [soon, late, done]
    assert list(SupportRequest.objects.waiting_for(facility)) == [soon, late]


def test_days_waiting_stop_at_the_end_and_late_is_only_for_what_is_open(local):
    item = SupportRequestFactory(organisation=local.organisation, needed_by=tomorrow())
    on = tomorrow() + timedelta(days=3)
    assert item.days_waiting(on=on) == 4
    assert item.is_late(on=on) and not item.is_late(on=tomorrow())
    ended = SupportRequestFactory(organisation=local.organisation, status=Status.REFUSED)
    assert (ended.days_waiting(on=on), ended.is_late(on=on)) == (0, False)


@pytest.mark.parametrize("name", VERBS)
def test_only_whose_verb_it_is_may_say_it_also_past_the_pages(name, local, reader, neighbour, facility, vlot):
    status = {"take_up": Status.SUBMITTED, "answer": Status.INFO_REQUESTED}.get(name, Status.TAKEN_UP)
    item = SupportRequestFactory(organisation=local.organisation, status=status)
    theirs = facility if name in ("answer", "withdraw") else local
    for by in (theirs, reader, neighbour, vlot):
        with pytest.raises(NotAllowed):
            VERBS[name](item, by)
    item.refresh_from_db()
    assert item.status == status
