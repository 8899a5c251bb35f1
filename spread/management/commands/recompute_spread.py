"""Compute the spread of a day, as the nightly task does."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from spread import actions
from spread.targets import NothingToSpreadBy


class Command(BaseCommand):
    help = "Telt en berekent de spreiding van een dag opnieuw (standaard vandaag)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--op", type=date.fromisoformat, metavar="JJJJ-MM-DD", help="voor welke dag")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["op"] or timezone.localdate()
        try:
            actions.load_published_keys()
            written = actions.recompute(on=on)
        except (actions.EarlierDay, NothingToSpreadBy) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Spreiding van {on:%d/%m/%Y}: {written} rijen geschreven.")
