"""What the clock asks of the reports."""

from celery import shared_task
from django.utils import timezone

from vlot.oversight import actions


@shared_task
def publish_month() -> int:
    """The reports of last month; asked every day, so that a first of the month without a worker costs a day."""
    return len(actions.publish_month(on=timezone.localdate()))
