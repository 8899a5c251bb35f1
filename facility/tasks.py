"""What the clock asks of Het Facilitair Bedrijf."""

from celery import shared_task
from django.utils import timezone

from facility import actions

MOST_AT_ONCE = 200  # beat comes back in half a minute


@shared_task
def send_supplier_mails() -> int:
    """Mail what waits for suppliers, each in its own transaction."""
    sent = 0
    while sent < MOST_AT_ONCE and actions.send_supplier_mail():
        sent += 1
    return sent


@shared_task
def remind_of_notice() -> int:
    """Tell who has to decide about a contract that its day of notice comes near."""
    return actions.remind_of_notice(on=timezone.localdate())
