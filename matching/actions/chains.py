"""Verbs on a chain of moves: find it, record who consents, carry it out as a whole or not at all."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import IllegalTransition, change_status, record
from households.models import Household
from housing.actions import (
    DoesNotFit,
    NotAvailable,
    NotThereThatDay,
    SameUnit,
    StayEndsTooEarly,
    StayIsOver,
    Taken,
)
from housing.actions.placing import Locked, lock_all
from housing.actions.stays import move_locked_stay
from housing.models import Stay
from housing.models.units import lasts_after
from matching import rules
from matching.actions.proposals import accept_proposal, propose
from matching.chain_search import Step, days_of, reasons_against, search_chain
from matching.models import Chain, ChainMove
from matching.models.chains import CONSENT_MISSING
from matching.planning.chains import MOST_MOVES
from matching.ranking import Question

REFUSED = (
    DoesNotFit, NotAvailable, NotThereThatDay, SameUnit, StayEndsTooEarly, StayIsOver, Taken,
)  # fmt: skip


class NoChain(Exception):
    """No chain of moves for this household; the sentence says why."""


class ConsentMissing(Exception):
    """Somebody who would move did not consent yet."""

    def __init__(self) -> None:
        super().__init__(CONSENT_MISSING)


class ChainBroken(Exception):
    """Something changed since the chain was found: one of its moves cannot be made any more. Nobody moved."""

    def __init__(self, household: Household, why: str) -> None:
        super().__init__(
            f"Er is niets verhuisd: de stap van {household.reference} kan niet meer. {why.rstrip('.').capitalize()}. "
            "Laat deze ketting vallen en zoek een nieuwe."
        )


@transaction.atomic
def propose_chain(*, household: Household, on: date, by: Membership) -> Chain:
    """Find the fewest moves, from the day `on`, that free a fitting place for `household` in its own municipality, and
    keep them to ask for consent. No place is held. Raises NoChain with a sentence."""
    insist(by, rules.may_propose(by, household))
    if household.left_on is not None or household.merged_into_id is not None:
        raise NoChain("Dit huishouden wacht niet op een plaats.")
    if Stay.objects.standing().filter(lasts_after(on), household=household).exists():
        raise NoChain("Dit huishouden heeft dan al een plaats, of er is er een voorbehouden.")
    steps = search_chain(household, on=on, today=timezone.localdate())
    if steps is None:
        raise NoChain(
            f"Ook met {MOST_MOVES} verhuizingen komt er in uw gemeente op {on:%d/%m/%Y} geen passende plaats vrij. "
            "Kies een latere dag, zoek bij andere gemeenten, of vraag hulp aan VLOT of Het Facilitair Bedrijf."
        )
    if len(steps) == 1:
        raise NoChain(
            f"Er hoeft niemand te verhuizen: {steps[0].unit} is vrij en past. Stel die plaats voor."
        )
    _lock(steps)
    try:
        with transaction.atomic():
            chain = Chain.objects.create(
                household=household, made_for=by.organisation, on=on, created_by=by.user
            )
            ChainMove.objects.bulk_create(
                ChainMove(
                    chain=chain, position=position, household=step.household, stay=step.stay, unit=step.unit
                )
                for position, step in enumerate(steps, start=1)
            )
    except IntegrityError as refusal:
        raise NoChain(sentence_for(refusal, Chain)) from refusal
    record(
        "chain.proposed",
        chain,
        by=by,
        changes={
            "household": household.pk,
            "on": on,
            "moves": [[step.household.pk, step.unit.pk] for step in steps],
        },
    )
    return chain


@transaction.atomic
def record_consent(*, move: ChainMove, given: bool, by: Membership) -> ChainMove:
    """Write down that a household consents to its move, or that it does not any more. Twice the same changes nothing.
    Raises IllegalTransition once the chain is carried out or dropped."""
    chain = Chain.objects.select_related("household").select_for_update(of=("self",)).get(pk=move.chain_id)
    insist(by, rules.is_for_me_to_chain(by, chain))
    if chain.status != Chain.Status.OPEN:
        raise IllegalTransition(chain, Chain.Status.OPEN)
    locked = ChainMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
    if given == (locked.consent_at is not None):
        return locked
    locked.consent_at, locked.consent_by = (timezone.now(), by.user) if given else (None, None)
    locked.save(update_fields=["consent_at", "consent_by"])
    record(
        "chain.consent_given" if given else "chain.consent_taken_back",
        chain,
        by=by,
        changes={"household": locked.household_id},
    )
    return locked


@transaction.atomic
def carry_out_chain(*, chain: Chain, by: Membership) -> Chain:
    """Make every move in its order, and the household that waits gets its place. From the day of the chain, or from
    today when that day is over; a unit that is left is cleaned first.

    Everything is looked at anew, and on a refusal nobody moved. Raises ConsentMissing, ChainBroken or
    IllegalTransition.
    """
    insist(by, rules.is_for_me_to_chain(by, chain))
    moves = list(
        ChainMove.objects.filter(chain=chain)
        .select_related("household", "stay__unit__site", "unit")
        .order_by("position")
    )
    locked = _lock(moves)
    now = Chain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    if now.status != Chain.Status.OPEN:
        raise IllegalTransition(now, Chain.Status.DONE)
    if ChainMove.objects.filter(chain=now, stay__isnull=False, consent_at__isnull=True).exists():
        raise ConsentMissing
    first = max(now.on, timezone.localdate())
    for move, day in zip(moves, days_of(first, [move.stay for move in moves]), strict=True):
        _make(move, locked, day, by=by)
    return change_status(
        chain,
        Chain.Status.DONE,
        by=by,
        verb="chain.carried_out",
        ended_at=timezone.now(),
        ended_by=by.user,
    )


@transaction.atomic
def drop_chain(*, chain: Chain, by: Membership) -> Chain:
    """Let go of a chain that is still open; nobody moved. Raises IllegalTransition."""
    insist(by, rules.is_for_me_to_chain(by, chain))
    return change_status(
        chain, Chain.Status.DROPPED, by=by, verb="chain.dropped", ended_at=timezone.now(), ended_by=by.user
    )


def _make(move: ChainMove, locked: Locked, day: date, *, by: Membership) -> None:
    """One move, under the locks of the whole chain."""
    household, unit = locked.households[move.household_id], locked.units[move.unit_id]
    stay = locked.stays[move.stay_id] if move.stay_id is not None else None
    if household.registered_by_id != by.organisation_id:
        raise ChainBroken(household, "uw gemeente volgt dit huishouden niet meer op")
    if household.left_on is not None or household.merged_into_id is not None:
        raise ChainBroken(household, "dit huishouden vertrok of werd samengevoegd")
    question = Question.of(household, start=day, today=timezone.localdate())
    place = question.place(unit)
    if place.town != question.asked.own_town:
        raise ChainBroken(household, "de plaats ligt niet in uw gemeente")
    if why := reasons_against(question.asked, place, stay):
        raise ChainBroken(household, why)
    try:
        if stay is not None:
            move_locked_stay(stay=stay, unit=unit, moves_on=day, by=by)
        else:
            proposal = propose(
                household=household,
                unit=unit,
                move_in_on=day,
                form_token=uuid4(),
                by=by,
                **question.explain(unit, place)._asdict(),
            )
            accept_proposal(proposal=proposal, by=by)
    except REFUSED as problem:
        raise ChainBroken(household, str(problem)) from problem


def _lock(moves: Sequence[Step | ChainMove]) -> Locked:
    """Everything that a chain touches: who moves, where to, and where from."""
    left = [move.stay for move in moves if move.stay is not None]
    return lock_all(
        [move.household.pk for move in moves],
        [*(move.unit.pk for move in moves), *(stay.unit_id for stay in left)],
        [stay.pk for stay in left],
    )
