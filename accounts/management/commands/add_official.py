"""The first person of a Flemish service on a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.actions import add_official
from accounts.models import BACK_OFFICE_KINDS, Organisation


class Command(BaseCommand):
    help = "Geef iemand van ABB, Het Facilitair Bedrijf of VLOT toegang als beheerder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="e-mailadres waarmee hij of zij zich aanmeldt")
        parser.add_argument("--name", default="", help="naam op het scherm")
        parser.add_argument("--service", choices=[str(kind) for kind in BACK_OFFICE_KINDS], default="abb")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            organisation = Organisation.objects.the(options["service"])
        except ValidationError as problem:
            raise CommandError(f"{options['email']} is geen e-mailadres.") from problem
        except Organisation.DoesNotExist as problem:
            raise CommandError(
                "Deze dienst bestaat nog niet. Voer eerst load_organisations uit."
            ) from problem
        membership = add_official(
            email=options["email"], name=options["name"], organisation=organisation, by=None
        )
        self.stdout.write(f"{membership.user.email} werkt nu als beheerder voor {organisation}.")
