"""What the keeper of backups does when: by rows, so that it forgets nothing when it was away."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from households.models import Erasure
from operations.backup import actions, clock
from operations.backup.digests import differences, fingerprints
from operations.backup.erasures import log_path, write_log
from operations.backup.making import make_dump
from operations.backup.restoring import NotEmpty, check_parts, contents_of, empty
from operations.backup.store import Damaged, copy_folder
from operations.backup.store import copies as copies_kept
from operations.backup.vault import identities
from operations.models import BackupRun, DrillRun, Heartbeat

pytestmark = pytest.mark.django_db
BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 11, 26, 12, tzinfo=BRUSSELS)  # a Thursday
DIGEST = "a" * 64


def made(kind="dump", *, at, result="done"):
    run = BackupRun.objects.create(kind=kind, name=f"{kind} {at}", started_at=at, tables=1)
    run.ended_at, run.result, run.size, run.digest = at, result, 1, DIGEST
    run.problem = "Proef" if result == "failed" else ""
    run.save()
    return run


def test_a_copy_is_due_once_a_night_also_when_the_keeper_was_away(copies):
    assert clock.due(NOON).dump
    made(at=NOON.replace(hour=1, minute=1))
    assert not clock.due(NOON).dump
    assert not clock.due(NOON.replace(day=27, hour=0, minute=59)).dump
    assert clock.due(NOON.replace(day=27, hour=1)).dump


def test_what_failed_is_tried_again_after_half_an_hour(copies):
    made(at=NOON, result="failed")
    assert not clock.due(NOON + timedelta(minutes=29)).dump
    assert clock.due(NOON + timedelta(minutes=31)).dump


def test_a_drill_is_due_once_a_week_when_there_is_something_to_bring_back(copies):
    assert not clock.due(NOON).drill
    made(at=NOON)
    assert clock.due(NOON).drill
    DrillRun.objects.create(kind="restore", started_at=datetime(2026, 11, 22, 4, 5, tzinfo=BRUSSELS))
    assert not clock.due(NOON).drill
    assert clock.due(NOON + timedelta(days=3)).drill


def test_bases_are_made_only_where_the_log_is_kept(copies, settings, tmp_path):
    assert not clock.due(NOON).base
    settings.WAL_SPOOL = str(tmp_path)
    assert clock.due(NOON).base


def test_the_hour_is_the_one_of_brussels_also_when_the_clocks_change():
    before = clock.slot(datetime(2026, 10, 25, 0, 30, tzinfo=BRUSSELS), hour=1)
    assert before == datetime(2026, 10, 24, 1, tzinfo=BRUSSELS)
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS)
    assert clock.slot(twice, hour=2) <= clock.slot(twice.replace(fold=1), hour=2)


def test_a_process_that_died_leaves_a_run_that_is_ended_as_failed(copies):
    run = actions.begin_backup(kind="dump", name="dood")
    BackupRun.objects.filter(pk=run.pk).update(started_at=NOON)
    actions.close_abandoned(before=NOON + timedelta(hours=1))
    run.refresh_from_db()
    assert (run.result, run.problem) == ("failed", actions.ABANDONED)


@pytest.mark.parametrize(
    "fields",
    [
        {"result": "done"},
        {"ended_at": NOON},
        {"ended_at": NOON - timedelta(hours=1), "result": "failed", "problem": "x"},
        {"ended_at": NOON, "result": "failed"},
        {"ended_at": NOON, "result": "done", "size": 1, "digest": DIGEST},  # a dump of no tables
        {"ended_at": NOON, "result": "done", "tables": 1, "digest": DIGEST},
        {"kind": "iets"},
    ],
)
def test_the_database_refuses_a_run_that_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        BackupRun.objects.create(**{"kind": "dump", "name": "x", "started_at": NOON, **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "restore", "differences": 1},
        {"kind": "restore", "backup": ""},
        {"kind": "moment"},
    ],
)
def test_a_drill_with_differences_cannot_be_done(fields):
    with pytest.raises(ValidationError):
        DrillRun(
            **{"started_at": NOON, "ended_at": NOON, "result": "done", "tables": 1, "backup": "x", **fields}
        ).full_clean()


def test_the_log_of_erasing_stands_outside_the_copies_and_loses_no_line(copies):
    log_path().parent.mkdir()
    log_path().write_text('{"household": 1}\n')
    Erasure.objects.all()
    assert write_log() == 1  # this database knows nothing of it: the line stays
    assert copies not in log_path().parents


def test_a_digest_tells_one_changed_value_and_a_row_that_is_there_twice():
    before = fingerprints(connection)
    assert differences(before, fingerprints(connection)) == {}
    Heartbeat.objects.create(process="beat", seen_at=NOON)
    one = fingerprints(connection)
    assert differences(before, one) == {"operations_heartbeat": 1}
    Heartbeat.objects.update(seen_at=NOON + timedelta(microseconds=1))
    assert differences(one, fingerprints(connection)) == {"operations_heartbeat": 1}


def test_a_dump_is_whole_counted_and_sealed_and_damage_shows(copies):
    run = make_dump(now=NOON)
    assert (run.result, run.problem) == ("done", "")
    copy = copies_kept("dump")[0]
    assert run.tables == len(copy.tables) > 100
    assert run.rows == sum(copy.tables.values()) > 285
    check_parts(copy)
    assert contents_of(copy, identities()).tables["municipalities_municipality"].rows >= 285
    dump = copy_folder(copy.name) / "database.dump.age"
    assert b"Gent" not in dump.read_bytes()
    dump.write_bytes(dump.read_bytes()[:-1])
    with pytest.raises(Damaged):
        check_parts(copy)


def test_a_dump_that_cannot_be_made_says_why_in_its_row_and_names_nobody(copies, settings, tmp_path):
    broken = tmp_path / "pg_dump"
    broken.write_text("#!/bin/sh\necho 'pg_dump: error: no room' >&2\necho 'CONTEXT: row Anna' >&2\nexit 1\n")
    broken.chmod(0o755)
    settings.PG_BIN = str(tmp_path)
    run = make_dump(now=NOON)
    assert (run.result, run.problem) == ("failed", "pg_dump: error: no room")
    assert copies_kept() == []


def test_a_database_that_is_not_empty_is_left_alone_unless_told(settings):
    with pytest.raises(NotEmpty):
        empty(settings.DATABASES["default"], over=False)


def test_commands_say_what_is_not_filled_in(settings):
    settings.BACKUP_FOLDER = ""
    for command in ("backup", "restore_drill", "keep_backups"):
        with pytest.raises(CommandError, match="BACKUP_"):
            call_command(command)
