"""Fill the demo with a believable, invented Flanders."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.demo.loader import CannotLoad, load


class Command(BaseCommand):
    help = "Vult een lege demo met verzonnen gegevens. Doet niets als ze er al zijn."

    def handle(self, *args: Any, **options: Any) -> None:
        begun = monotonic()
        try:
            loaded = load(on=timezone.localdate())
        except CannotLoad as problem:
            raise CommandError(str(problem)) from problem
        if loaded is None:
            self.stdout.write("De demogegevens staan er al.")
            return
        self.stdout.write(
            f"Demogegevens geladen in {monotonic() - begun:.1f} s: {loaded.organisations} organisaties, "
            f"{loaded.sites} locaties met {loaded.places} slaapplekken, {loaded.households} huishoudens "
            f"met {loaded.persons} personen."
        )
