"""Telling people: a row written with the change, mailed by a task afterwards.

The row is the truth. The broker is only a nudge: when it is down, frozen or emptied, beat finds the row within half a
minute (reliability.md 1.2).
"""

import logging

from django.db import transaction
from kombu.exceptions import KombuError

from accounts.models import Membership, Organisation
from notifications.models import Notification

log = logging.getLogger(__name__)


def notify(
    *, organisation: Organisation, subject: str, body: str, url: str = "", by: Membership | None = None
) -> Notification | None:
    """Tell an organisation something. Nobody is told what his own organisation did: then None."""
    if by is not None and by.organisation_id == organisation.pk:
        return None
    notification = Notification.objects.create(organisation=organisation, subject=subject[:160], body=body, url=url)
    transaction.on_commit(nudge, robust=True)
    return notification


def nudge() -> None:
    """Ask the worker to deliver now; a broker that is away only means that beat does it later."""
    from notifications.tasks import deliver_notifications

    try:
        deliver_notifications.apply_async(retry=False)
    except (KombuError, OSError):
        log.warning("broker unreachable; notifications wait for the next sweep")
