"""Since when a mail that comes once a day, or once a week, has been due: midnight, and that before Monday."""

from datetime import datetime, timedelta

from django.utils import timezone

from audit.processing import start_of


def begin_of_day(now: datetime) -> datetime:
    return start_of(timezone.localdate(now))


def begin_of_week(now: datetime) -> datetime:
    today = timezone.localdate(now)
    return start_of(today - timedelta(days=today.weekday()))
