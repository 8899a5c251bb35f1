"""A worker touches the file WORKER_ALIVE while it lives, for the health check of its container.

In the place of `celery inspect ping`, which starts a whole Celery each minute, asks the broker, and so restarts workers
when it is the broker that is away.
"""

from pathlib import Path
from time import monotonic

from celery.signals import heartbeat_sent, worker_ready
from django.conf import settings

EVERY = 20.0  # seconds; Celery's own heartbeat comes every 2

_touched = -EVERY


@worker_ready.connect
@heartbeat_sent.connect
def touch(**kwargs: object) -> None:
    """The main process turns its loop: it takes work, and starts its children again."""
    global _touched
    if settings.WORKER_ALIVE and monotonic() >= _touched + EVERY:
        _touched = monotonic()
        Path(settings.WORKER_ALIVE).touch()
