"""Who may do what with organisations and hats."""

from accounts.models import (
    PROVIDER_KINDS,
    Invitation,
    JoinRequest,
    Kind,
    Membership,
    Organisation,
    RightsReview,
    SavedFilter,
    ServiceAccount,
    User,
)

BACK_OFFICE = (Kind.ABB, Kind.FACILITY, Kind.VLOT)


def may_write(by: Membership | None, *kinds: str) -> bool:
    """The common beginning of most rules: a hat of one of these kinds, and not a reader's."""
    return by is not None and by.is_kind(*kinds) and by.may_write


def may_open_back_office(by: Membership | None) -> bool:
    return by is not None and by.is_kind(*BACK_OFFICE) and by.user.is_staff


def may_change_organisation(by: Membership | None, organisation: Organisation) -> bool:
    """The local administrator keeps the contact data of his own organisation."""
    return by is not None and by.organisation_id == organisation.pk and by.role == Membership.Role.MANAGER


def may_decide_join_request(by: Membership | None, request: JoinRequest) -> bool:
    """The local administrator decides who acts for his organisation; for one that has none left, ABB does."""
    if by is None or by.user_id == request.user_id:
        return False
    return JoinRequest.objects.visible_to(by).filter(pk=request.pk).exists()


def may_end_membership(by: Membership | None, membership: Membership) -> bool:
    """Take a hat away: the local administrator one of his own organisation, and everybody his own."""
    return by is not None and (
        by.user_id == membership.user_id or may_change_organisation(by, membership.organisation)
    )


def may_change_rights(by: Membership | None, membership: Membership) -> bool:
    """Another role or period: the local administrator for his colleagues, and nobody for himself. What ACM/IDM gave is
    changed there: here it would be undone at the next sign-in."""
    return (
        by is not None
        and membership.source == Membership.Source.PORTAL
        and by.user_id != membership.user_id
        and may_change_organisation(by, membership.organisation)
    )


def may_revoke_rights(by: Membership | None, user: User) -> bool:
    """ABB takes rights away wherever that is needed; of Flemish services only its administrator does, never his own."""
    return (
        may_write(by, Kind.ABB)
        and by is not None
        and by.role == Membership.Role.MANAGER
        and by.user_id != user.pk
    )


def may_invite(by: Membership | None, organisation: Organisation, role: str) -> bool:
    """The local administrator for his own organisation; for one that has none left, ABB invites an administrator."""
    if may_change_organisation(by, organisation):
        return True
    return role == Membership.Role.MANAGER and may_appoint_manager(by, organisation)


def may_appoint_manager(by: Membership | None, organisation: Organisation) -> bool:
    """ABB brings in an administrator where nobody is who could."""
    return may_write(by, Kind.ABB) and not Membership.objects.managers_of(organisation).exists()


def may_withdraw_invitation(by: Membership | None, invitation: Invitation) -> bool:
    return may_change_organisation(by, invitation.organisation)


def may_confirm_rights(by: Membership | None, review: RightsReview) -> bool:
    """Once a year the local administrator goes through the list of his organisation."""
    return may_change_organisation(by, review.organisation)


def may_note_use(by: Membership | None) -> bool:
    """Whoever wears a hat uses it."""
    return by is not None


def may_keep_keys(by: Membership | None) -> bool:
    """Keys for systems are made by the local administrator, for his own organisation."""
    return by is not None and by.role == Membership.Role.MANAGER


def may_end_service_account(by: Membership | None, account: ServiceAccount) -> bool:
    """The local administrator of the organisation, and ABB when a key has to go now."""
    return may_change_organisation(by, account.organisation) or (
        may_write(by, Kind.ABB) and by is not None and by.role == Membership.Role.MANAGER
    )


def may_rename_user(by: Membership | None, user: User) -> bool:
    """How somebody is called on screen, he says himself."""
    return by is not None and by.user_id == user.pk


def may_change_saved_filter(by: Membership | None, saved: SavedFilter) -> bool:
    """Everybody keeps his own filters, also who only reads."""
    return by is not None and saved.membership_id == by.pk


def may_read_the_read_log(by: Membership | None) -> bool:
    """Who looked at households is for the data-protection officer of a local government, about its own."""
    return by is not None and by.is_data_protection_officer and by.organisation.kind == Kind.LOCAL_AUTHORITY


def may_change_rights_of_acm_idm(by: Membership | None) -> bool:
    """What a right in ACM/IDM is worth here is for the administrators of ABB: whoever has that right gets the role."""
    return by is not None and by.is_kind(Kind.ABB) and by.role == Membership.Role.MANAGER


def sees_persons_or_money(by: Membership | None) -> bool:
    """Whether this hat opens files of people or the money of others: every government and its data-protection officer.
    A company or association sees its own offers, and who lives there only as a number."""
    return by is not None and by.organisation.kind not in PROVIDER_KINDS


def is_provider(by: Membership | None) -> bool:
    return by is not None and by.is_kind(*PROVIDER_KINDS)
