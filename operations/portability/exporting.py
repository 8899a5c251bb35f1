"""Writes a whole instance to a package: every table, every document, as they are at one moment."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from accounts.models import Kind, Organisation
from audit.trail import record
from operations.portability.describing import (
    ENCRYPTED_FOR,
    ENCRYPTED_STAYS,
    MISSING,
    README,
    dictionary,
    models_by_table,
    resource,
)
from operations.portability.numbers import write_numbers
from operations.portability.package import Mark, Package, pieces_of
from operations.portability.tables import Table, tables
from operations.upgrades.released import last_migrations

DESCRIPTOR, DOCUMENTS = "datapackage.json", "documents.jsonl"


@dataclass
class Exported:
    """What was written; `missing` are files that a row names and that are not there."""

    rows: int = 0
    documents: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)


def export_instance(
    path: Path,
    *,
    reason: str,
    certificate: bytes | None = None,
    tell: Callable[[str], object] = lambda line: None,
) -> Exported:
    """Everything, in constant memory; the trail says first that it was done, and why (the package has that row too).

    All tables are of one moment (REPEATABLE READ; within a transaction of the caller, that is his to see to).
    `certificate` (PEM) makes the numbers of people readable for its owner alone. Raises FileExistsError when `path`
    exists, Organisation.DoesNotExist in an installation without ABB.
    """
    result, abb = Exported(), Organisation.objects.the(Kind.ABB)
    with Package.new(path) as package:
        record(
            "instance.exported",
            abb,
            by=None,
            changes={"reason": reason, "numbers": "for a receiver" if certificate else "encrypted"},
        )
        alone = not connection.in_atomic_block
        with transaction.atomic():
            with connection.cursor() as cursor:
                if alone:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute(
                    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
                )
                written_one_way(cursor)
            moment = timezone.now()
            found, by_table = tables(connection), models_by_table()
            resources = []
            for table in found:
                resources.append(resource(table, by_table.get(table.name)) | _write_table(package, table))
                result.rows += resources[-1]["rows"]
                tell(f"{table.name}: {resources[-1]['rows']}")
            listed = _write_documents(package, result)
            numbers = write_numbers(package, certificate) if certificate else {}
        described = _descriptor(moment, resources, listed, numbers)
        package.write("woordenboek.md", dictionary(found, by_table))
        package.write(
            "LEESMIJ.txt",
            README.format(
                version=settings.VERSION,
                when=f"{timezone.localtime(moment):%d/%m/%Y %H:%M}",
                missing=MISSING,
                numbers=ENCRYPTED_FOR if certificate else ENCRYPTED_STAYS,
            ),
        )
        # Last: a package without it was broken off.
        package.write(DESCRIPTOR, json.dumps(described, indent=1, ensure_ascii=False))
    return result


def written_one_way(cursor: Any) -> None:
    """Dates, intervals and bytes as text that does not depend on who connects."""
    cursor.execute(
        "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL timezone = 'UTC';"
        " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
    )


def _write_table(package: Package, table: Table) -> dict[str, Any]:
    statement = f"COPY ({table.in_order}) TO STDOUT (FORMAT csv, HEADER true, NULL '{MISSING}')"
    with package.writing(f"tables/{table.name}.csv") as file, connection.cursor() as cursor:
        with cursor.copy(statement) as rows:
            for piece in rows:
                file.write(piece)
        count = cursor.rowcount
        reached = {}
        for column, sequence in table.sequences:
            cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - a name that PostgreSQL gave
            reached[column] = list(cursor.fetchone())
    return {
        "rows": count,
        "bytes": file.mark.size,
        "hash": f"sha256:{file.mark.sha256}",
        "sequences": reached,
    }


def _write_documents(package: Package, result: Exported) -> Mark:
    """Every file that a row names, once, and the list of them."""
    with TemporaryFile() as lines:  # a zip takes one file at a time
        for storage, name in stored_files():
            if not storage.exists(name):
                result.missing.append(name)
                continue
            with storage.open(name) as source, package.writing(f"documents/{name}") as target:
                for piece in pieces_of(source):
                    target.write(piece)
            line = {"path": name, "bytes": target.mark.size, "sha256": target.mark.sha256}
            lines.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            result.documents += 1
            result.bytes += target.mark.size
        lines.seek(0)
        with package.writing(DOCUMENTS) as listing:
            for piece in pieces_of(lines):
                listing.write(piece)
    return listing.mark


def stored_files() -> Iterator[tuple[Storage, str]]:
    """Every file that a row of the portal names: its storage and its name there, each once."""
    fields = [
        (model, column)
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if isinstance(column, models.FileField) and not hasattr(model, "pgh_tracked_model")
    ]
    for model, column in fields:
        names = model._base_manager.exclude(**{column.name: ""}).order_by(column.name)
        for name in names.values_list(column.name, flat=True).distinct().iterator(chunk_size=2000):
            if name:
                yield column.storage, name


def _descriptor(
    moment: datetime, resources: list[dict[str, Any]], listed: Mark, numbers: dict[str, Mark]
) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "huisvestingstool",
        "title": "Vlaamse huisvestingstool: volledige uitvoer",
        "version": settings.VERSION,
        "created": moment.isoformat(),
        "migrations": last_migrations(MigrationLoader(None)),
        "documents": {"path": DOCUMENTS, "bytes": listed.size, "hash": f"sha256:{listed.sha256}"},
        "numbers": [
            {"path": name, "bytes": mark.size, "hash": f"sha256:{mark.sha256}"}
            for name, mark in numbers.items()
        ],
        "resources": resources,
    }
