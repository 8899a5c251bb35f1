"""Bring the reference data of this release into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from municipalities.reference import load_reference_data


class Command(BaseCommand):
    help = "Laadt de referentiegegevens (gemeenten, fusies, postcodes, cijfers). Mag zo vaak als u wilt."

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in load_reference_data():
            self.stdout.write(str(loaded))
