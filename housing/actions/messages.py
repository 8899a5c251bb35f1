"""Verbs on the conversation about an offer: ask, answer, say, remind."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from housing import notices, rules
from housing.actions.offers import lock_where_it_lies
from housing.models import Offer, OfferMessage
from housing.models.messages import LATEST_ANSWER


class AnswerOutOfReach(Exception):
    """The day by which an answer is asked is not after today, or too far away."""

    def __init__(self, today: date) -> None:
        super().__init__(f"Kies een dag na vandaag, ten laatste {today + LATEST_ANSWER:%d/%m/%Y}.")


@transaction.atomic
def ask_about_offer(*, offer: Offer, question: str, due_on: date, by: Membership) -> Offer:
    """The municipality wants to know something before it decides; from now on the provider has to act. Raises
    AnswerOutOfReach."""
    locked = lock_where_it_lies(offer)
    insist(by, rules.may_judge_offer(by, locked))
    if Offer.Status.INFO_REQUESTED not in Offer.TRANSITIONS[locked.status]:
        raise IllegalTransition(locked, Offer.Status.INFO_REQUESTED)
    today = timezone.localdate()
    if not today < due_on <= today + LATEST_ANSWER:
        raise AnswerOutOfReach(today)
    asked = OfferMessage.objects.create(
        offer=locked, organisation=by.organisation, text=question, due_on=due_on, sent_by=by.user
    )
    offer = change_status(locked, Offer.Status.INFO_REQUESTED, by=by, verb="offer.info_requested")
    notices.offer_question(asked, by=by)
    return offer


@transaction.atomic
def answer_offer(*, offer: Offer, answer: str, by: Membership) -> Offer:
    """The provider answers; the municipality is to decide again."""
    insist(by, rules.may_offer(by) and rules.is_provider_of(by, offer))
    offer = change_status(offer, Offer.Status.SUBMITTED, by=by, verb="offer.answered", typed={})
    now = timezone.now()
    offer.messages.filter(due_on__isnull=False, answered_at__isnull=True).update(
        answered_at=now, answered_by=by.user
    )
    said = OfferMessage.objects.create(
        offer=offer, organisation=by.organisation, text=answer, sent_at=now, sent_by=by.user
    )
    notices.offer_answered(said, by=by)
    return offer


@transaction.atomic
def send_message(*, offer: Offer, text: str, by: Membership) -> OfferMessage:
    """Say something about an offer that is not decided yet; nobody's turn changes."""
    locked = lock_where_it_lies(offer)
    insist(
        by, rules.may_judge_offer(by, locked) or (rules.may_offer(by) and rules.is_provider_of(by, locked))
    )
    if locked.status not in (Offer.Status.SUBMITTED, Offer.Status.INFO_REQUESTED):
        raise IllegalTransition(locked, locked.status)
    said = OfferMessage.objects.create(offer=locked, organisation=by.organisation, text=text, sent_by=by.user)
    record("offer.message_sent", locked, by=by)
    notices.offer_message(said, by=by)
    return said


@transaction.atomic
def remind_of_questions(*, on: date, by: Membership | None = None) -> int:
    """Remind providers of questions that wait for their answer; returns how many reminders went out.

    Once after its day, the municipality hears it too. Run twice on a day, or by two workers, it reminds once.
    """
    questions = (
        OfferMessage.objects.open_questions()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("offer__organisation", "offer__municipality")
        .order_by("pk")
    )
    reminded = 0
    for question in questions:
        if not question.wants_reminder(on=on):
            continue
        told_before = question.reminded_on is not None and question.overdue(on=question.reminded_on)
        question.reminded_on = on
        question.save(update_fields=["reminded_on"])
        record("offer.reminded", question.offer, by=by, changes={"due_on": question.due_on})
        notices.question_waits(question, on=on, tell_municipality=question.overdue(on=on) and not told_before)
        reminded += 1
    return reminded
