"""Bringing a copy back: the database, the documents, and then what was erased since."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyrage
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backup import store
from operations.backup.digests import Fingerprint
from operations.backup.documents import bring_back
from operations.backup.programs import Database, run
from operations.backup.store import Damaged, Manifest
from operations.backup.vault import Measured, fingerprint, unseal


class NotEmpty(Exception):
    """There is something in the database that a copy would go into."""


class Contents(NamedTuple):
    """What must come back: table -> fingerprint, and the files that rows named and that were not there either."""

    tables: dict[str, Fingerprint]
    without_file: set[str]


def check_parts(copy: Manifest) -> None:
    """Every part is there and as it was made. Raises Damaged."""
    for name, (size, sha256) in copy.parts.items():
        path = store.copy_folder(copy.name) / name
        if not path.exists() or fingerprint(path) != (size, sha256):
            raise Damaged(f"{name} van {copy.name} is weg of niet meer wat het was.")


def contents_of(copy: Manifest, keys: Sequence[pyrage.x25519.Identity]) -> Contents:
    with tempfile.TemporaryFile() as file:
        unseal(store.copy_folder(copy.name) / store.CONTENTS, file, keys)
        file.seek(0)
        found = json.load(file)
    tables = {table: Fingerprint(*mark) for table, mark in found["tables"].items()}
    return Contents(tables, set(found["without_file"]))


@contextmanager
def connected(database: Database) -> Iterator[BaseDatabaseWrapper]:
    """A connection of Django's to another database than that of the portal, that no model knows of."""
    beside = connection.copy()
    beside.settings_dict = {**beside.settings_dict, **database}
    try:
        yield beside
    finally:
        beside.close()


def empty(database: Database, *, over: bool) -> None:
    """Make sure that nothing is in the database. Raises NotEmpty when there is, and `over` does not say to throw it
    away."""
    with connected(database) as beside, beside.cursor() as cursor:
        tables = beside.introspection.table_names(cursor)
        if tables and not over:
            raise NotEmpty(f"In {database['NAME']} staan al {len(tables)} tabellen.")
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {beside.ops.quote_name(table)} CASCADE")
        # Functions of triggers and of the search; those of extensions stay with their extension.
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP ROUTINE IF EXISTS {name} CASCADE")


def restore_database(copy: Manifest, database: Database, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Read the dump into an empty database. The dump stands decrypted on the disk meanwhile: in DRILL_FOLDER."""
    with tempfile.TemporaryDirectory(dir=settings.DRILL_FOLDER or None) as folder:
        dump = Path(folder) / "database.dump"
        with dump.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            unseal(store.copy_folder(copy.name) / store.DUMP, Measured(file), keys)
        words = ["--no-owner", "--no-privileges", "--exit-on-error", "--jobs=2", "--dbname", database["NAME"]]
        run("pg_restore", [*words, dump], database)


def restore_documents(copy: Manifest, folder: Path, keys: Sequence[pyrage.x25519.Identity]) -> list[str]:
    """Bring every document back under `folder`; returns those that are not what they were."""
    return [kept.path for kept in store.documents_of(copy.name) if not bring_back(kept, folder, keys)]


def newest(kind: str) -> Manifest:
    """Raises Damaged when there is none."""
    found = store.copies(kind)
    if not found:
        raise Damaged("Er is nog geen reservekopie." if kind == "dump" else "Er is nog geen basis.")
    return found[0]
