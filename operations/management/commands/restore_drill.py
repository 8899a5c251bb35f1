"""Practise bringing a copy back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import store
from operations.backup.drilling import drill_moment, drill_restore
from operations.backup.vault import NotConfigured


class Command(BaseCommand):
    help = (
        "Zet de nieuwste reservekopie terug in een wegwerpserver, vergelijkt elke rij en elk document, wist opnieuw "
        "wie gewist was, draait de controles van het portaal, en zegt hoelang het duurde."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", choices=["restore", "moment"], help="alleen de kopie, of alleen basis met logboek"
        )

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        try:
            has_base = bool(store.copies("base"))
        except (NotConfigured, store.Damaged) as problem:
            raise CommandError(str(problem)) from problem
        runs = [] if only == "moment" else [drill_restore()]
        if only == "moment" or (only is None and has_base):
            runs.append(drill_moment())
        for run in runs:
            steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in run.steps.items())
            self.stdout.write(
                f"{run.get_kind_display()} ({run.backup or 'geen kopie'}): {run.get_result_display()} in "
                f"{run.seconds:.1f} s. {run.tables} tabellen, {run.rows} rijen, {run.documents} documenten, "
                f"{run.differences} verschillen, {run.erased_again} opnieuw gewist. {steps}."
            )
            if run.lost_seconds is not None:
                self.stdout.write(f"Hoogstens {run.lost_seconds:.0f} s aan wijzigingen zou verloren zijn.")
            if run.problem:
                self.stdout.write(run.problem)
        if any(run.result == "failed" for run in runs):
            raise CommandError("De oefening is mislukt.")
