"""Seal what waits of the log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup.erasures import write_log
from operations.backup.vault import NotConfigured
from operations.backup.wal import Clash, ship_wal


class Command(BaseCommand):
    help = (
        "Versleutelt het logboek van de databank dat klaarstaat (WAL_SPOOL), en bewaart het bij de kopieën."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shipped = ship_wal()
            write_log()
        except (NotConfigured, Clash) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{shipped} stukken bewaard.")
