"""What the clock asks of matching."""

from celery import shared_task
from django.utils import timezone

from matching import actions


@shared_task
def remind_of_proposals() -> int:
    """Remind municipalities of proposals that wait for their answer. Run twice, it reminds once."""
    return actions.remind_of_proposals(now=timezone.now())


@shared_task
def expire_proposals() -> int:
    """Free the units of proposals that nobody answered in time."""
    return actions.expire_proposals(now=timezone.now())
