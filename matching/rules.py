"""Who may propose, and who may answer."""

from datetime import datetime

from accounts.models import Kind, Membership, Organisation
from accounts.rules import may_write
from households.models import Household
from households.rules import is_responsible_for
from housing.bulk import in_time
from housing.models import Unit
from matching.models import Chain, HandOver, Plan, Proposal


def may_propose(by: Membership | None, household: Household) -> bool:
    """A local government, for its own household."""
    return is_responsible_for(by, household)


def may_propose_for(by: Membership | None, household: Household, organisation: Organisation) -> bool:
    """Ask in the name of the local government that follows the household: itself, or an official who takes up a line of
    a plan for it, a governor in his own province only."""
    if by is None or household.registered_by_id != organisation.pk:
        return False
    if by.organisation_id == organisation.pk:
        return may_propose(by, household)
    town = organisation.municipality
    in_province = town is not None and town.province_id == by.organisation.province_id
    return may_plan(by) and (by.is_kind(Kind.ABB) or in_province)


def is_for_me_to_answer(by: Membership | None, proposal: Proposal) -> bool:
    """The local government where the unit stands."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and proposal.unit.site.municipality_id == by.organisation.municipality_id
    )


def may_answer_proposal(by: Membership | None, proposal: Proposal) -> bool:
    """The same, as long as the proposal is open."""
    return is_for_me_to_answer(by, proposal) and proposal.status == Proposal.Status.OPEN


def is_asker(by: Membership | None, proposal: Proposal) -> bool:
    """The local government that proposed, with a hat that may write."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY) and by is not None and proposal.asked_by_id == by.organisation_id
    )


def may_withdraw_proposal(by: Membership | None, proposal: Proposal) -> bool:
    """Who proposed, as long as nobody decided."""
    return is_asker(by, proposal) and proposal.status == Proposal.Status.OPEN


def may_restore_proposal(by: Membership | None, proposal: Proposal, *, now: datetime) -> bool:
    """Who withdrew it, for some minutes; whether the place is still free, the verb finds."""
    return (
        is_asker(by, proposal)
        and proposal.status == Proposal.Status.WITHDRAWN
        and proposal.decided_at is not None
        and in_time(proposal.decided_at, now=now)
        and now < proposal.answer_by
    )


def is_side_of_hand_over(by: Membership | None, hand_over: HandOver) -> bool:
    """The two local governments, with a hat that may write."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation_id in (hand_over.given_by_id, hand_over.taken_by_id)
    )


def may_prepare_hand_over(by: Membership | None, hand_over: HandOver) -> bool:
    """The same, until it is completed or the household did not come."""
    return (
        is_side_of_hand_over(by, hand_over) and hand_over.completed_at is None and not hand_over.fell_through
    )


def may_complete_hand_over(by: Membership | None, hand_over: HandOver) -> bool:
    """The municipality that becomes responsible."""
    return (
        may_prepare_hand_over(by, hand_over)
        and by is not None
        and by.organisation_id == hand_over.taken_by_id
    )


def is_for_me_to_chain(by: Membership | None, chain: Chain) -> bool:
    """The local government that found the chain, with a hat that may write, as long as it follows the household."""
    return may_propose(by, chain.household) and by is not None and chain.made_for_id == by.organisation_id


def may_handle_chain(by: Membership | None, chain: Chain) -> bool:
    """The same, as long as the chain is open."""
    return is_for_me_to_chain(by, chain) and chain.status == Chain.Status.OPEN


def may_see_plans(by: Membership | None) -> bool:
    """Flemish officials and governors."""
    return by is not None and by.is_kind(Kind.ABB, Kind.GOVERNOR)


def may_plan(by: Membership | None) -> bool:
    """The same, with a hat that may write."""
    return may_write(by, Kind.ABB, Kind.GOVERNOR)


def may_handle_plan(by: Membership | None, plan: Plan) -> bool:
    """Stop a plan and decide about its lines: who may plan and sees it, so a governor those of his province."""
    return (
        may_plan(by)
        and by is not None
        and (by.is_kind(Kind.ABB) or plan.province_id == by.organisation.province_id)
    )


def may_see_solidarity(by: Membership | None) -> bool:
    """Governments: counts of persons per municipality, never who."""
    return by is not None and by.is_kind(
        Kind.LOCAL_AUTHORITY, Kind.GOVERNOR, Kind.FACILITY, Kind.VLOT, Kind.ABB
    )


def may_see_weights(by: Membership | None) -> bool:
    """What the ranking weighs by is open to every government and its helpers; who offers places has no part in it."""
    return by is not None and not by.is_kind(Kind.COMPANY, Kind.ASSOCIATION)


def may_set_weights(by: Membership | None) -> bool:
    return may_write(by, Kind.ABB)


def may_see_who_fits(by: Membership | None, unit: Unit) -> bool:
    """Which of one's own households fit a unit of one's own municipality."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and unit.site.municipality_id == by.organisation.municipality_id
    )
