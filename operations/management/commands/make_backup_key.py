"""A pair of keys for the copies."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup.vault import new_key


class Command(BaseCommand):
    help = (
        "Maakt een sleutelpaar voor de reservekopieën: de geheime in een bestand, de publieke op het scherm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="waar de geheime sleutel komt; het bestand mag er nog niet zijn"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        secret, public = new_key()
        try:
            with open(
                os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
            ) as target:
                target.write(f"# public key: {public}\n{secret}\n")
        except OSError as problem:
            raise CommandError(f"{file} kan niet gemaakt worden: {problem.strerror}.") from problem
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
