"""Making a copy: of the database as it is at one moment, with the documents; or a base to replay the log on."""

import io
import json
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import environ
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backup import actions, store
from operations.backup.digests import fingerprints, without_limits
from operations.backup.documents import copy_documents
from operations.backup.programs import Database, ProgramFailed, output_of
from operations.backup.store import Manifest
from operations.backup.turns import in_use
from operations.backup.vault import CannotOpen, NotConfigured, fingerprint, recipients, seal
from operations.models import BackupRun

logger = logging.getLogger(__name__)
WENT_WRONG = (OSError, DatabaseError, ProgramFailed, NotConfigured, CannotOpen, store.Damaged)
# A server that replays a log needs at least as many of these as the one that wrote it.
AT_LEAST = (
    "max_connections", "max_worker_processes", "max_wal_senders", "max_prepared_transactions",
    "max_locks_per_transaction",
)  # fmt: skip


def make_dump(*, now: datetime, anew: bool = False) -> BackupRun:
    """Copy the database (`pg_dump` of one snapshot, in which every row was counted and digested) and the documents.

    `anew` seals every document again, also those that are in the store: what lies there may be damaged. Returns the row
    of the run, which says whether it worked. Raises NotConfigured when there is no folder or key.
    """
    return _make(BackupRun.Kind.DUMP, now, partial(_dump, anew=anew))


def make_base(*, now: datetime) -> BackupRun:
    """Copy the files of the whole server while it runs (`pg_basebackup`), to replay the log on. As `make_dump`."""
    return _make(BackupRun.Kind.BASE, now, _base)


def _make(kind: str, now: datetime, fill: Callable[[Manifest], dict[str, Any]]) -> BackupRun:
    store.root(), recipients()  # before anything is begun
    manifest = Manifest(
        name=f"{now:%Y%m%dT%H%M%SZ}-{kind}", kind=str(kind), made_at=now.isoformat(), version=settings.VERSION
    )
    run = actions.begin_backup(kind=kind, name=manifest.name)
    try:
        with in_use():
            store.new_folder(manifest.name)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT current_setting('server_version'), pg_get_userbyid(datdba)"
                    " FROM pg_database WHERE datname = current_database()"
                )
                manifest.postgres, manifest.owner = cursor.fetchone()
            found = fill(manifest)
            lies = store.write_manifest(manifest)
    except WENT_WRONG as problem:
        logger.error("backup %s failed: %s", manifest.name, type(problem).__name__)
        said = str(problem) if not isinstance(problem, DatabaseError) else type(problem).__name__
        return actions.fail_backup(run=run, problem=said or type(problem).__name__)
    digest = fingerprint(store.copy_folder(manifest.name) / store.MANIFEST)
    size = manifest.size + len(lies)
    return actions.finish_backup(run=run, size=size, digest=digest.sha256, **found)


def _dump(manifest: Manifest, *, anew: bool) -> dict[str, Any]:
    folder, to = store.copy_folder(manifest.name), recipients()
    before = next((list(store.documents_of(copy.name)) for copy in store.copies("dump")), [])
    beside = connection.copy()  # a session of its own: it holds the snapshot for as long as the dump takes
    try:
        beside.ensure_connection()
        beside.set_autocommit(False)
        with beside.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            without_limits(cursor)
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        words = [
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            f"--snapshot={snapshot}",
        ]
        with output_of("pg_dump", words, settings.DATABASES["default"]) as stream:
            manifest.parts[store.DUMP] = list(seal(stream, folder / store.DUMP, to))
        marks = fingerprints(beside)
        without_file = _documents(beside)
    finally:
        beside.close()
    copied = copy_documents(name=manifest.name, before=before, to=to, anew=anew)
    there = {kept.path for kept in store.documents_of(manifest.name)}
    missing = sorted(without_file - there)
    if missing:
        logger.warning("%s documents have no file", len(missing))
    contents = json.dumps({"tables": marks, "without_file": missing}).encode()
    manifest.parts[store.CONTENTS] = list(seal(io.BytesIO(contents), folder / store.CONTENTS, to))
    manifest.parts[store.DOCUMENTS] = list(fingerprint(folder / store.DOCUMENTS))
    manifest.tables = {table: mark.rows for table, mark in marks.items()}
    manifest.documents, manifest.documents_size = copied.number, copied.size
    return {
        "tables": len(marks), "rows": sum(mark.rows for mark in marks.values()),
        "documents": copied.number, "new_documents": copied.new,
    }  # fmt: skip


def _documents(beside: BaseDatabaseWrapper) -> set[str]:
    """The files that the rows of this snapshot name."""
    with beside.cursor() as cursor:
        cursor.execute("SELECT file FROM documents_document")
        return {path for (path,) in cursor.fetchall()}


def server_to_copy() -> Database:
    """The server as who may copy its files (right REPLICATION): BACKUP_DATABASE_URL, else that of the portal."""
    own = settings.DATABASES["default"]
    if not settings.BACKUP_DATABASE_URL:
        return own
    found = environ.Env.db_url_config(settings.BACKUP_DATABASE_URL)
    return {**own, **found, "HOST": found["HOST"].replace("%2F", "/").replace("%2f", "/")}


def _base(manifest: Manifest) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        (manifest.began_in,) = cursor.fetchone()
        for name in AT_LEAST:
            cursor.execute("SELECT current_setting(%s)", [name])
            (manifest.settings[name],) = cursor.fetchone()
    words = [
        "--pgdata=-",
        "--format=tar",
        "--gzip",
        "--wal-method=fetch",
        "--checkpoint=fast",
        "--no-password",
    ]
    target = store.copy_folder(manifest.name) / store.BASE
    with output_of("pg_basebackup", [*words, f"--label={manifest.name}"], server_to_copy()) as stream:
        manifest.parts[store.BASE] = list(seal(stream, target, recipients()))
    return {}
