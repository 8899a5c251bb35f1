"""Which organisations have to confirm the rights of their people; by hand, or only to see."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actions import start_rights_reviews


class Command(BaseCommand):
    help = "Start de jaarlijkse controle van rollen waar ze nodig is. De nachttaak doet dit elke dag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="toon wat zou gebeuren, wijzig niets")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        reviews = start_rights_reviews(on=timezone.localdate(), dry_run=dry_run)
        for review in reviews:
            self.stdout.write(f"{review.organisation}: te bevestigen voor {review.lapses_on:%d/%m/%Y}")
        self.stdout.write(f"{len(reviews)} organisatie(s){', niets gewijzigd' if dry_run else ''}.")
