"""Requests in depth: questions per kind, drafts, the conversation, triage, workload, and what goes together."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.allowed import NotAllowed
from accounts.models import Membership
from audit.trail import IllegalTransition
from facility import actions, figures
from facility.models import Order, SupportKind, SupportMessage, SupportRequest
from facility.questions import QUESTIONS, answered
from notifications.models import Notification
from tests.facility.factories import (
    BudgetDecisionFactory,
    CatalogueItemFactory,
    SupportRequestFactory,
    tomorrow,
)
from tests.facility.pages import text_of, url
from tests.factories import MembershipFactory, days_ago

ADD = "/facility/aanvraag/nieuw/"


@pytest.mark.parametrize("kind", SupportKind.values)
def test_each_kind_asks_its_own_questions_and_no_others(client_for, local, kind):
    page = text_of(client_for(local).get(f"{ADD}?soort={kind}"))
    mine = {question.name for question in QUESTIONS[kind]}
    others = {question.name for questions in QUESTIONS.values() for question in questions} - mine
    assert all(f'name="{name}"' in page for name in mine)
    assert not any(f'name="{name}"' in page for name in others)


def test_the_first_page_lets_one_choose(client_for, local):
    page = text_of(client_for(local).get(ADD))
    assert all(f"?soort={kind}" in page for kind in SupportKind.values)


def test_answers_are_kept_and_shown_in_words():
    found = answered("operation", {"services": ["cleaning", "waste"], "months": 6})
    assert found == [("Welke diensten hebt u nodig?", "schoonmaak, afval"), ("Voor hoeveel maanden?", "6")]


def test_a_draft_is_kept_half_filled_and_only_its_town_sees_it(client_for, local, facility, neighbour):
    town = client_for(local)
    data = {
        "form_token": str(uuid.uuid4()),
        "kind": "village",
        "title": "Dorp",
        "urgency": "planned",
        "draft": "ja",
    }
    town.post(ADD, data)
    draft = SupportRequest.objects.get()
    assert (draft.status, draft.needed_by) == ("draft", None)
    assert not Notification.objects.filter(organisation=facility.organisation).exists()
    assert [
        client_for(by).get(url("request_detail", draft.pk)).status_code for by in (local, facility, neighbour)
    ] == [200, 404, 404]
    assert str(draft.form_token) in text_of(town.get(url("request_edit", draft.pk)))
    del data["draft"]
    assert town.post(url("request_edit", draft.pk), data).status_code == 422
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4", "application/pdf")
    more = {
        "description": "300 personen",
        "needed_by": tomorrow().isoformat(),
        "plot": "Kaai 3",
        "utilities": ["water"],
        "months": "12",
    }
    town.post(url("request_edit", draft.pk), {**data, **more, "files": plan})
    draft.refresh_from_db()
    assert (draft.status, draft.answers["utilities"], draft.documents.get().name) == (
        "submitted",
        ["water"],
        "plan.pdf",
    )
    page = text_of(client_for(facility).get(url("request_detail", draft.pk)))
    assert "Kaai 3" in page and "plan.pdf" in page
    assert town.get(url("request_edit", draft.pk)).status_code == 302


def test_what_was_submitted_is_no_draft_again(local, submit):
    item = submit()
    with pytest.raises(IllegalTransition):
        actions.save_request_draft(form_token=item.form_token, kind="search", title="Anders", by=local)
    with pytest.raises(ValidationError, match="tegen wanneer"):
        actions.submit_request(form_token=uuid.uuid4(), kind="search", title="Leeg", by=local)


def test_what_presses_most_is_on_top_and_the_reader_can_ask_otherwise(local, facility):
    def add(**fields):
        return SupportRequestFactory(organisation=local.organisation, **fields)

    day = tomorrow()
    calm = add(needed_by=day, persons=9)
    many = add(needed_by=day, persons=90)
    later = add(needed_by=day + timedelta(days=3), urgency="week", submitted_at=days_ago(40))
    now = add(needed_by=day + timedelta(days=9), urgency="today")
    done = add(status="completed", urgency="today")
    triage = SupportRequest.objects.triage
    assert list(triage()) == [now, later, many, calm, done]
    assert list(triage("nodig")) == [many, calm, later, now, done]
    assert list(triage("personen"))[:2] == [many, calm]
    assert next(iter(triage("wacht"))) == later
    assert list(triage("; DROP TABLE")) == list(triage())


def test_work_is_given_to_a_colleague_and_counted(client_for, local, facility, submit):
    colleague = MembershipFactory(organisation=facility.organisation)
    only_reads = MembershipFactory(organisation=facility.organisation, role=Membership.Role.READER)
    waiting, item = submit(persons=5), actions.take_up_request(support_request=submit(persons=7), by=facility)
    with pytest.raises(actions.AnotherKindOfStep):
        actions.assign_request(support_request=waiting, handler=colleague, by=facility)
    for wrong in (only_reads, local):
        with pytest.raises(actions.AnotherKindOfStep):
            actions.assign_request(support_request=item, handler=wrong, by=facility)
    client_for(facility).post(url("request_assign", item.pk), {"handler": colleague.pk})
    item.refresh_from_db()
    assert item.taken_up_by == colleague.user
    assert Notification.objects.filter(user=colleague.user).count() == 1
    assert figures.workload() == [("nog niemand", 1, 5), (colleague.user.name, 1, 7)]
    assert "Wie behandelt wat" in text_of(client_for(facility).get(url("request_list"), {"sorteer": "wacht"}))


def test_both_sides_talk_on_the_request_and_the_other_is_told(client_for, local, reader, facility, submit):
    item = submit()
    file = SimpleUploadedFile("offerte.pdf", b"%PDF-1.4", "application/pdf")
    client_for(local).post(url("request_message", item.pk), {"text": "Er is een laadkade.", "files": file})
    client_for(facility).post(url("request_message", item.pk), {"text": "Dank u."})
    assert Notification.objects.filter(
        organisation=facility.organisation, body="Er is een laadkade."
    ).exists()
    assert Notification.objects.filter(organisation=local.organisation, body="Dank u.").exists()
    message = SupportMessage.objects.get(organisation=local.organisation)
    page = text_of(client_for(reader).get(url("request_detail", item.pk)))
    assert "Er is een laadkade." in page and "offerte.pdf" in page and "Bericht versturen" not in page
    found = client_for(facility).get(url("request_document", item.pk, message.documents.get().pk))
    assert b"".join(found).startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        actions.write_message(support_request=item, text="Mee", by=reader)
    actions.refuse_request(support_request=item, note="Nee", by=facility)
    with pytest.raises(actions.AnotherKindOfStep):
        actions.write_message(support_request=item, text="Nog iets", by=local)


def test_the_same_question_of_two_towns_becomes_one_order(client_for, local, neighbour, facility):
    mine = SupportRequestFactory(organisation=local.organisation, status="taken_up")
    theirs = SupportRequestFactory(
        organisation=neighbour.organisation, status="taken_up", title="Bedden Deinze"
    )
    other_kind = SupportRequestFactory(organisation=neighbour.organisation, kind="search", status="taken_up")
    agency, item = client_for(facility), CatalogueItemFactory()
    page = text_of(agency.get(url("request_detail", mine.pk)))
    assert "Bedden Deinze" in page and other_kind.title not in page
    address = f"{url('order_add')}?aanvraag={mine.pk}&aanvraag={theirs.pk}"
    agency.post(address, {
        "form_token": str(uuid.uuid4()), "lot": item.lot.pk, "budget": BudgetDecisionFactory().pk,
        "deliver_on": tomorrow().isoformat(), f"place_{mine.pk}": "Gent 1", f"place_{theirs.pk}": "Deinze 2",
    })  # fmt: skip
    order = Order.objects.get()
    assert set(order.destinations.values_list("support_request", "place")) == {
        (mine.pk, "Gent 1"),
        (theirs.pk, "Deinze 2"),
    }
    for place in order.destinations.all():
        actions.add_order_line(order=order, destination=place, item=item, quantity=Decimal(2), by=facility)
    actions.place_order(order=order, by=facility)
    assert order.reference in text_of(client_for(neighbour).get(url("request_detail", theirs.pk)))
    seen = text_of(client_for(neighbour).get(url("order_detail", order.pk)))
    assert "Deinze 2" in seen and "Gent 1" not in seen
