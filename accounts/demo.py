"""The demo accounts: one per role, on a domain that cannot exist, to sign in with in demo mode only."""

from accounts.models import Membership, MembershipQuerySet

DOMAIN = "demo.example"


def accounts() -> MembershipQuerySet:
    """The memberships of the demo accounts, in the order in which the story is told."""
    return (
        Membership.objects.open()
        .filter(user__email__endswith=f"@{DOMAIN}")
        .select_related("user", "organisation__municipality")
        .order_by("pk")
    )
