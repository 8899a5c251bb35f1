"""What the clock asks of the inventory."""

from celery import shared_task
from django.utils import timezone

from housing import actions


@shared_task
def ask_to_confirm() -> int:
    """Ask who can say it whether stale sites still are as they stand here. Run twice on a day, it asks once."""
    return actions.ask_to_confirm(on=timezone.localdate())
