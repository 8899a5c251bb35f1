"""Put the guides that come with the portal in the library."""

from typing import Any

from django.core.management.base import BaseCommand

from vlot.guidance.actions import load_guides
from vlot.guidance.shipped import shipped_guides


class Command(BaseCommand):
    help = "Zet de meegeleverde handvaten in de bibliotheek; wat VLOT zelf publiceerde, blijft. Mag zo vaak als u wilt."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_guides(shipped=shipped_guides())
        for guide in changed:
            self.stdout.write(f"{guide}: versie {guide.version}")
        if not changed:
            self.stdout.write("Alle handvaten staan er al.")
