"""A copy is worth what comes back of it: every row, every document, and nobody who was erased.

Measured: RESTORE_DRILL_ROWS (default 2,000; 1000000 for the figure in docs/operations.md) rows are added before.
"""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Membership
from households.models import Erasure, Household
from households.protection.actions import erase_household
from operations.backup import store
from operations.backup.clock import tick_log
from operations.backup.digests import fingerprints
from operations.backup.drilling import drill_moment, drill_restore
from operations.backup.making import make_base, make_dump
from operations.backup.receiving import SLOT, Receiver
from operations.backup.restoring import connected
from operations.backup.wal import ship_wal
from operations.models import DrillRun
from operations.status.actions import note_alive
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak, pytest.mark.faults]
ROWS = int(os.environ.get("RESTORE_DRILL_ROWS", "2000"))


@pytest.fixture
def portal(copies, settings, tmp_path, local) -> Membership:
    """People, a document, and many rows."""
    settings.MEDIA_ROOT = tmp_path / "media"
    HouseholdFactory(registered_by=local.organisation)
    with connection.cursor() as cursor:
        for left in range(ROWS, 0, -50_000):  # each well within the time that a statement may take
            cursor.execute(
                "INSERT INTO municipalities_change (municipality_id, kind, occurred_at, handled_at)"
                " SELECT (SELECT min(id) FROM municipalities_municipality), 'places', now(), now()"
                " FROM generate_series(1, %s)",
                [min(left, 50_000)],
            )
    return local


def say(capsys, *words):
    """The figures, for whoever runs this to read them."""
    with capsys.disabled():
        print("\n", *words)  # noqa: T201


def let_leave(household):
    Household.objects.filter(pk=household.pk).update(
        left_on=timezone.localdate() - timedelta(days=1), left_reason="abroad"
    )


def test_every_row_and_document_comes_back_and_who_was_erased_since_is_erased_again(portal, copies, capsys):
    household = Household.objects.get()
    let_leave(household)
    run = make_dump(now=timezone.now())
    assert (run.result, run.problem) == ("done", "")
    household.refresh_from_db()
    on = timezone.localdate()
    erase_household(household=household, ground="request", reference="AVG-1", by=portal, on=on)
    tick_log()

    drill = drill_restore()

    assert drill.problem == ""
    assert drill.result == "done"
    assert (drill.tables, drill.rows, drill.differences) == (run.tables, run.rows, 0)
    assert drill.erased_again == 1
    assert Erasure.objects.count() == 1, "the drill touched the portal itself"
    say(
        capsys,
        f"dump {run.rows} rows, {run.size} bytes: {run.seconds:.1f} s; drill {drill.seconds:.1f} s",
        drill.steps,
    )


def test_negative_control_a_copy_that_lost_a_document_or_its_key_is_no_drill_well_done(
    portal, copies, settings
):
    (settings.MEDIA_ROOT / "documents").mkdir(parents=True)
    (settings.MEDIA_ROOT / "documents" / "een").write_bytes(b"een")
    make_dump(now=timezone.now())
    next((copies / "documents").glob("*/*.age")).unlink()
    lost = drill_restore()
    assert (lost.result, lost.differences) == ("failed", 1)

    make_dump(now=timezone.now() + timedelta(seconds=1))  # keeps the document again
    assert drill_restore().problem == ""
    older = min(copies.glob("copies/*/manifest.json"))
    older.write_text("{}")
    assert drill_restore().problem == f"Het manifest van {older.parent.name} is niet te lezen."

    settings.BACKUP_IDENTITY_FILE = ""
    assert drill_restore().problem.startswith("BACKUP_IDENTITY_FILE")


@pytest.fixture
def log_kept(portal, settings, tmp_path):
    """The log of the server of the tests is received, as the keeper does."""
    settings.WAL_SPOOL = str(tmp_path / "spool")
    receiver = Receiver()
    receiver.keep_running()
    yield receiver
    receiver.stop()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_drop_replication_slot(%s)", [SLOT])


def test_after_delete_all_the_base_and_the_log_bring_back_everything_that_was_committed(
    portal, log_kept, capsys, settings
):
    base = make_base(now=timezone.now())
    assert (base.result, base.problem) == ("done", "")
    household = HouseholdFactory(registered_by=portal.organisation)  # after the base: in the log only
    note_alive(process="keeper")
    acknowledged = fingerprints(connection)
    time.sleep(2)  # what was committed gets to the receiver within a second
    ship_wal()

    drill = drill_moment()

    assert drill.problem == ""
    assert drill.result == "done"
    assert drill.lost_seconds < 300
    rows = sum(mark.rows for mark in acknowledged.values())
    assert drill.rows == rows, "every row that was acknowledged came back"
    assert household.pk
    say(capsys, f"base {base.size} bytes: {base.seconds:.1f} s; drill {drill.seconds:.1f} s", drill.steps,
        f"lost at most {drill.lost_seconds:.1f} s")  # fmt: skip


def test_negative_control_a_hole_in_the_log_loses_what_came_after_it(portal, log_kept):
    make_base(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_switch_wal()")
        HouseholdFactory(registered_by=portal.organisation)
        cursor.execute("SELECT pg_switch_wal()")
    rows = sum(mark.rows for mark in fingerprints(connection).values())
    time.sleep(2)
    ship_wal()
    newest = max(path for path in store.wal_folder().glob("*.age") if "partial" not in path.name)
    newest.unlink()
    drill = drill_moment()
    assert drill.tables > 100
    assert drill.rows < rows


def test_a_restore_goes_into_an_empty_database_and_nowhere_else_unless_told(
    portal, copies, settings, tmp_path, capsys
):
    run = make_dump(now=timezone.now())
    own = settings.DATABASES["default"]
    target = {**own, "NAME": f"{own['NAME']}_terug"}
    with connected({**own, "NAME": "postgres"}) as beside, beside.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target["NAME"]}"')
    try:
        from operations.backup.programs import address

        words = ["restore", "--to", address(target), "--media", str(tmp_path / "terug")]
        call_command(*words)
        assert "kloppen" in capsys.readouterr().out
        with connected(target) as beside:
            assert sum(mark.rows for mark in fingerprints(beside).values()) >= run.rows
        with pytest.raises(CommandError, match="--over"):
            call_command(*words)
        call_command(*words, "--over")
    finally:
        with connected({**own, "NAME": "postgres"}) as beside, beside.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{target["NAME"]}" WITH (FORCE)')
    assert DrillRun.objects.count() == 0
