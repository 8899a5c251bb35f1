"""Make the teams of VLOT."""

from typing import Any

from django.core.management.base import BaseCommand

from vlot.actions import ensure_teams


class Command(BaseCommand):
    help = "Maakt het VLOT-team van elke provincie en het centrale team. Mag zo vaak als u wilt."

    def handle(self, *args: Any, **options: Any) -> None:
        made = ensure_teams()
        for team in made:
            self.stdout.write(f"{team}: gemaakt")
        if not made:
            self.stdout.write("Alle VLOT-teams bestaan al.")
