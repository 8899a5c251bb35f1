"""What holds when a page does not ask: an action insists on the rule itself."""

from django.core.exceptions import PermissionDenied

from accounts.models import Membership


class NotAllowed(PermissionDenied):
    """An action was asked for with a hat that a rule forbids. Pages ask first; this is what holds when they do not."""

    def __init__(self, by: Membership) -> None:
        super().__init__(f"{by.user} mag dit niet doen voor {by.organisation}.")


def insist(by: Membership | None, allowed: bool) -> None:
    """For actions: nothing when the rule allows it, or when the system itself acts (`by=None`); else NotAllowed."""
    if by is not None and not allowed:
        raise NotAllowed(by)
