"""What people may type about themselves, their organisation, and who works for it."""

from accounts.forms.people import (
    AcceptJoinForm,
    DeclineJoinForm,
    HostForm,
    JoinForm,
    KboNumberField,
    OrganisationForm,
    ProfileForm,
    RegisterOrganisationForm,
    RoleField,
)
from accounts.forms.rights import (
    InviteForm,
    ManagerForm,
    PeriodForm,
    ReasonForm,
    ReviewForm,
    RoleForm,
    ServiceAccountForm,
)

__all__ = [
    "AcceptJoinForm",
    "DeclineJoinForm",
    "HostForm",
    "InviteForm",
    "JoinForm",
    "KboNumberField",
    "ManagerForm",
    "OrganisationForm",
    "PeriodForm",
    "ProfileForm",
    "ReasonForm",
    "RegisterOrganisationForm",
    "ReviewForm",
    "RoleField",
    "RoleForm",
    "ServiceAccountForm",
]
