"""What the clock asks of the workers about themselves."""

from celery import shared_task

from operations.models import Heartbeat
from operations.status.actions import note_alive


@shared_task
def note_worker() -> None:
    """Beat, broker and worker do their work: this task came through all three."""
    note_alive(process=Heartbeat.Process.WORKER)


@shared_task
def note_planner() -> None:
    """The same for the worker that makes plans; while it makes one, this waits."""
    note_alive(process=Heartbeat.Process.PLANNER)
