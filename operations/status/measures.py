"""What there is to know about the installation, as numbers: cheap to ask, and about nobody.

Each is asked at the database or the disk when somebody looks; a number that cannot be had is None, and says so.
"""

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from audit.models import DaySeal
from documents.models import Document
from facility.models import SupplierMail
from facility.models.mails import MAX_ATTEMPTS as SUPPLIER_ATTEMPTS
from households.models import ForgetRun
from housing.models import OfferImport, Site
from housing.models.sites import grace_began
from matching.models import Plan, PlanLine
from municipalities.models import Change
from notifications.models import MAX_ATTEMPTS, Notification
from operations.backup.receiving import SLOT
from operations.models import BackupRun, DrillRun, Heartbeat
from operations.status.broker import waiting
from spread.models import IndicatorSnapshot

Value = float | None
DAY = 24 * 3600


def seconds_since(moment: datetime | None, now: datetime) -> Value:
    return None if moment is None else max(0.0, (now - moment).total_seconds())


def age_of_oldest(rows: QuerySet[Any], column: str, now: datetime) -> float:
    """0 when nothing waits."""
    return seconds_since(rows.order_by().aggregate(oldest=Min(column))["oldest"], now) or 0.0


def mail(now: datetime) -> dict[str, Value]:
    """Mail that has to leave, and mail that nobody tries any more."""
    notices = Notification.objects.filter(mailed_at__isnull=True)
    orders = SupplierMail.objects.filter(sent_at__isnull=True)
    due = notices.filter(attempts__lt=MAX_ATTEMPTS), orders.filter(attempts__lt=SUPPLIER_ATTEMPTS)
    return {
        "outbox_age_seconds": max(age_of_oldest(rows, "created_at", now) for rows in due),
        "outbox_waiting": float(sum(rows.count() for rows in due)),
        "outbox_given_up": float(
            notices.filter(attempts__gte=MAX_ATTEMPTS).count()
            + orders.filter(attempts__gte=SUPPLIER_ATTEMPTS).count()
        ),
    }


def work(now: datetime) -> dict[str, Value]:
    """The oldest row that a worker has to do something with, and how many messages wait at the broker."""
    stage = OfferImport.Status
    ages = [
        age_of_oldest(Plan.objects.filter(status=Plan.Status.ASKED), "asked_at", now),
        age_of_oldest(PlanLine.objects.chosen(), "chosen_at", now),
        age_of_oldest(
            OfferImport.objects.filter(status__in=[stage.CHECKING, stage.UNDOING]), "uploaded_at", now
        ),
        age_of_oldest(OfferImport.objects.filter(status=stage.WRITING), "written_at", now),
        age_of_oldest(Document.objects.filter(scan=Document.Scan.WAITS), "uploaded_at", now),
    ]
    lengths = waiting()
    return {
        "oldest_task_age_seconds": max(ages),
        "queue_tasks": None if lengths is None else lengths["celery"],
        "queue_plans": None if lengths is None else lengths["plans"],
        "broker_up": 0.0 if lengths is None else 1.0,
    }


def hearts(now: datetime) -> dict[str, Value]:
    seen = dict(Heartbeat.objects.values_list("process", "seen_at"))
    return {
        f"heartbeat_{name}_age_seconds": seconds_since(seen.get(name), now)
        for name in Heartbeat.Process.values
    }


def copies(now: datetime) -> dict[str, Value]:
    """Ages of the last copies and drills that ended well, and whether the last ones that ended did."""
    dump, base = runs_of(BackupRun, "dump", "backup", now), runs_of(BackupRun, "base", "base", now)
    drill, moment = (
        runs_of(DrillRun, "restore", "drill", now),
        runs_of(DrillRun, "moment", "moment_drill", now),
    )
    last_dump = BackupRun.objects.filter(kind="dump").newest()
    last_moment = DrillRun.objects.filter(kind="moment").newest()
    return {
        **dump,
        **base,
        **drill,
        **moment,
        "backup_size_bytes": float(last_dump.size) if last_dump else None,
        "moment_drill_lost_seconds": last_moment.lost_seconds if last_moment else None,
    }


def runs_of(model: type[BackupRun] | type[DrillRun], kind: str, name: str, now: datetime) -> dict[str, Value]:
    runs = model.objects.filter(kind=kind)
    newest, last = runs.newest(), runs.exclude(result="").order_by("-started_at", "-pk").first()
    return {
        f"{name}_age_seconds": seconds_since(newest.started_at if newest else None, now),
        f"{name}_failed": float(last is not None and last.result == "failed"),
        f"{name}_duration_seconds": newest.seconds if newest else None,
    }


def log_of_database(now: datetime) -> dict[str, Value]:
    """Whether the log of PostgreSQL is kept here, and how much of it still has to be given away; unknown when nobody
    takes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots"
            " WHERE slot_name = %s",
            [SLOT],
        )
        active, behind = cursor.fetchone() or (None, None)
    kept = active is not None or BackupRun.objects.filter(kind="base").done().exists()
    return {
        "log_kept": float(kept),
        "log_lag_bytes": float(behind) if active and behind is not None else None,
    }


def upkeep(now: datetime) -> dict[str, Value]:
    """What the clock has to keep up with: forgetting, sealing, the spread, sites that nobody looked at."""
    today = timezone.localdate(now)
    forgotten = ForgetRun.objects.filter(finished_at__isnull=False).aggregate(week=Max("week"))["week"]
    sealed = DaySeal.objects.aggregate(day=Max("day"))["day"]
    figures = IndicatorSnapshot.objects.newest_day()
    in_use = Site.objects.open(on=today).filter(available__contains=today)
    faded = Q(checked_on__lt=grace_began(today))
    sites = in_use.count()
    stale = in_use.filter(faded).count()
    return {
        "retention_lag_days": days_since(forgotten, today),
        "seal_lag_days": days_since(sealed, today),
        "spread_lag_seconds": age_of_oldest(Change.objects.unhandled(), "occurred_at", now),
        "spread_age_days": days_since(figures, today),
        "sites": float(sites),
        "sites_stale": float(stale),
        "sites_stale_percent": round(100 * stale / sites, 1) if sites else 0.0,
    }


def days_since(day: date | None, today: date) -> Value:
    return None if day is None else float((today - day) // timedelta(days=1))


def machine(now: datetime) -> dict[str, Value]:
    """Migrations that wait, room on the disk of the documents (%), size of the database, connections to it."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " current_setting('max_connections')::int"
        )
        size, connections, most = cursor.fetchone()
    return {
        "migrations_waiting": float(len(plan)),
        "disk_free_percent": disk_free(Path(settings.MEDIA_ROOT)),
        "database_size_bytes": float(size),
        "database_connections_percent": round(100 * connections / most, 1),
    }


def disk_free(folder: Path) -> Value:
    """Percent of the disk that the documents are on, or of the nearest folder above that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return round(100 * usage.free / usage.total, 1)


PARTS: tuple[Callable[[datetime], dict[str, Value]], ...] = (
    mail,
    work,
    hearts,
    copies,
    log_of_database,
    upkeep,
    machine,
)


def measure(now: datetime) -> dict[str, Value]:
    """Every number by its name; None for what is not known. A fixed number of queries, none over people."""
    found: dict[str, Value] = {}
    for part in PARTS:
        found |= part(now)
    return found
