"""The keeper of backups: a process that runs until it is asked to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from operations.backup import store
from operations.backup.clock import tick
from operations.backup.programs import ProgramFailed
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
        stop = threading.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda number, frame: stop.set())
        while not stop.is_set():
            try:
                for done in tick(timezone.now()):
                    logger.info("backups: %s", done)
            except WENT_WRONG as problem:  # told, and tried again: a keeper that stops keeps nothing
                logger.error("backups: %s", type(problem).__name__)
                connection.close()
            if alive is not None:
                alive.touch()
            stop.wait(every)
