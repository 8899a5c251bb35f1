"""What the clock asks about old data."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from households.protection.actions import forget_week

SECONDS = 40  # of the minute that a task may take


@shared_task
def forget_what_is_due() -> int:
    """This week's forgetting: counted first, then done in batches. Beat asks it again until the week is done; a worker
    that was killed loses nothing, two at once do no harm."""
    today = timezone.localdate()
    return forget_week(today - timedelta(days=today.weekday()), seconds=SECONDS)
