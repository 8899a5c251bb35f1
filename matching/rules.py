"""Who may propose, and who may answer."""

from accounts.models import Kind, Membership
from accounts.rules import may_write
from households.models import Household
from housing.models import Unit
from matching.models import Proposal


def may_propose(by: Membership | None, household: Household) -> bool:
    """A local government, for its own household."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and household.registered_by_id == by.organisation_id
    )


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


def may_withdraw_proposal(by: Membership | None, proposal: Proposal) -> bool:
    """Who proposed, as long as nobody decided."""
    return may_propose(by, proposal.household) and proposal.status == Proposal.Status.OPEN


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
