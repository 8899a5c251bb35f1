"""The first run of an installation, step by step; a second time it says what is done already."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from operations.setup import environment, filling, servers, trials
from operations.setup.findings import Check, Finding, State

MARKS = {State.FINE: "✓", State.NOTE: "!", State.WRONG: "✗"}


class Command(BaseCommand):
    help = (
        "Zet een nieuwe installatie klaar: kijkt de instellingen na, laadt de overheden, maakt de eerste beheerder, "
        "stuurt een proefmail en probeert het aanmelden. Een tweede keer zegt het wat al gedaan is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--admin-email", default="", help="e-mailadres van de eerste beheerder (ABB)")
        parser.add_argument("--admin-name", default="", help="zijn of haar naam op het scherm")
        parser.add_argument(
            "--check", action="store_true", help="alleen nakijken, niets toevoegen of versturen"
        )
        parser.add_argument("--no-mail", action="store_true", help="geen proefmail en geen code versturen")
        parser.add_argument("--no-input", action="store_true", help="niets vragen")

    def handle(
        self,
        *args: Any,
        admin_email: str,
        admin_name: str,
        check: bool,
        no_mail: bool,
        no_input: bool,
        **options: Any,
    ) -> None:
        email = self._address(admin_email)
        self.wrong = 0
        self._chapter("Instellingen")
        self._show(*environment.CHECKS)
        self._chapter("Servers")
        wrong_before = self.wrong
        self._show(*servers.CHECKS)
        if check:
            self._end()
            return
        if self.wrong > wrong_before:
            raise CommandError(
                "De gegevens zijn nog niet geladen: los eerst op wat hierboven bij de servers staat."
            )
        self._chapter("Gegevens")
        self._show(filling.reference_data)
        self._chapter("Beheerder")
        if not email and not no_input and not filling.administrators() and sys.stdin.isatty():
            email = self._address(input("E-mailadres van de eerste beheerder: "))
            admin_name = admin_name or input("Naam: ").strip()
        self._show(lambda: filling.first_administrator(email, admin_name))
        if email and not no_mail:
            self._chapter("Proef")
            self._show(lambda: trials.mail(email), lambda: trials.sign_in(email))
        self._end()

    @staticmethod
    def _address(text: str) -> str:
        text = text.strip()
        if text:
            try:
                validate_email(text)
            except ValidationError as problem:
                raise CommandError(f"{text} is geen e-mailadres.") from problem
        return text

    def _chapter(self, title: str) -> None:
        self.stdout.write(f"\n{title}")

    def _show(self, *checks: Check) -> None:
        for found in (finding for check in checks for finding in check()):
            self._line(found)

    def _line(self, found: Finding) -> None:
        self.wrong += found.state == State.WRONG
        self.stdout.write(f"  {MARKS[found.state]} {found.what:<16} {found.says}")

    def _end(self) -> None:
        if self.wrong:
            raise CommandError(f"{self.wrong} punten zijn niet in orde. Los ze op, en voer dit opnieuw uit.")
        self.stdout.write("\nKlaar. Het portaal kan gebruikt worden.")
