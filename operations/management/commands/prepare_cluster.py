"""Lay the files of a server ready to go back to a moment."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import restoring, store
from operations.backup.clusters import unpack
from operations.backup.vault import CannotOpen, NotConfigured, identities
from operations.backup.wal import bring_back_wal


class Command(BaseCommand):
    help = (
        "Zet de bestanden van de databankserver klaar om terug te gaan naar een ogenblik: de nieuwste basis van "
        "daarvoor, en het logboek sindsdien. Start daarna de server op die map; draai dan finish_restore."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "data", type=Path, help="de map van de server; ze mag er nog niet zijn, of moet leeg zijn"
        )
        parser.add_argument("wal", type=Path, help="een map voor het logboek, die de server straks kan lezen")
        parser.add_argument(
            "--until",
            type=datetime.fromisoformat,
            help="het ogenblik, met tijdzone (standaard: zo ver het logboek reikt)",
        )

    def handle(self, *args: Any, data: Path, wal: Path, until: datetime | None, **options: Any) -> None:
        if until is not None and until.tzinfo is None:
            raise CommandError("Geef het ogenblik met zijn tijdzone, zoals 2026-11-26T14:20:00+01:00.")
        if data.exists() and any(data.iterdir()):
            raise CommandError(f"{data} is niet leeg. Zet eerst opzij wat erin staat.")
        try:
            keys, bases = identities(), store.copies("base")
            copy = next((base for base in bases if until is None or base.moment < until), None)
            if copy is None:
                raise CommandError("Er is geen basis van voor dat ogenblik.")
            restoring.check_parts(copy)
            unpack(store.copy_folder(copy.name) / store.BASE, data, keys)
            wal.mkdir(mode=0o700, parents=True, exist_ok=True)
            segments = bring_back_wal(copy.began_in, wal, keys)
        except (NotConfigured, CannotOpen, store.Damaged, OSError) as problem:
            raise CommandError(str(problem)) from problem
        lines = [f'restore_command = \'cp "{wal}/%f" "%p"\'', "recovery_target_action = 'promote'"]
        if until is not None:
            lines.append(f"recovery_target_time = '{until.isoformat()}'")
        with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(["", *lines, ""]))
        (data / "recovery.signal").touch()
        self.stdout.write(f"{copy.name} met {segments} stukken logboek staat klaar in {data}.")
