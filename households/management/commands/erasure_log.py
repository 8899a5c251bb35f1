"""The log of erasing as a file, to keep beside the backups: numbers only."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from households.models import Erasure


class Command(BaseCommand):
    help = "Schrijft welke huishoudens gewist zijn, een per lijn (JSON). Bewaar dit naast de back-ups."

    def handle(self, *args: Any, **options: Any) -> None:
        for erasure in Erasure.objects.order_by("erased_at", "pk").iterator():
            line = {
                "household": erasure.household_number,
                "ground": erasure.ground,
                "reference": erasure.reference,
                "erased_at": erasure.erased_at.isoformat(),
                "by": erasure.erased_by_id,
            }
            self.stdout.write(json.dumps(line))
