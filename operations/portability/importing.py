"""Reads a package into an empty instance, whole or not at all."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.core.files.storage import default_storage
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from accounts.models import Kind, Organisation
from audit.trail import record
from audit.verifying import problems
from operations.portability.describing import MISSING
from operations.portability.exporting import DESCRIPTOR, written_one_way
from operations.portability.numbers import read_numbers
from operations.portability.package import Mark, NotWhole, Package, safe
from operations.portability.tables import Table, tables
from operations.upgrades.released import last_migrations

# What an installation has before anybody used it comes from migrations alone; these have rows only by use.
IN_USE = (
    "accounts_user",
    "accounts_organisation",
    "audit_auditevent",
    "households_household",
    "documents_document",
)


class CannotImport(Exception):
    """Why this package does not go into this installation, in Dutch."""


@dataclass
class Imported:
    rows: int = 0
    documents: int = 0
    numbers: int = 0


def import_instance(
    path: Path,
    *,
    certificate: bytes | None = None,
    key: bytes | None = None,
    tell: Callable[[str], object] = lambda line: None,
) -> Imported:
    """Every row and document of the package; PostgreSQL checks every constraint and key, and the trail its seals.

    Needs the owner of the tables: triggers of history and trail are off meanwhile, because what they would write is in
    the package already. Raises CannotImport or NotWhole, and then nothing has changed.
    """
    placed: list[str] = []
    try:
        with Package.existing(path) as package, transaction.atomic():
            result = _import(package, placed, certificate, key, tell)
    except BaseException:
        for name in placed:
            default_storage.delete(name)
        raise
    return result


def _import(
    package: Package,
    placed: list[str],
    certificate: bytes | None,
    key: bytes | None,
    tell: Callable[[str], object],
) -> Imported:
    found = tables(connection)
    try:
        described = json.loads(package.text(DESCRIPTOR))
        _insist(described, found)
        numbers = {listed["path"]: mark_of(listed) for listed in described["numbers"]}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NotWhole(f"{DESCRIPTOR} is niet te lezen, of is geen beschrijving van een pakket.") from problem
    if key and not numbers:
        raise CannotImport("Dit pakket heeft geen nummers voor een ontvanger; laat de sleutel weg.")
    result = Imported()
    by_table = {listed["postgresqlTable"]: listed for listed in described["resources"]}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        written_one_way(cursor)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with _without_triggers(found, cursor):
            cursor.execute(
                f"TRUNCATE {', '.join(table.name for table in found)} CASCADE"
            )  # and sessions of nobody
            for table in found:
                listed = by_table[table.name]
                _load(package, table, listed, cursor)
                result.rows += listed["rows"]
                tell(f"{table.name}: {listed['rows']}")
            if key and certificate:
                result.numbers = read_numbers(package, numbers, certificate, key, cursor)
            try:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except IntegrityError as problem:
                raise CannotImport(f"De gegevens passen niet bij elkaar: {problem}") from problem
    for line in package.lines(described["documents"]["path"], mark_of(described["documents"])):
        _place(package, json.loads(line), placed)
        result.documents += 1
    os.sync()  # once for all: what the rows name is on the disk before they are
    if wrong := next(problems(), None):
        raise CannotImport(f"Het spoor klopt niet: {wrong}")
    record(
        "instance.imported",
        Organisation.objects.the(Kind.ABB),
        by=None,
        changes={"made_at": described["created"], "rows": result.rows, "documents": result.documents},
    )
    return result


def _insist(described: dict[str, Any], found: list[Table]) -> None:
    """Raises CannotImport for an installation in use, or a package of another version."""
    with connection.cursor() as cursor:
        for table in IN_USE:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - our own names
            if cursor.fetchone()[0]:
                raise CannotImport(
                    f"Deze installatie is niet leeg: er staan al rijen in {table}. Inlezen kan alleen in een nieuwe "
                    "databank waarin enkel migrate gedraaid heeft."
                )
    if described["migrations"] != last_migrations(MigrationLoader(None)):
        raise CannotImport(
            f"Dit pakket is van versie {described['version']}, met andere migraties dan deze installatie. Installeer "
            "die versie, lees het pakket in, en werk daarna bij."
        )
    listed = {listed["postgresqlTable"] for listed in described["resources"]}
    if listed != {table.name for table in found}:
        raise CannotImport("De tabellen van het pakket zijn andere dan die van deze installatie.")


@contextmanager
def _without_triggers(found: list[Table], cursor: Any) -> Iterator[None]:
    """Triggers of users are off; those that keep foreign keys are PostgreSQL's own, and stay."""
    try:
        for table in found:
            cursor.execute(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
    except ProgrammingError as problem:
        raise CannotImport(
            "Inlezen kan alleen als eigenaar van de tabellen: docker compose run --rm migrate python manage.py "
            "import_instance …"
        ) from problem
    yield
    for table in found:
        cursor.execute(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')


def _load(package: Package, table: Table, listed: dict[str, Any], cursor: Any) -> None:
    columns = [field["name"] for field in listed["schema"]["fields"]]
    if columns != [column.name for column in table.columns]:
        raise CannotImport(f"Tabel {table.name} heeft andere kolommen dan in het pakket.")
    statement = f"COPY {table.name} ({table.written}) FROM STDIN (FORMAT csv, HEADER match, NULL '{MISSING}')"
    try:
        with package.reading(listed["path"], mark_of(listed)) as file, cursor.copy(statement) as target:
            for piece in file.pieces():
                target.write(piece)
    except psycopg.Error as problem:  # Django passes on what COPY says
        raise CannotImport(f"Tabel {table.name}: {problem}") from problem
    if cursor.rowcount != listed["rows"]:
        raise NotWhole(f"Tabel {table.name} heeft {cursor.rowcount} rijen in plaats van {listed['rows']}.")
    for column, sequence in table.sequences:
        cursor.execute("SELECT setval(%s, %s, %s)", [sequence, *listed["sequences"][column]])


def _place(package: Package, listed: dict[str, Any], placed: list[str]) -> None:
    name = safe(listed["path"])
    if default_storage.exists(name):
        raise CannotImport(f"Er staat al een bestand {name} in de map van de documenten.")
    mark = Mark(listed["bytes"], listed["sha256"])
    with package.reading(f"documents/{name}", mark) as source:
        placed.append(name)
        place = Path(default_storage.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as target:
            for piece in source.pieces():
                target.write(piece)
        if default_storage.file_permissions_mode:  # type: ignore[attr-defined]
            place.chmod(default_storage.file_permissions_mode)  # type: ignore[attr-defined]


def mark_of(listed: dict[str, Any]) -> Mark:
    return Mark(listed["bytes"], listed["hash"].removeprefix("sha256:"))
