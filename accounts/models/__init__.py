"""Who acts, and for whom: User, Organisation, and Membership, the hat that a user wears."""

from accounts.models.filters import SavedFilter
from accounts.models.joining import JoinRequest
from accounts.models.memberships import LAST_MANAGER, Membership, MembershipQuerySet
from accounts.models.people import (
    BACK_OFFICE_KINDS,
    ONE_OF_A_KIND,
    PROVIDER_KINDS,
    Kind,
    Organisation,
    User,
)
from accounts.models.rights import Invitation, RightsReview
from accounts.models.service_accounts import ServiceAccount
from accounts.models.signing_in import KnownDevice, OrganisationCode, RightsMapping, TargetGroup

__all__ = [
    "BACK_OFFICE_KINDS",
    "LAST_MANAGER",
    "ONE_OF_A_KIND",
    "PROVIDER_KINDS",
    "Invitation",
    "JoinRequest",
    "Kind",
    "KnownDevice",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "OrganisationCode",
    "RightsMapping",
    "RightsReview",
    "SavedFilter",
    "ServiceAccount",
    "TargetGroup",
    "User",
]
