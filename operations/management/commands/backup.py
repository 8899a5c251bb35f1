"""Make a copy now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup.erasures import write_log
from operations.backup.keeping import clear
from operations.backup.making import make_base, make_dump
from operations.backup.vault import NotConfigured


class Command(BaseCommand):
    help = (
        "Maakt nu een versleutelde reservekopie van de databank met de documenten, en ruimt oude kopieën op."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--base", action="store_true", help="een basis om naar een ogenblik terug te gaan (pg_basebackup)"
        )
        parser.add_argument(
            "--anew",
            action="store_true",
            help="verzegel elk document opnieuw (na een oefening die beschadigde documenten vond)",
        )
        parser.add_argument("--keep-all", action="store_true", help="ruim niets op")

    def handle(self, *args: Any, base: bool, anew: bool, keep_all: bool, **options: Any) -> None:
        now = timezone.now()
        try:
            write_log()
            run = make_base(now=now) if base else make_dump(now=now, anew=anew)
            if run.result == "failed":
                raise CommandError(f"De reservekopie is mislukt: {run.problem}")
            cleared = None if keep_all else clear()
        except NotConfigured as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{run.name}: {run.tables} tabellen, {run.rows} rijen, {run.documents} documenten "
            f"({run.new_documents} nieuw), {run.size} bytes, {run.seconds:.1f} s."
        )
        if cleared is not None and cleared.copies:
            self.stdout.write(f"Opgeruimd: {', '.join(cleared.copies)}.")
