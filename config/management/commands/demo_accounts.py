"""Print the demo accounts, for the screen on which `./run demo` ends."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.demo import accounts
from accounts.models import ONE_OF_A_KIND, Membership

HEADINGS = ("Rol", "Organisatie", "Naam", "E-mailadres")


class Command(BaseCommand):
    help = "Toont de demo-accounts: een per rol, aanmelden zonder wachtwoord."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demo-accounts zijn er alleen in de demo (DEMO_MODE=true).")
        lines = [
            (
                role(hat),
                hat.organisation.name,
                hat.user.name,
                hat.user.email,
            )
            for hat in accounts()
        ]
        if not lines:
            raise CommandError("Er zijn nog geen demo-accounts. Laad eerst de demogegevens: load_demo_data.")
        for line in table(HEADINGS, lines):
            self.stdout.write(line)
        address = settings.SITE_URL.rstrip("/") + reverse("accounts:demo_sign_in")
        self.stdout.write(f"\nAanmelden zonder wachtwoord op {address}")


def role(hat: Membership) -> str:
    """The kind of organisation and the role in it; of a service that exists once, its name says the kind."""
    if hat.is_kind(*ONE_OF_A_KIND):
        return hat.get_role_display()
    return f"{hat.organisation.get_kind_display()}, {hat.get_role_display()}"


def table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """The lines in columns that are as wide as their widest word, under a ruled heading."""
    widths = [max(len(line[number]) for line in (headings, *lines)) for number in range(len(headings))]

    def shown(line: Sequence[str]) -> str:
        return "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()

    return [shown(headings), shown(["-" * width for width in widths]), *(shown(line) for line in lines)]
