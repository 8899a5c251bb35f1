"""After a restore: erase again what was erased since that copy was made."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from households.models import Household
from households.protection.actions import CannotErase, re_erase_household


class Command(BaseCommand):
    help = "Wist na een herstel opnieuw wat in het logboek van wissingen staat (zie erasure_log)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("log", type=Path, help="het bestand dat erasure_log schreef")

    def handle(self, *args: Any, **options: Any) -> None:
        again, refused = 0, []
        for number, text in enumerate(options["log"].read_text(encoding="utf-8").splitlines(), start=1):
            try:
                line = json.loads(text)
                household = Household.objects.filter(pk=line["household"], erased_at__isnull=True).first()
                if household is None:  # registered after this copy was made, or erased in it already
                    continue
                re_erase_household(
                    household=household,
                    ground=line["ground"],
                    reference=line["reference"],
                    erased_at=datetime.fromisoformat(line["erased_at"]),
                    erased_by=line["by"],
                    on=timezone.localdate(),
                )
                again += 1
            except CannotErase as problem:
                refused.append(f"H-{line['household']:06d}: {problem}")
            except (ValueError, KeyError) as broken:
                raise CommandError(f"Lijn {number} is niet te lezen: {broken}") from broken
        for sentence in refused:
            self.stdout.write(sentence)
        self.stdout.write(f"{again} huishoudens opnieuw gewist.")
        if refused:
            raise CommandError(f"{len(refused)} huishoudens niet gewist: kijk ze na.")
