"""Verbs on proposals. A person decides; nothing is placed automatically."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import IllegalTransition, change_status, record
from households.models import Household
from housing.actions import Taken, cancel_hold, hold_unit, start_stay
from housing.models import Unit
from matching import notices
from matching.models import Proposal, RankingWeights

ANSWER_WITHIN = timedelta(days=3)


class BeginsTooEarly(Exception):
    """The new version would begin before, or together with, one that is there already."""

    def __init__(self, first: date) -> None:
        super().__init__(f"Een nieuwe versie kan ten vroegste op {first:%d/%m/%Y} beginnen.")


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
    by: Membership,
) -> Proposal:
    """Ask for `unit` for `household`, and hold it until there is an answer.

    `until` is the first day that it is not needed any more, when that is known; `score` was made with `weights`.

    Sent twice, it stays one proposal. Raises NotAvailable, DoesNotFit or Taken with a sentence for the screen.
    """
    # One proposal at a time per household: a form sent twice at once waits here and then finds the first.
    household = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
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
                move_in_on=move_in_on,
                answer_by=timezone.now() + ANSWER_WITHIN,
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
    notices.proposal_decided(proposal, by=by)
    return proposal


@transaction.atomic
def refuse_proposal(*, proposal: Proposal, reason: str, note: str = "", by: Membership) -> Proposal:
    """Refuse with a reason; the unit is free again at once."""
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


@transaction.atomic
def set_weights(*, begins_on: date, today: date, why: str, by: Membership, **weights: int) -> RankingWeights:
    """A new version of the weights of the ranking, from that day on; the one before it ends there.

    Raises BeginsTooEarly when that day is over, or when a version that begins later or on it exists.
    """
    versions = RankingWeights.objects.select_for_update(of=("self",)).order_by("pk")
    list(versions)  # two who change the weights at once wait for each other here
    first = RankingWeights.objects.first_open_day(on=today)
    if begins_on < first:
        raise BeginsTooEarly(first)
    before = RankingWeights.objects.filter(valid__endswith__isnull=True).first()
    if before is not None:
        before.valid = DateRange(before.valid.lower, begins_on)
        before.save(update_fields=["valid"])
    version = RankingWeights.objects.create(
        valid=DateRange(begins_on, None), why=why, created_by=by.user, **weights
    )
    changed = {
        name: [getattr(before, name), value]
        for name, value in weights.items()
        if before is not None and getattr(before, name) != value
    }
    record("ranking.weights_set", version, by=by, changes={"from": begins_on, "why": why, **changed})
    return version
