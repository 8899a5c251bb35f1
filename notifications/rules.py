"""Who may do what with what people were told."""

from accounts.models import Membership
from notifications.models import Notification


def may_report_barrier(by: Membership | None) -> bool:
    """Everybody, also who only looks around: the law asks for a way to say what one cannot use."""
    return True


def may_read_notification(by: Membership | None, notification: Notification) -> bool:
    """The same as `visible_to`, about one row: the organisation that it was said to, or in it the one person. Also a
    reader marks it as read, for that says only that somebody saw it."""
    return (
        by is not None
        and not notification.address
        and notification.organisation_id == by.organisation_id
        and notification.user_id in (None, by.user_id)
    )
