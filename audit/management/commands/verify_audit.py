"""Whether the audit trail is still what was sealed."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import verifying


class Command(BaseCommand):
    help = "Rekent het spoor na, dag per dag en rij per rij. Zegt wat niet past; de uitgang is dan 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="vanaf deze dag (JJJJ-MM-DD)")
        parser.add_argument(
            "--head", default="", help="het einde van de ketting, zoals u het elders bewaarde"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for sentence in verifying.problems(since=options["since"], kept=options["head"]):
            wrong += 1
            self.stdout.write(sentence)
        if wrong:
            raise CommandError(f"Het spoor klopt niet: {wrong} keer past iets niet.")
        head = verifying.head()
        if head is None:
            self.stdout.write("Er is nog geen dag verzegeld; wat er staat, klopt.")
        else:
            self.stdout.write(
                f"Het spoor klopt tot en met {head.day:%d/%m/%Y}. Bewaar dit elders:\n{head.day} {head.digest}"
            )
