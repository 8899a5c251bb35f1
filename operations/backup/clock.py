"""What the keeper of backups has to do now. A clock of its own: copies are made also when broker and beat are away."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.backup import actions, store
from operations.backup.drilling import drill_moment, drill_restore
from operations.backup.erasures import write_log
from operations.backup.keeping import clear
from operations.backup.making import make_base, make_dump
from operations.backup.wal import ship_wal
from operations.models import BackupRun, DrillRun, Heartbeat
from operations.status.actions import note_alive

logger = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=30)  # when it failed
LONGEST = timedelta(hours=12)  # what is under way for longer, has died
LOCK = 7_203_914  # of whoever keeps the copies; any number that nothing else in the portal uses


class Due(NamedTuple):
    dump: bool
    base: bool
    drill: bool


def slot(now: datetime, *, hour: int, weekday: int | None = None) -> datetime:
    """The last time that the clock struck this hour (of this day of the week, Monday is 0) at or before `now`."""
    local = timezone.localtime(now)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if weekday is not None:
        at -= timedelta(days=(local.weekday() - weekday) % 7)
    if at > local:
        at -= timedelta(days=1 if weekday is None else 7)
    return at


def due(now: datetime) -> Due:
    """What was not done (or under way) since its time, and did not fail just now."""
    tonight = slot(now, hour=settings.BACKUP_HOUR)
    this_week = slot(now, hour=settings.DRILL_HOUR, weekday=settings.DRILL_WEEKDAY)
    backups, drills = BackupRun.objects.all(), DrillRun.objects.all()

    def waits(runs: object, since: datetime) -> bool:
        recent = runs.filter(started_at__gte=since)  # type: ignore[attr-defined]
        return not (
            recent.exclude(result="failed").exists()
            or recent.filter(started_at__gte=now - AGAIN_AFTER).exists()
        )

    has_dump = backups.done().filter(kind="dump", cleared_at__isnull=True).exists()
    return Due(
        dump=waits(backups.filter(kind="dump"), tonight),
        base=bool(settings.WAL_SPOOL) and waits(backups.filter(kind="base"), tonight),
        drill=has_dump
        and bool(settings.BACKUP_IDENTITY_FILE)
        and waits(drills.filter(kind="restore"), this_week),
    )


def tick(now: datetime) -> list[str]:
    """Do what is due, one after the other; returns what was done. A second keeper does nothing beside this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return []
    try:
        return list(_work(now))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def tick_log() -> int:
    """What may not wait for anything: a sign of life, the log of the database, the log of erasing. Returns how many
    pieces of the log were kept."""
    note_alive(process=Heartbeat.Process.KEEPER)
    shipped = ship_wal()
    write_log()
    return shipped


def _work(now: datetime) -> list[str]:
    done: list[str] = []
    actions.close_abandoned(before=now - LONGEST)
    waiting = due(now)
    steps: list[tuple[bool, str, Callable[[], object]]] = [
        (waiting.dump, "dump", lambda: make_dump(now=now)),
        (waiting.base, "base", lambda: make_base(now=now)),
        (waiting.dump or waiting.base, "clear", clear),
        (waiting.drill, "drill", drill_restore),
        (waiting.drill and bool(store.copies("base")), "drill of a moment", drill_moment),
    ]
    for is_due, name, work in steps:
        if is_due:
            work()
            done.append(name)
    return done
