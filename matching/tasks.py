"""What the clock asks of matching."""

from celery import shared_task
from django.utils import timezone

from matching import actions


@shared_task
def expire_proposals() -> int:
    """Free the units of proposals that nobody answered in time."""
    return actions.expire_proposals(now=timezone.now())
