"""Load the distribution keys that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand

from spread.actions import load_published_keys


class Command(BaseCommand):
    help = "Laadt de gepubliceerde verdeelsleutels die nog ontbreken."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_published_keys()
        self.stdout.write(", ".join(map(str, added)) if added else "Alle sleutels waren er al.")
