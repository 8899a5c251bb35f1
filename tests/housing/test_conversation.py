"""The conversation about an offer: asked with a day, reminded, answered, and told to whoever did not say it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from audit.trail import IllegalTransition
from housing import actions
from housing.models import Offer, OfferMessage
from housing.tasks import remind_of_questions
from notifications.models import Notification
from tests.factories import OfferFactory, days_ago

TODAY = timezone.localdate()
IN_A_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def offer(company):
    return OfferFactory(
        organisation=company.organisation,
        created_by=company.user,
        title="De Linde",
        contact_name="An Peeters",
    )


@pytest.fixture
def asked(offer, local):
    return actions.ask_about_offer(offer=offer, question="Is er een lift?", due_on=IN_A_WEEK, by=local)


def told(hat):
    return list(
        Notification.objects.filter(organisation=hat.organisation)
        .order_by("pk")
        .values_list("subject", flat=True)
    )


def test_question_and_answer_bring_the_offer_back_to_the_municipality(asked, company, local):
    assert list(Offer.objects.waiting_for(company)) == [asked]
    assert list(Offer.objects.waiting_for(local)) == []
    actions.answer_offer(offer=asked, answer="Ja", by=company)
    assert list(Offer.objects.waiting_for(company)) == []
    assert list(Offer.objects.waiting_for(local)) == [asked]
    question, answer = asked.messages.all()
    assert (question.text, question.answered_by, question.organisation) == (
        "Is er een lift?",
        company.user,
        local.organisation,
    )
    assert (answer.text, answer.due_on) == ("Ja", None)


def test_everything_that_was_asked_stays_readable(asked, company, local):
    actions.answer_offer(offer=asked, answer="Ja", by=company)
    actions.ask_about_offer(offer=asked, question="En een trap?", due_on=IN_A_WEEK, by=local)
    actions.answer_offer(offer=asked, answer="Twee", by=company)
    assert [said.text for said in asked.messages.all()] == ["Is er een lift?", "Ja", "En een trap?", "Twee"]


def test_a_message_changes_nobodys_turn_and_reaches_the_other_side(offer, company, local):
    actions.send_message(offer=offer, text="De sleutel ligt bij de buren.", by=company)
    offer.refresh_from_db()
    assert offer.status == Offer.Status.SUBMITTED
    assert told(local)[-1] == f"Bericht over aanbod {offer.reference}"
    actions.send_message(offer=offer, text="Bedankt.", by=local)
    assert told(company) == [f"Bericht over aanbod {offer.reference}"]
    assert AuditEvent.objects.about(offer).filter(verb="offer.message_sent").count() == 2


@pytest.mark.parametrize(
    "closed",
    [
        {"draft": True},
        {"status": "withdrawn", "withdrawal_reason": "taken", "decision_note": "Verhuurd."},
    ],
)
def test_nothing_is_said_about_an_offer_that_is_not_open(closed, company):
    offer = OfferFactory(organisation=company.organisation, **closed)
    with pytest.raises(IllegalTransition):
        actions.send_message(offer=offer, text="Nog iets", by=company)


def test_a_second_question_waits_for_the_first_answer(asked, local):
    with pytest.raises(IllegalTransition):
        actions.ask_about_offer(offer=asked, question="En?", due_on=IN_A_WEEK, by=local)
    with pytest.raises(IntegrityError, match="one_open_question"), transaction.atomic():
        OfferMessage.objects.create(
            offer=asked, organisation=local.organisation, text="En?", due_on=IN_A_WEEK, sent_by=local.user
        )


def test_no_offer_waits_for_an_answer_without_a_question_whoever_tries(offer):
    with pytest.raises(IntegrityError, match="wilt weten"), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(status="info_requested")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_only_a_question_gets_an_answer(offer, company, local):
    said = actions.send_message(offer=offer, text="Dag", by=company)
    with pytest.raises(IntegrityError, match="question_answered"), transaction.atomic():
        OfferMessage.objects.filter(pk=said.pk).update(answered_at=timezone.now(), answered_by=company.user)


def test_reminders_come_two_days_before_the_day_after_and_twice_more(asked, company, local):
    days = [day for day in range(40) if actions.remind_of_questions(on=TODAY + timedelta(days=day))]
    assert days == [5, 8, 15, 22]
    assert [subject.split(":")[0] for subject in told(company)[1:]] == ["Herinnering"] + [
        "Nog geen antwoord"
    ] * 3


def test_the_municipality_hears_once_that_the_answer_did_not_come(asked, local):
    for day in range(40):
        actions.remind_of_questions(on=TODAY + timedelta(days=day))
    late = Notification.objects.filter(organisation=local.organisation, subject__startswith="Geen antwoord")
    assert "Bel An Peeters" in late.get().body


def test_a_worker_that_was_away_reminds_once_not_for_every_moment_that_it_missed(asked, company):
    assert actions.remind_of_questions(on=TODAY + timedelta(days=30)) == 1
    assert actions.remind_of_questions(on=TODAY + timedelta(days=30)) == 0
    assert actions.remind_of_questions(on=TODAY + timedelta(days=31)) == 0


def test_a_question_asked_for_tomorrow_is_not_reminded_of_on_the_same_day(offer, local):
    actions.ask_about_offer(offer=offer, question="?", due_on=TODAY + timedelta(days=1), by=local)
    assert actions.remind_of_questions(on=TODAY) == 0
    assert actions.remind_of_questions(on=TODAY + timedelta(days=2)) == 1


def test_nobody_is_reminded_after_the_answer_or_after_the_decision(asked, company, local):
    other = OfferFactory(status="info_requested", organisation=company.organisation)
    actions.answer_offer(offer=asked, answer="Ja", by=company)
    actions.reject_offer(offer=other, reason="unsafe", note="Nee.", by=local)
    assert actions.remind_of_questions(on=TODAY + timedelta(days=20)) == 0


def test_the_task_reminds_on_the_day_itself(offer, company, local):
    question = OfferMessage(
        offer=offer,
        organisation=local.organisation,
        text="?",
        due_on=TODAY - timedelta(days=1),
        sent_at=days_ago(8),
        sent_by=local.user,
    )
    question.save()
    Offer.objects.filter(pk=offer.pk).update(status="info_requested")
    assert remind_of_questions() == 1


@pytest.mark.parametrize("day", ["", "gisteren", str(TODAY), str(TODAY + timedelta(days=61))])
def test_a_question_needs_a_day_that_can_be_met_and_the_text_stays(day, offer, client_for, local):
    page = client_for(local).post(
        reverse("housing:offer_ask", args=[offer.pk]), {"question": "Is er een lift?", "due_on": day}
    )
    assert page.status_code == 422
    assert "Is er een lift?" in page.content.decode()
    assert not OfferMessage.objects.exists()


def test_the_page_shows_the_conversation_to_both_sides(asked, client_for, company, local):
    for hat in (company, local):
        page = client_for(hat).get(reverse("housing:offer_detail", args=[asked.pk])).content.decode()
        assert "Is er een lift?" in page
        assert "Antwoord gevraagd tegen" in page
    client_for(company).post(reverse("housing:offer_answer", args=[asked.pk]), {"answer": "Ja, een glazen."})
    assert (
        "Ja, een glazen."
        in client_for(local).get(reverse("housing:offer_detail", args=[asked.pk])).content.decode()
    )


def test_an_empty_message_is_refused_at_its_field(offer, client_for, company):
    page = client_for(company).post(reverse("housing:offer_message", args=[offer.pk]), {"text": " "})
    assert page.status_code == 422
    assert not OfferMessage.objects.exists()
