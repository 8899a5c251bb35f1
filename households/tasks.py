"""What the clock asks of the read log."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from households import actions

NIGHTS = 3  # a night without a worker is made up for


@shared_task
def flag_unusual_looks() -> int:
    """Whose looks stood out yesterday and the days before. Run twice, it raises each flag once."""
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in range(NIGHTS, 0, -1)]
    return sum(actions.flag_unusual_looks(day=day, by=None) for day in days)
