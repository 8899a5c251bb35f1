"""Verbs on copies and drills: each that begins is a row first, so that one that dies half way shows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from operations.models import BackupRun, DrillRun

ABANDONED = "Afgebroken: het proces hield op voor het klaar was."


@transaction.atomic
def begin_backup(*, kind: str, name: str, by: Membership | None = None) -> BackupRun:
    """A copy is being made."""
    return BackupRun.objects.create(kind=kind, name=name)


@transaction.atomic
def finish_backup(*, run: BackupRun, by: Membership | None = None, **found: Any) -> BackupRun:
    """The copy is whole. `found`: size, digest, tables, rows, documents, new_documents."""
    for name, value in found.items():
        setattr(run, name, value)
    run.ended_at, run.result = timezone.now(), "done"
    run.save()
    record("backup.made", run, by=by, changes={"kind": run.kind, "name": run.name, "size": run.size})
    return run


@transaction.atomic
def fail_backup(*, run: BackupRun, problem: str, by: Membership | None = None) -> BackupRun:
    """The copy could not be made; `problem` says why, in a sentence without data of people."""
    run.ended_at, run.result, run.problem = timezone.now(), "failed", problem[:500]
    run.save()
    record("backup.failed", run, by=by, changes={"kind": run.kind, "name": run.name})
    return run


@transaction.atomic
def clear_backups(*, names: list[str], by: Membership | None = None) -> int:
    """Note that these copies are no longer there."""
    return BackupRun.objects.filter(name__in=names, cleared_at__isnull=True).update(cleared_at=timezone.now())


@transaction.atomic
def begin_drill(*, kind: str, by: Membership | None = None) -> DrillRun:
    """A drill is under way."""
    return DrillRun.objects.create(kind=kind)


@transaction.atomic
def end_drill(*, run: DrillRun, by: Membership | None = None, **found: Any) -> DrillRun:
    """Done when nothing went wrong, failed when `problem` says something or rows or documents differ."""
    for name, value in found.items():
        setattr(run, name, value)
    if run.differences and not run.problem:
        run.problem = f"{run.differences} verschillen."
    run.problem = run.problem[:500]
    run.ended_at, run.result = timezone.now(), "failed" if run.problem else "done"
    run.save()
    changes = {"kind": run.kind, "backup": run.backup, "differences": run.differences, "seconds": run.seconds}
    record(f"drill.{run.result}", run, by=by, changes=changes)
    return run


@transaction.atomic
def close_abandoned(*, before: datetime, by: Membership | None = None) -> int:
    """End what began before that moment and never ended: its process died. Returns how many."""
    closed = 0
    for model in (BackupRun, DrillRun):
        left = model.objects.under_way().filter(started_at__lt=before)
        closed += left.update(ended_at=timezone.now(), result="failed", problem=ABANDONED)
    return closed
