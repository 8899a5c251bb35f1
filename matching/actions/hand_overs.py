"""Verbs on a household that goes to another municipality: the checklist of both, and the file that moves."""

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership, Organisation
from audit.trail import record
from households.actions import move_file
from matching import notices, rules
from matching.models import HandOver, HandOverSide, HandOverStep, Proposal

# Our own draft: no official checklist was found (domain.md 6.1 has the facts behind the lines). Lines of an open
# hand-over are rows, so that a change here never rewrites what was agreed.
CHECKLIST = (
    (HandOverSide.TAKER, "Afspraak gemaakt over dag, uur en sleutel"),
    (HandOverSide.GIVER, "Vervoer geregeld"),
    (HandOverSide.GIVER, "Het huishouden kent het adres en wie het daar onthaalt"),
    (HandOverSide.GIVER, "School en kinderopvang verwittigd van de verhuizing"),
    (HandOverSide.TAKER, "Plaats in school of kinderopvang gezocht"),
    (HandOverSide.GIVER, "OCMW-dossier doorgegeven aan het nieuwe OCMW"),
    (HandOverSide.TAKER, "Adresaangifte en woonstcontrole gepland"),
    (HandOverSide.TAKER, "Het huishouden is aangekomen"),
)


class StepsLeft(Exception):
    """A hand-over is completed when everything on its checklist is done."""

    def __init__(self, left: int) -> None:
        steps = "staat nog 1 stap" if left == 1 else f"staan nog {left} stappen"
        super().__init__(f"Er {steps} open. Vink ze eerst af.")


class NotYourStep(Exception):
    """A step of the other municipality."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(f"Deze stap is voor {organisation}.")


class NeverCame(Exception):
    """The household did not come: it stays with the municipality that followed it."""

    def __init__(self) -> None:
        super().__init__("Het huishouden kwam niet. Deze overdracht gaat niet door.")


@transaction.atomic
def open_hand_over(*, proposal: Proposal, by: Membership) -> HandOver:
    """An accepted request to another municipality: from now on both prepare the move."""
    insist(by, rules.is_for_me_to_answer(by, proposal))
    hand_over = HandOver.objects.create(
        proposal=proposal, given_by=proposal.asked_by, taken_by=by.organisation
    )
    HandOverStep.objects.bulk_create(
        HandOverStep(hand_over=hand_over, position=position, text=text, side=side)
        for position, (side, text) in enumerate(CHECKLIST, start=1)
    )
    record(
        "hand_over.opened", hand_over, by=by, changes={"from": hand_over.given_by, "to": hand_over.taken_by}
    )
    return hand_over


@transaction.atomic
def tick_step(*, step: HandOverStep, done: bool, by: Membership) -> HandOverStep:
    """Say that a step is done, or that it is not after all. Raises NotYourStep for one of the other municipality.

    Ticking twice changes nothing; nor does anything after the hand-over is completed. Raises NeverCame when the
    household did not come.
    """
    hand_over = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("proposal__hold")
        .get(pk=step.hand_over_id)
    )
    insist(by, rules.is_side_of_hand_over(by, hand_over))
    locked = HandOverStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    whose = hand_over.given_by if locked.side == HandOverSide.GIVER else hand_over.taken_by
    if whose != by.organisation:
        raise NotYourStep(whose)
    if hand_over.fell_through:
        raise NeverCame
    if hand_over.completed_at is not None or done == (locked.done_at is not None):
        return locked
    locked.done_at, locked.done_by = (timezone.now(), by.user) if done else (None, None)
    locked.save(update_fields=["done_at", "done_by"])
    record(
        "hand_over.step_done" if done else "hand_over.step_reopened",
        hand_over,
        by=by,
        changes={"step": locked.text},
    )
    return locked


@transaction.atomic
def complete_hand_over(*, hand_over: HandOver, by: Membership) -> HandOver:
    """The new municipality is responsible from now on: the file of the household moves to it.

    Raises StepsLeft, NeverCame, or NotYourStep for the municipality that gives. Completing twice changes nothing.
    """
    locked = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("proposal__household", "proposal__hold", "given_by", "taken_by")
        .get(pk=hand_over.pk)
    )
    insist(by, rules.is_side_of_hand_over(by, locked))
    if locked.completed_at is not None:
        return locked
    if locked.taken_by_id != by.organisation_id:
        raise NotYourStep(locked.taken_by)
    if locked.fell_through:
        raise NeverCame
    left = locked.steps.filter(done_at__isnull=True).count()
    if left:
        raise StepsLeft(left)
    locked.completed_at, locked.completed_by = timezone.now(), by.user
    locked.save(update_fields=["completed_at", "completed_by"])
    record("hand_over.completed", locked, by=by, changes={"household": locked.proposal.household_id})
    move_file(household=locked.proposal.household, to=locked.taken_by, by=by)
    notices.hand_over_completed(locked, by=by)
    return locked
