"""Telling people: a row written with the change, mailed by a task afterwards.

The row is the truth. The broker is only a nudge: when it is down, frozen or emptied, beat finds the row within half a
minute (reliability.md 1.2).
"""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from accounts.models import Membership, Organisation, User
from notifications.kinds import NoticeKind, kind_of
from notifications.models import Notification

SUBJECT_LENGTH = 160
DELIVER = "notifications.tasks.deliver_notifications"  # by name: tasks lie above what they deliver
SECONDS_ALONE = 10  # of a broker that did not answer

_left_alone_until = 0.0

log = logging.getLogger(__name__)


def notify(
    *,
    organisation: Organisation,
    subject: str,
    body: str,
    url: str = "",
    user: User | None = None,
    address: str = "",
    kind: NoticeKind | None = None,
    by: Membership | None = None,
) -> Notification | None:
    """Tell an organisation something, or only `user` something about it, or by mail an `address` without an account.

    Nobody is told what his own organisation did: then None.

    What it is about follows from the page, unless `kind` says it. The subject may hold what people typed: it becomes
    one line of at most 160 characters.
    """
    if by is not None and by.organisation_id == organisation.pk:
        return None
    line = " ".join(subject.split())[:SUBJECT_LENGTH]
    notification = Notification.objects.create(
        organisation=organisation, user=user, subject=line, body=body, url=url, address=address,
        kind=kind or kind_of(url),
    )  # fmt: skip
    transaction.on_commit(nudge, robust=True)
    return notification


def nudge(task: str = DELIVER) -> None:
    """Ask the worker to do it now; a broker that is away only means that beat does it later.

    A broker that does not answer costs one second. After that it is left alone for a while, so that a page with
    several notices, or the next page, does not wait again.
    """
    global _left_alone_until
    if time.monotonic() < _left_alone_until:
        return
    try:
        current_app.send_task(task, retry=False, ignore_result=True)
    except (KombuError, RedisError, OSError):
        _left_alone_until = time.monotonic() + SECONDS_ALONE
        log.warning("broker unreachable; %s waits for the next sweep", task)
