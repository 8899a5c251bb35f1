"""What the clock asks of the guidance."""

from celery import shared_task
from django.utils import timezone

from vlot.guidance import actions


@shared_task
def send_digest() -> int:
    """The news of the month to every local government; asked all day on the first, told once."""
    digest = actions.send_digest(on=timezone.localdate())
    return digest.told if digest else 0
