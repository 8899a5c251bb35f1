"""Who may see how the installation is doing."""

from accounts.models import Kind, Membership


def may_see_state(by: Membership | None) -> bool:
    """Administrators of ABB, who run it."""
    return by is not None and by.is_kind(Kind.ABB) and by.role == Membership.Role.MANAGER and by.user.is_staff
