"""Bring a copy back."""

import os
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.backup import restoring, store
from operations.backup.erasures import log_path
from operations.backup.programs import ProgramFailed, address, portal
from operations.backup.vault import CannotOpen, NotConfigured, identities

REFUSALS = (NotConfigured, CannotOpen, ProgramFailed, store.Damaged, restoring.NotEmpty, OSError)


class Command(BaseCommand):
    help = "Zet een reservekopie terug: databank en documenten, en wist opnieuw wie sindsdien gewist werd."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="welke kopie (standaard de nieuwste)")
        parser.add_argument(
            "--to",
            default="",
            metavar="DATABASE_URL",
            help="een andere databank dan DATABASE_URL, als haar eigenaar",
        )
        parser.add_argument("--media", type=Path, help="een andere map voor de documenten dan MEDIA_ROOT")
        parser.add_argument("--over", action="store_true", help="gooi weg wat in die databank staat")

    def handle(self, *args: Any, name: str, to: str, media: Path | None, over: bool, **options: Any) -> None:
        begun = monotonic()
        database = dict(settings.DATABASES["default"])
        if to:
            database |= environ.Env.db_url_config(to)
            database["HOST"] = database["HOST"].replace("%2F", "/").replace("%2f", "/")
        database["ENGINE"] = settings.DATABASES["default"]["ENGINE"]
        folder = media or Path(settings.MEDIA_ROOT)
        try:
            keys = identities()
            copy = store.read_manifest(name) if name else restoring.newest("dump")
            if copy.kind != "dump":
                raise CommandError(f"{copy.name} is een basis: die zet manage.py prepare_cluster klaar.")
            restoring.check_parts(copy)
            restoring.empty(database, over=over)
            restoring.restore_database(copy, database, keys)
            damaged = restoring.restore_documents(copy, folder, keys)
            os.sync()  # once for all
            self.stdout.write(f"{copy.name}: {copy.documents} documenten terug, {len(damaged)} beschadigd.")
            self.stdout.write(
                portal(
                    ["finish_restore"],
                    {
                        "DATABASE_URL": address(database),
                        "MEDIA_ROOT": str(folder),
                        "STATEMENT_TIMEOUT": "0",
                        "ERASURE_LOG_FOLDER": str(log_path().parent),
                    },
                    folder.parent / "restore.log",
                ).strip()
            )
        except restoring.NotEmpty as problem:
            raise CommandError(f"{problem} Met --over worden ze weggegooid.") from problem
        except REFUSALS as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Klaar in {monotonic() - begun:.0f} s.")
        if damaged:
            raise CommandError(f"Beschadigde documenten: {', '.join(damaged[:20])}")
