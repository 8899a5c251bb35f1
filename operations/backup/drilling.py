"""The restore drill: bring the newest copies back beside the portal, compare everything, and say how long it took.

Nothing of it touches the portal: the server is one of the drill's own, on a socket in a folder that is thrown away, and
the portal's own commands run on it without its broker, mail server and documents.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from operations.backup import actions, store
from operations.backup.clusters import Cluster
from operations.backup.digests import differences, fingerprints, without_limits
from operations.backup.erasures import log_path
from operations.backup.programs import Database, ProgramFailed, address, portal
from operations.backup.restoring import (
    check_parts,
    connected,
    contents_of,
    newest,
    restore_database,
    restore_documents,
)
from operations.backup.turns import in_use
from operations.backup.vault import CannotOpen, NotConfigured, fingerprint, identities
from operations.backup.wal import bring_back_wal
from operations.models import DrillRun

logger = logging.getLogger(__name__)
WENT_WRONG = (OSError, ValueError, DatabaseError, ProgramFailed, NotConfigured, CannotOpen, store.Damaged)
SCRATCH = "oefening"


class Steps(dict[str, float]):
    """Seconds by the clock on the wall, per step."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = monotonic()
        yield
        self[name] = round(monotonic() - begun, 2)


def drill_restore() -> DrillRun:
    """Bring the newest dump back and compare every row and every document with what went in. Returns the row."""
    return _drill(DrillRun.Kind.RESTORE, _restore)


def drill_moment() -> DrillRun:
    """Bring the newest base back, replay all of the log that was kept, and see how far it came. Returns the row.

    `lost_seconds` runs from the last change that came back to the beginning of the drill: an upper bound, for when
    nothing was changed, nothing was lost either. The heartbeats make a change every minute.
    """
    return _drill(DrillRun.Kind.MOMENT, _moment)


def _drill(kind: str, work: Any) -> DrillRun:
    run, steps = actions.begin_drill(kind=kind), Steps()
    found: dict[str, Any] = {"steps": steps}
    try:
        with in_use(), Cluster() as cluster:
            work(cluster, found, steps)
            if unreadable := store.damaged():
                found.setdefault("problem", f"Het manifest van {', '.join(unreadable)} is niet te lezen.")
    except WENT_WRONG as problem:
        logger.error("restore drill failed: %s", type(problem).__name__)
        said = type(problem).__name__ if isinstance(problem, DatabaseError) else str(problem)
        found["problem"] = said or type(problem).__name__
    return actions.end_drill(run=run, **found)


def _restore(cluster: Cluster, found: dict[str, Any], steps: Steps) -> None:
    copy, keys = newest("dump"), identities()
    found["backup"] = copy.name
    with steps.step("server"):
        cluster.make_empty()
        cluster.start({}, seconds=60)
        _create_database(cluster)
    with steps.step("nakijken"):
        check_parts(copy)
        contents = contents_of(copy, keys)
    database, media = cluster.database(SCRATCH), cluster.folder / "media"
    with steps.step("terugzetten"):
        restore_database(copy, database, keys)
    with steps.step("documenten"):
        damaged = set(restore_documents(copy, media, keys))
    with steps.step("vergelijken"), connected(database) as beside:
        with beside.cursor() as cursor:
            without_limits(cursor)
        marks = fingerprints(beside)
        different = differences(contents.tables, marks)
        damaged |= _documents_that_differ(beside, media, contents.without_file)
    found |= {
        "tables": len(marks), "rows": sum(mark.rows for mark in marks.values()), "documents": copy.documents,
        "differences": sum(different.values()) + len(damaged),
    }  # fmt: skip
    if different:
        found["problem"] = f"Niet gelijk: {', '.join(sorted(different))}."
    elif damaged:
        found["problem"] = f"{len(damaged)} documenten zijn niet gelijk."
    _finish(cluster, database, media, found, steps)


def _moment(cluster: Cluster, found: dict[str, Any], steps: Steps) -> None:
    begun = timezone.now()
    copy, keys = newest("base"), identities()
    found["backup"] = copy.name
    with steps.step("nakijken"):
        check_parts(copy)
    with steps.step("terugzetten"):
        cluster.unpack_base(store.copy_folder(copy.name) / store.BASE, keys)
        log = cluster.folder / "wal"
        log.mkdir()
        bring_back_wal(copy.began_in, log, keys)
    with steps.step("afspelen"):
        (cluster.data / "recovery.signal").touch()
        cluster.user = copy.owner
        cluster.start(
            {"restore_command": f'cp "{log}/%f" "%p"', "recovery_target_timeline": "latest", **copy.settings},
            seconds=3600,
        )
    database = cluster.database(str(settings.DATABASES["default"]["NAME"]))
    with steps.step("lezen"), connected(database) as beside:
        with beside.cursor() as cursor:
            without_limits(cursor)
            cursor.execute("SELECT pg_last_xact_replay_timestamp()")
            (last,) = cursor.fetchone()
        marks = fingerprints(beside)
    found |= {"tables": len(marks), "rows": sum(mark.rows for mark in marks.values())}
    found["lost_seconds"] = max(0.0, (begun - max(last or copy.moment, copy.moment)).total_seconds())
    _finish(cluster, database, cluster.folder / "media", found, steps)


def _documents_that_differ(beside: BaseDatabaseWrapper, media: Path, without_file: set[str]) -> set[str]:
    """Documents whose row says another fingerprint than the file that came back has, or that have no file."""
    with beside.cursor() as cursor:
        cursor.execute("SELECT file, sha256 FROM documents_document")
        rows = cursor.fetchall()
    return {
        path
        for path, sha256 in rows
        if path not in without_file
        and not ((media / path).exists() and fingerprint(media / path).sha256 == sha256)
    }


def _create_database(cluster: Cluster) -> None:
    with connected(cluster.database("postgres")) as beside, beside.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {SCRATCH}")


def _finish(cluster: Cluster, database: Database, media: Path, found: dict[str, Any], steps: Steps) -> None:
    """The portal's own commands on what came back, in a process of its own."""
    env = {
        "DATABASE_URL": address(database), "MEDIA_ROOT": str(media), "EMAIL_URL": "dummymail://",
        "REDIS_URL": f"unix://{cluster.folder}/nobody.sock", "DATABASE_POOL": "false", "STATEMENT_TIMEOUT": "0",
        "IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "0", "BACKUP_FOLDER": str(settings.BACKUP_FOLDER),
        "ERASURE_LOG_FOLDER": str(log_path().parent), "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    os.makedirs(media, exist_ok=True)
    with steps.step("controles"):
        answer = json.loads(portal(["finish_restore", "--json"], env, cluster.log).splitlines()[-1])
    found["erased_again"] = answer["erased_again"]
    if answer["problems"] and "problem" not in found:
        found["problem"] = " ".join(answer["problems"])
