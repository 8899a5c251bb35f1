"""Verbs on proposals. A person decides; nothing is placed automatically."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership, Organisation
from audit.constraints import sentence_for
from audit.trail import IllegalTransition, change_status, record
from households.models import Household
from housing.actions import NotAvailable, Taken, cancel_hold, hold_unit, start_stay
from housing.models import Unit
from matching import notices, rules
from matching.actions.hand_overs import open_hand_over
from matching.models import Proposal, RankingWeights


def answer_within(*, move_in_on: date, today: date) -> timedelta:
    """How long a unit is held for an answer: hours when a household needs it now, days when there is time."""
    days = (move_in_on - today).days
    if days <= 1:
        hours = settings.PROPOSAL_URGENT_HOURS
    elif days <= 7:
        hours = settings.PROPOSAL_SOON_HOURS
    else:
        hours = settings.PROPOSAL_LATER_HOURS
    return timedelta(hours=hours)


# Parts of the time for an answer after which who has to answer is reminded.
REMIND_AT = (1 / 2, 5 / 6)


class CannotRestore(Exception):
    """A proposal that was withdrawn stays so; the sentence says why."""


TOO_LATE = "Intrekken kunt u maar enkele minuten ongedaan maken. Doe een nieuw voorstel."


@transaction.atomic
def propose(
    *,
    household: Household,
    unit: Unit,
    move_in_on: date,
    form_token: UUID,
    until: date | None = None,
    score: Decimal | int = 0,
    explanation: list[dict[str, Any]] | None = None,
    weights: RankingWeights | None = None,
    note: str = "",
    on_behalf_of: Organisation | None = None,
    by: Membership,
) -> Proposal:
    """Ask for `unit` for `household`, and hold it until there is an answer.

    `until` is the first day that it is not needed any more, when that is known; `score` was made with `weights`. An
    official who takes up a line of the region-wide plan asks `on_behalf_of` the local government of the household.

    Sent twice, it stays one proposal. Raises NotAvailable, DoesNotFit or Taken with a sentence for the screen.
    """
    # One proposal at a time per household: a form sent twice at once waits here and then finds the first.
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    insist(by, rules.may_propose_for(by, household, on_behalf_of or by.organisation))
    existing = Proposal.objects.filter(form_token=form_token).first()
    if existing is not None:
        return existing
    hold = hold_unit(household=household, unit=unit, move_in_on=move_in_on, until=until, by=by)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                form_token=form_token,
                household=household,
                unit=unit,
                hold=hold,
                asked_by=on_behalf_of or by.organisation,
                persons=hold.persons.count(),
                move_in_on=move_in_on,
                answer_by=timezone.now() + answer_within(move_in_on=move_in_on, today=timezone.localdate()),
                score=score,
                explanation=explanation or [],
                weights=weights,
                note=note,
                proposed_by=by.user,
            )
    except IntegrityError as refusal:
        raise Taken(sentence_for(refusal, Proposal)) from refusal
    record("proposal.made", proposal, by=by, changes={"unit": unit, "household": household.pk})
    notices.proposal_made(proposal, by=by)
    return proposal


@transaction.atomic
def accept_proposal(*, proposal: Proposal, note: str = "", by: Membership) -> Proposal:
    """Grant the unit: the hold becomes a stay."""
    insist(by, rules.is_for_me_to_answer(by, proposal))
    proposal = change_status(
        proposal,
        Proposal.Status.ACCEPTED,
        by=by,
        verb="proposal.accepted",
        decided_at=timezone.now(),
        decided_by=by.user,
        decision_note=note,
    )
    start_stay(stay=proposal.hold, by=by)
    if proposal.crosses_border:
        open_hand_over(proposal=proposal, by=by)
    notices.proposal_decided(proposal, by=by)
    return proposal


@transaction.atomic
def refuse_proposal(*, proposal: Proposal, reason: str, note: str = "", by: Membership) -> Proposal:
    """Refuse with a reason; the unit is free again at once."""
    insist(by, rules.is_for_me_to_answer(by, proposal))
    proposal = change_status(
        proposal,
        Proposal.Status.REFUSED,
        by=by,
        verb="proposal.refused",
        decided_at=timezone.now(),
        decided_by=by.user,
        refusal_reason=reason,
        decision_note=note,
    )
    cancel_hold(stay=proposal.hold, reason=reason, by=by)
    notices.proposal_decided(proposal, by=by)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Membership) -> Proposal:
    """Who asked takes the question back."""
    insist(by, rules.is_asker(by, proposal))
    proposal = change_status(
        proposal,
        Proposal.Status.WITHDRAWN,
        by=by,
        verb="proposal.withdrawn",
        decided_at=timezone.now(),
        decided_by=by.user,
    )
    cancel_hold(stay=proposal.hold, reason="ingetrokken", by=by)
    notices.proposal_withdrawn(proposal, by=by)
    return proposal


@transaction.atomic
def restore_proposal(*, proposal: Proposal, now: datetime, by: Membership) -> Proposal:
    """Withdrawing was a mistake: ask again as it was asked, with the answer by the same moment.

    Only for some minutes, and as long as nobody took the place. Raises CannotRestore, IllegalTransition, or what
    `hold_unit` raises, and then it stays withdrawn.
    """
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("household", "unit", "hold", "asked_by")
        .get(pk=proposal.pk)
    )
    insist(by, rules.is_asker(by, locked))
    if locked.status != Proposal.Status.WITHDRAWN:
        raise IllegalTransition(locked, Proposal.Status.OPEN)
    if not rules.may_restore_proposal(by, locked, now=now):
        raise CannotRestore(TOO_LATE)
    household = Household.objects.select_for_update(of=("self",)).get(pk=locked.household_id)
    if household.left_on or household.merged_into_id:
        raise CannotRestore(
            "Dit huishouden is intussen vertrokken of samengevoegd. Het voorstel blijft ingetrokken."
        )
    try:
        hold = hold_unit(
            household=household,
            unit=locked.unit,
            move_in_on=locked.move_in_on,
            until=locked.hold.period.upper,
            by=by,
        )
    except NotAvailable as gone:  # says which unit it is, and elsewhere that is not for this reader
        raise CannotRestore(
            "Deze plaats is intussen niet meer vrij. Het voorstel blijft ingetrokken."
        ) from gone
    try:
        proposal = change_status(
            proposal,
            Proposal.Status.OPEN,
            by=by,
            verb="proposal.restored",
            hold=hold,
            persons=hold.persons.count(),
            decided_at=None,
            decided_by=None,
        )
    except ValidationError as refusal:  # another proposal, for other days
        raise CannotRestore(" ".join(refusal.messages)) from refusal
    notices.proposal_restored(proposal, by=by)
    return proposal


@transaction.atomic
def remind_of_proposals(*, now: datetime, by: Membership | None = None) -> int:
    """Remind who has to answer, once half of the time is over and once when a sixth of it is left.

    Returns how many reminders went out. Run twice, or by two workers, it reminds once.
    """
    reminded = 0
    waiting = (
        Proposal.objects.open()
        .filter(answer_by__gt=now, reminders__lt=len(REMIND_AT))
        .select_related("unit__site__municipality", "asked_by")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    )
    for proposal in waiting:
        gone = (now - proposal.proposed_at) / (proposal.answer_by - proposal.proposed_at)
        due = sum(gone >= part for part in REMIND_AT)
        if due <= proposal.reminders:
            continue
        proposal.reminders = due
        proposal.save(update_fields=["reminders"])
        record("proposal.reminded", proposal, by=by, changes={"reminders": due})
        notices.proposal_waits(proposal)
        reminded += 1
    return reminded


def expire_proposals(*, now: datetime, by: Membership | None = None) -> int:
    """Let go of units whose proposal got no answer in time. Returns how many. Each in its own transaction."""
    expired = 0
    for pk in Proposal.objects.open().filter(answer_by__lt=now).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                proposal = change_status(
                    Proposal(pk=pk, status=Proposal.Status.OPEN),
                    Proposal.Status.EXPIRED,
                    by=by,
                    verb="proposal.expired",
                )
                cancel_hold(stay=proposal.hold, reason="geen antwoord", by=by)
                notices.proposal_expired(proposal)
        except IllegalTransition:
            continue  # somebody decided meanwhile
        expired += 1
    return expired
