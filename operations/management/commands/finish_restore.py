"""After a restore: erase again, and check."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup.erasures import log_path
from operations.backup.finishing import finish


class Command(BaseCommand):
    help = "Na een herstel: wist opnieuw wie gewist was, en kijkt migraties, regels, spoor en spreiding na."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="een regel voor een ander programma")

    def handle(self, *args: Any, **options: Any) -> None:
        path = log_path()
        found = finish(path if path.exists() else None)
        if options["json"]:
            self.stdout.write(json.dumps(found._asdict()))
            return
        self.stdout.write(f"{found.erased_again} huishoudens opnieuw gewist.")
        for problem in found.problems:
            self.stdout.write(problem)
        if found.problems:
            raise CommandError("De teruggezette databank klopt niet: kijk na wat hierboven staat.")
        self.stdout.write("Migraties, regels, spoor en spreiding kloppen.")
