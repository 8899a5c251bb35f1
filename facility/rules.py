"""Who may do what with requests for help (docs/access.md). *When* it may happen is in TRANSITIONS."""

from accounts.models import Kind, Membership
from accounts.rules import may_write
from facility.models import SupportRequest


def may_submit_request(by: Membership | None) -> bool:
    """Ask for help: a local government."""
    return may_write(by, Kind.LOCAL_AUTHORITY)


def may_speak_for_request(by: Membership | None, support_request: SupportRequest) -> bool:
    """Answer a question about it, or take it back: the local government that asked."""
    return (
        may_write(by, Kind.LOCAL_AUTHORITY)
        and by is not None
        and by.organisation_id == support_request.organisation_id
    )


def may_handle_request(by: Membership | None, support_request: SupportRequest) -> bool:
    """Take up, ask, complete and refuse: anyone of Het Facilitair Bedrijf with a hat that writes."""
    return may_write(by, Kind.FACILITY)
