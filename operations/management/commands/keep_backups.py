"""The keeper of backups: a process that runs until it is asked to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from operations.backup import store
from operations.backup.clock import tick, tick_log
from operations.backup.programs import ProgramFailed
from operations.backup.receiving import Receiver
from operations.backup.vault import CannotOpen, NotConfigured, recipients
from operations.backup.wal import Clash

logger = logging.getLogger(__name__)
WENT_WRONG = (DatabaseError, OSError, Clash, CannotOpen, ProgramFailed, store.Damaged)


class Command(BaseCommand):
    help = "Bewaart elke minuut het logboek van de databank, maakt 's nachts kopieën, en oefent elke week het herstel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=60, help="seconden tussen twee keer kijken")
        parser.add_argument("--alive", type=Path, help="een bestand dat na elke keer aangeraakt wordt")

    def handle(self, *args: Any, every: float, alive: Path | None, **options: Any) -> None:
        try:
            store.root(), recipients()
        except NotConfigured as problem:
            raise CommandError(str(problem)) from problem
        stop, receiver = threading.Event(), Receiver()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda number, frame: stop.set())

        def keep_log() -> None:
            while not stop.is_set():
                attempt(receiver.keep_running)
                if attempt(tick_log) and alive is not None:
                    alive.touch()
                stop.wait(every)

        def keep_copies() -> None:
            for done in tick(timezone.now()):
                logger.info("backups: %s", done)

        # Beside each other: a copy or a drill of an hour holds up no piece of the log.
        log = threading.Thread(target=keep_log)
        log.start()
        while not stop.is_set():
            attempt(keep_copies)
            stop.wait(every)
        log.join()
        receiver.stop()


def attempt(work: Callable[[], object]) -> bool:
    """What goes wrong is told, and tried again the next time: a keeper that stops keeps nothing."""
    try:
        work()
    except WENT_WRONG as problem:
        logger.error("backups: %s", type(problem).__name__)
        connection.close()
        return False
    return True
