"""Write the documentation that follows from the code; with --check only look whether it is current."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.generated_docs import DOCUMENTS


class Command(BaseCommand):
    help = "Schrijf de documentatie die uit de code en haar gegevens volgt: docs/access.md en andere."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="schrijf niets; fout als een bestand niet meer klopt"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        stale = []
        for name, write in DOCUMENTS.items():
            path, text = Path(settings.BASE_DIR) / name, write()
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            raise CommandError(f"Niet meer actueel: {', '.join(stale)}. Draai `./run manage generate_docs`.")
        self.stdout.write(
            f"Geschreven: {', '.join(stale)}." if stale else "Alle gemaakte documentatie is actueel."
        )
