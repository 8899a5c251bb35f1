"""Make a copy of the database that is safe for testing (docs/operations.md)."""

import os
import re
import secrets
import shutil
import subprocess
from argparse import ArgumentParser
from typing import Any

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from config.scrubbing.columns import undeclared
from config.scrubbing.work import scrub, unknown_tables

TARGET = "scrubbed"
SAYS_COPY = re.compile(r"proef|test|kopie|scrub", re.IGNORECASE)
SAME = ("HOST", "PORT", "NAME")


class Command(BaseCommand):
    help = (
        "Maakt van een kopie van de databank een veilige kopie om te testen: niemand staat er nog in. Is de "
        "databank van --to leeg, dan wordt eerst DATABASE_URL erin gekopieerd."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, metavar="DATABASE_URL", help="de kopie, als haar eigenaar")
        parser.add_argument(
            "--seed", default="", help="zelfde woord, zelfde namen; wie het kent, kan namen uitproberen"
        )
        parser.add_argument(
            "--any-name",
            action="store_true",
            help="ook als de naam van de databank niet zegt dat het een kopie is",
        )

    def handle(self, *args: Any, to: str, seed: str, any_name: bool, **options: Any) -> None:
        target = self._target(to, any_name=any_name)
        if missing := undeclared():
            raise CommandError(f"Zeg eerst of dit PERSONAL, WRITTEN of PLAIN is: {', '.join(missing)}.")
        connections.databases[TARGET] = target
        connection = connections[TARGET]
        try:
            self._fill(connection)
            if unknown := unknown_tables(connection):
                raise CommandError(f"Van deze tabellen weet niemand wat erin staat: {', '.join(unknown)}.")
            if MigrationExecutor(connection).migration_plan(
                MigrationExecutor(connection).loader.graph.leaf_nodes()
            ):
                raise CommandError(
                    "De kopie is van een andere versie. Draai eerst migrate met haar DATABASE_URL."
                )
            keys = scrub(connection, seed=seed or secrets.token_urlsafe(32))
            with connection.cursor() as cursor:
                cursor.execute(
                    "VACUUM (FULL, ANALYZE)"
                )  # what was there is also gone from files and statistics
        finally:
            connection.close()
            del connections.databases[TARGET]
        self.stdout.write(
            "Klaar: in de kopie staat niemand meer. Zet in haar omgeving deze sleutels, en een eigen SECRET_KEY:\n"
            f"FIELD_ENCRYPTION_KEYS={keys.to_encrypt}\nFIELD_INDEX_KEYS={keys.to_find}"
        )

    @staticmethod
    def _target(address: str, *, any_name: bool) -> dict[str, Any]:
        """The settings of the copy. Raises CommandError for the portal's own database, or one that may be live."""
        if not re.match(r"postgres(ql)?://.+/.+", address):
            raise CommandError(
                "--to is geen adres van een databank, zoals postgres://eigenaar@server:5432/proef."
            )
        found = environ.Env.db_url_config(address)
        own = settings.DATABASES[DEFAULT_DB_ALIAS]
        target = {**own, **found, "ENGINE": own["ENGINE"], "TEST": own.get("TEST", {})}
        target["OPTIONS"] = {"options": "-c statement_timeout=0 -c lock_timeout=10s -c pgtrigger.ignore={}"}
        target["HOST"] = target["HOST"].replace("%2F", "/").replace("%2f", "/")
        if all(str(target[name] or "") == str(own[name] or "") for name in SAME):
            raise CommandError("Dit is de databank van het portaal zelf. Geef met --to een kopie.")
        if not any_name and not SAYS_COPY.search(target["NAME"]):
            raise CommandError(
                f"De naam “{target['NAME']}” zegt niet dat dit een kopie is (proef, test, kopie of scrub). "
                "Is het er zeker een, voeg dan --any-name toe."
            )
        return target

    def _fill(self, connection: BaseDatabaseWrapper) -> None:
        """Copy the portal's database into an empty one; one that has tables stays as it is."""
        with connection.cursor() as cursor:
            if connection.introspection.table_names(cursor):
                return
        dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
        if dump is None or restore is None:
            raise CommandError(
                "De kopie is leeg, en pg_dump of pg_restore staat niet op deze machine. Vul ze met een reservekopie: "
                "pg_restore --no-owner --dbname KOPIE reservekopie.dump"
            )
        source = settings.DATABASES[DEFAULT_DB_ALIAS]
        with subprocess.Popen(
            [dump, "--format=custom", "--no-owner", "--no-privileges"],
            env=_surroundings(source),
            stdout=subprocess.PIPE,
        ) as dumping:
            done = subprocess.run(
                [
                    restore,
                    "--no-owner",
                    "--no-privileges",
                    "--exit-on-error",
                    "--dbname",
                    connection.settings_dict["NAME"],
                ],
                env=_surroundings(connection.settings_dict),
                stdin=dumping.stdout,
                check=False,
            )
        if dumping.returncode or done.returncode:
            raise CommandError("Het kopiëren is mislukt. Maak de kopie leeg en probeer opnieuw.")


def _surroundings(database: dict[str, Any]) -> dict[str, str]:
    """How pg_dump finds a database; the password stands in no list of processes."""
    found = {
        "PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGDATABASE": database["NAME"],
        "PGUSER": database["USER"], "PGPASSWORD": database["PASSWORD"],
    }  # fmt: skip
    return os.environ | {name: str(value) for name, value in found.items() if value}
