"""The whole installation in open formats (docs/operations.md, "Moving an installation")."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation
from audit.encryption import CannotDecrypt
from operations.portability.exporting import export_instance
from operations.portability.numbers import WrongKey


class Command(BaseCommand):
    help = (
        "Schrijft de hele installatie naar een map of .zip: elke tabel als CSV met haar beschrijving, en elk document. "
        "Nummers van mensen blijven versleuteld, tenzij u een certificaat van de ontvanger geeft."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", type=Path, help="een map die nog niet bestaat, of een bestand dat op .zip eindigt"
        )
        parser.add_argument("--reason", required=True, help="waarom; dat komt in het spoor")
        parser.add_argument(
            "--numbers-for",
            type=Path,
            metavar="CERTIFICAAT",
            help="certificaat (PEM, RSA) van wie de nummers mag lezen",
        )

    def handle(self, *args: Any, path: Path, reason: str, numbers_for: Path | None, **options: Any) -> None:
        if not reason.strip():
            raise CommandError("Zeg met --reason waarom.")
        verbose = options["verbosity"] > 1
        try:
            done = export_instance(
                path,
                reason=reason.strip(),
                certificate=numbers_for.read_bytes() if numbers_for else None,
                tell=self.stdout.write if verbose else lambda line: None,
            )
        except Organisation.DoesNotExist as problem:
            raise CommandError(
                "Hier is nog niets om mee te nemen: er zijn geen overheden geladen."
            ) from problem
        except FileExistsError as problem:
            raise CommandError(f"{path} bestaat al. Kies een naam die nog niet bestaat.") from problem
        except OSError as problem:
            raise CommandError(
                f"Schrijven of lezen lukt niet: {problem}. Het pakket is niet af; verwijder het."
            ) from problem
        except (WrongKey, CannotDecrypt) as problem:
            raise CommandError(
                f"De nummers van mensen: {problem} Het pakket is niet af; verwijder het."
            ) from problem
        self.stdout.write(
            f"{path}: {done.rows} rijen, {done.documents} documenten ({done.bytes // 1024} KiB)."
        )
        for name in done.missing:
            self.stderr.write(f"Dit bestand hoort bij een rij en is er niet: {name}")
        self.stdout.write("Dit pakket bevat persoonsgegevens. Bewaar en vervoer het versleuteld.")
