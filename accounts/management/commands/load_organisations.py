"""Bring the authorities into the portal: local governments, governors and Flemish services."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import register_authorities
from accounts.models import Kind, Organisation
from municipalities.models import Municipality


class Command(BaseCommand):
    help = "Laadt de lokale besturen, de gouverneurs en de Vlaamse diensten. Mag zo vaak als u wilt."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Municipality.objects.current().exists():
            raise CommandError(
                "Er zijn nog geen gemeenten. Laad eerst de referentiegegevens: load_reference_data."
            )
        new = register_authorities()
        total = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).count()
        self.stdout.write(f"Overheden: {len(new)} toegevoegd, {total} lokale besturen in het portaal")
        for body in new:
            if body.kind == Kind.LOCAL_AUTHORITY and not body.kbo_number:
                self.stdout.write(
                    f"  {body.name}: zonder ondernemingsnummer, want het ontbreekt of is al in gebruik"
                )
