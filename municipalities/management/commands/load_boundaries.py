"""Load the boundaries of the municipalities from a file, so that the maps show them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from municipalities.actions import replace_boundaries
from municipalities.boundaries import UnreadableBoundaries, plan_boundaries

STATBEL = (
    "Gemeentegrenzen: Statbel (Algemene Directie Statistiek – Statistics Belgium), "
    "toestand 1-1-2025, vereenvoudigd"
)


class Command(BaseCommand):
    help = "Laadt gemeentegrenzen uit een GeoJSON- of TopoJSON-bestand (WGS84, met een eigenschap “nis”)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND")
        parser.add_argument("--credit", default=STATBEL, help="Bronvermelding op de kaart.")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="Ook laden als er gemeenten ontbreken; die blijven een cirkel.",
        )

    def handle(self, *args: Any, file: Path, credit: str, partial: bool, **options: Any) -> None:
        try:
            plan = plan_boundaries(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Het bestand {file} kan niet gelezen worden: {error.strerror}.") from error
        except UnreadableBoundaries as error:
            raise CommandError(f"{error} Er is niets gewijzigd.") from error
        if plan.unknown:
            self.stdout.write(f"Overgeslagen, geen Vlaamse gemeente: {', '.join(plan.unknown)}")
        for old in plan.merged:
            self.stdout.write(f"Overgeslagen, bestaat niet meer: {old.nis_code} {old.name}")
        if plan.missing and not partial:
            names = ", ".join(f"{row.nis_code} {row.name}" for row in plan.missing)
            raise CommandError(
                f"In het bestand ontbreken {len(plan.missing)} gemeenten: {names}. Er is niets gewijzigd; "
                "met --partial laadt u het toch."
            )
        replace_boundaries(
            paths=plan.paths, source=file.name, credit=credit, on=timezone.localdate(), by=None
        )
        self.stdout.write(f"{len(plan.paths)} gemeentegrenzen geladen uit {file.name}.")
        if plan.missing:
            self.stdout.write(f"Nog zonder grens: {', '.join(row.name for row in plan.missing)}")
