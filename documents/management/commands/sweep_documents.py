"""Remove files on disk that no Document row knows (left by a rolled-back or cut-off upload)."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from documents.models import Document

GRACE_SECONDS = 3600


class Command(BaseCommand):
    help = "Verwijder bestanden zonder document, ouder dan een uur."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="toon alleen wat weg zou gaan")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.MEDIA_ROOT) / "documents"
        known = set(Document.objects.values_list("file", flat=True))
        orphans = [
            path
            for path in root.rglob("*")
            if path.is_file()
            and str(path.relative_to(settings.MEDIA_ROOT)) not in known
            and path.stat().st_mtime < time.time() - GRACE_SECONDS
        ]
        for path in orphans:
            if not options["dry_run"]:
                path.unlink()
        self.stdout.write(
            f"{len(orphans)} bestanden zonder document{' gevonden' if options['dry_run'] else ' weg'}."
        )
