"""Encrypt everything that is encrypted with the first keys of the environment (docs/operations.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.rotation import BATCH, places, remaining, rotate


class Command(BaseCommand):
    help = "Versleutelt opnieuw wat nog onder een oudere sleutel staat. Stoppen en herbeginnen mag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="telt alleen; code 1 als er nog iets te doen is"
        )
        parser.add_argument("--batch", type=int, default=BATCH, help="rijen per transactie")

    def handle(self, *args: Any, check: bool, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch is een geheel getal van 1 of meer.")
        problems: list[str] = []
        left = 0
        for place in places():
            if not check:
                outcome = rotate(place, batch=batch)
                problems += outcome.problems
                self.stdout.write(f"{place}: {outcome.written} opnieuw versleuteld")
            elif waiting := remaining(place):
                left += waiting
                self.stdout.write(f"{place}: {waiting} nog onder een oudere sleutel")
        if problems:
            raise CommandError("\n".join([*problems, "Houd de oude sleutels tot dit opgelost is."]))
        if left:
            raise CommandError(
                f"Nog {left} waarden te doen: draai rotate_keys, en houd de oude sleutels zolang."
            )
        self.stdout.write(
            "Alles staat onder de eerste sleutels. Oudere zijn alleen nog nodig voor reservekopieën."
        )
