"""The clock that says that it ticks: `celery beat --scheduler operations.clock:NotedScheduler`."""

import logging
from pathlib import Path
from time import monotonic
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from operations.models import Heartbeat
from operations.status.actions import note_alive

logger = logging.getLogger(__name__)
EVERY = 60.0  # seconds


class NotedScheduler(PersistentScheduler):
    """Celery's own, that touches the file BEAT_ALIVE and a row each minute. The file is for the health check of the
    container, the row for everybody who watches: a clock that stands still cannot say so itself."""

    noted = -EVERY

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait: float = super().tick(*args, **kwargs)
        self.note_each_minute()
        return min(wait, EVERY)

    def _ensure_connected(self) -> Any:
        """Celery's own, that waits within one tick until the broker is there: meanwhile as well the clock is alive."""

        def say(problem: Exception, seconds: float) -> None:
            logger.error("the broker is away (%s); asked again in %d s", type(problem).__name__, seconds)
            self.note_each_minute()

        return self.connection.ensure_connection(say, self.app.conf.broker_connection_max_retries)

    def note_each_minute(self) -> None:
        if monotonic() >= self.noted + EVERY:
            self.noted = monotonic()
            self.note()

    def note(self) -> None:
        """A database that is away stops no clock: the work it asks for waits as well."""
        if settings.BEAT_ALIVE:
            Path(settings.BEAT_ALIVE).touch()
        try:
            close_old_connections()
            note_alive(process=Heartbeat.Process.BEAT)
        except DatabaseError as problem:
            logger.warning("the sign of life of the clock could not be written (%s)", type(problem).__name__)
