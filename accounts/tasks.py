"""What the clock asks about rights."""

from celery import shared_task
from django.utils import timezone

from accounts import actions


@shared_task
def start_rights_reviews() -> int:
    """Ask the organisations whose list is due to confirm it; how many that were. The mails go with the outbox."""
    return len(actions.start_rights_reviews(on=timezone.localdate()))
