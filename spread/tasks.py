"""What the clock asks of spread."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from spread import actions

KEEP_HANDLED = timedelta(days=30)


@shared_task
def recompute_changed() -> int:
    """Bring the figures up to date for the municipalities that announced a change since the last time."""
    return actions.recompute_changed(on=timezone.localdate())


@shared_task
def recompute_all() -> int:
    """Count everything again: a day later other places are available, although nobody changed anything."""
    actions.clear_handled_changes(before=timezone.now() - KEEP_HANDLED)
    return actions.recompute(on=timezone.localdate())


@shared_task
def publish_week() -> str:
    """Freeze the open data of this week; asked again every hour of Monday, so that a broken night costs an hour.

    Returns the fingerprint of what is published.
    """
    return actions.publish_week(on=timezone.localdate()).sha256


@shared_task
def raise_signals() -> int:
    """Every morning: which municipalities stand out, as tasks for ABB and leads for VLOT. Returns how many are new."""
    return actions.raise_signals(on=timezone.localdate())
