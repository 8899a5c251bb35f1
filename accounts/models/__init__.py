"""Who acts, and for whom: User, Organisation, and Membership, the hat that a user wears."""

from accounts.models.filters import SavedFilter
from accounts.models.people import (
    BACK_OFFICE_KINDS,
    ONE_OF_A_KIND,
    PROVIDER_KINDS,
    JoinRequest,
    Kind,
    Membership,
    MembershipQuerySet,
    Organisation,
    User,
)
from accounts.models.signing_in import KnownDevice, OrganisationCode, RightsMapping, TargetGroup

__all__ = [
    "BACK_OFFICE_KINDS",
    "ONE_OF_A_KIND",
    "PROVIDER_KINDS",
    "JoinRequest",
    "Kind",
    "KnownDevice",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "OrganisationCode",
    "RightsMapping",
    "SavedFilter",
    "TargetGroup",
    "User",
]
