"""A package of export_instance into an empty installation (docs/operations.md, "Moving an installation")."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.portability.importing import CannotImport, import_instance
from operations.portability.numbers import WrongKey
from operations.portability.package import NotWhole


class Command(BaseCommand):
    help = "Leest een pakket van export_instance in een lege installatie: volledig, of helemaal niet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="de map of de .zip")
        parser.add_argument(
            "--numbers-key", type=Path, metavar="SLEUTEL", help="privésleutel (PEM) voor de nummers"
        )
        parser.add_argument(
            "--numbers-certificate", type=Path, metavar="CERTIFICAAT", help="het certificaat erbij"
        )

    def handle(
        self,
        *args: Any,
        path: Path,
        numbers_key: Path | None,
        numbers_certificate: Path | None,
        **options: Any,
    ) -> None:
        if (numbers_key is None) != (numbers_certificate is None):
            raise CommandError("Geef --numbers-key en --numbers-certificate samen.")
        verbose = options["verbosity"] > 1
        try:
            done = import_instance(
                path,
                certificate=numbers_certificate.read_bytes() if numbers_certificate else None,
                key=numbers_key.read_bytes() if numbers_key else None,
                tell=self.stdout.write if verbose else lambda line: None,
            )
        except (CannotImport, NotWhole, WrongKey) as problem:
            raise CommandError(f"{problem} Er is niets veranderd.") from problem
        except OSError as problem:
            raise CommandError(
                f"Lezen of schrijven lukt niet: {problem}. Er is niets veranderd."
            ) from problem
        self.stdout.write(
            f"Ingelezen: {done.rows} rijen, {done.documents} documenten. Het spoor en zijn zegels kloppen."
        )
        if done.numbers:
            self.stdout.write(f"{done.numbers} nummers staan nu onder de sleutels van deze installatie.")
        self.stdout.write(
            "Daarna: manage.py re_erase wissingen.jsonl, manage.py recompute_spread, en meld u opnieuw aan."
        )
