"""What the clock asks of supply."""

from celery import shared_task
from django.utils import timezone

from housing import actions


@shared_task
def ask_to_confirm() -> int:
    """Ask who can say it whether stale sites still are as they stand here. Run twice on a day, it asks once."""
    return actions.ask_to_confirm(on=timezone.localdate())


@shared_task
def remind_of_questions() -> int:
    """Remind providers of questions about their offers that wait for an answer. Run twice on a day, it reminds once."""
    return actions.remind_of_questions(on=timezone.localdate())
