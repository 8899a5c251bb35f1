"""Mail goes out here, and nowhere else."""

from celery import shared_task
from django.utils import timezone

from notifications.actions import (
    deliver_batch,
    send_digest,
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


@shared_task
def send_digests() -> int:
    """Make the mails with several notices; returns at how many people was looked. Run twice, it makes them once."""
    done, now = 0, timezone.now()
    while done < 2000 and send_digest(now=now):  # the next run goes on with the rest
        done += 1
    return done
