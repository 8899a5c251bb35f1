"""Django's migrate, which waits for no lock longer than a moment: whoever came behind it would wait as long."""

from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import connections

from operations.upgrades.patience import patiently


class Command(DjangoCommand):
    help = f"{DjangoCommand.help} Waits for a lock at most --lock-timeout, and tries again later."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-timeout",
            default="2s",
            metavar="TIJD",
            help="zo lang wacht het op een tabel (gewoonlijk 2s)",
        )
        parser.add_argument(
            "--lock-tries",
            type=int,
            default=30,
            metavar="AANTAL",
            help="zo vaak probeert het opnieuw (gewoonlijk 30)",
        )

    def handle(self, *args: Any, lock_timeout: str = "2s", lock_tries: int = 30, **options: Any) -> None:
        patiently(
            lambda: super(Command, self).handle(*args, **options),
            connections[options["database"]],
            lock_timeout=lock_timeout,
            tries=lock_tries,
            tell=self.stderr.write,
        )
