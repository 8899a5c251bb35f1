"""Mail goes out here, and nowhere else."""

from celery import shared_task
from django.utils import timezone

from notifications.actions import (
    deliver_batch,
    tell_about_invitations,
    tell_about_join_requests,
    tell_about_new_devices,
    tell_about_rights_reviews,
)


@shared_task
def deliver_notifications() -> int:
    """Mail what is due, in small transactions, so that a worker that dies repeats at most one mail."""
    tell_about_join_requests()
    tell_about_new_devices()
    tell_about_invitations()
    tell_about_rights_reviews(on=timezone.localdate())
    total = 0
    while delivered := deliver_batch(limit=20):
        total += delivered
        if total >= 400:  # stays far under the time limit; beat continues in half a minute
            break
    return total
