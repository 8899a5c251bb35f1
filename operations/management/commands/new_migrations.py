"""The migrations since the last release, for `./run check` and `./run release`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db.migrations.loader import MigrationLoader

from operations.upgrades.released import MARKER, last_migrations, released_and_new
from operations.upgrades.statements import written


class Command(BaseCommand):
    help = "Zegt als JSON wat de migraties sinds de laatste uitgave aan PostgreSQL vragen; --last: de laatste per app."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--marker", type=Path, default=MARKER, help="de laatste uitgave")
        parser.add_argument("--last", action="store_true", help="alleen de laatste migratie van elke app")

    def handle(self, *args: Any, marker: Path, last: bool, **options: Any) -> None:
        loader = MigrationLoader(None)
        found = (
            last_migrations(loader)
            if last
            else [migration._asdict() for migration in written(loader, *released_and_new(loader, marker))]
        )
        self.stdout.write(json.dumps(found, indent=2))
