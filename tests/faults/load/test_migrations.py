"""The tables change while people work in them, and somebody reads for a long time (fault 35)."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings

from tests.faults.load.conftest import AS_THE_PROXY
from tests.faults.load.crowd import not_served, percentile

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
READS = 8  # seconds that somebody holds the table


@contextmanager
def a_long_read(cluster, database):
    """As a report or a backup does: nobody is in its way, and it is in nobody's, but for who wants the table alone."""
    with cluster.connect(database) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM housing_offer")
        yield
        reader.execute("COMMIT")


def migrate(database_url, *words):
    """The command of compose, with the next release. A process that may take its time."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "late", *words],
        env=os.environ
        | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.load.late.settings",
            "STATEMENT_TIMEOUT": "0",
            "LOCK_TIMEOUT": "30s",
        },
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def busy(web, crowd, people):
    """People at work; what they asked, when it is over."""

    def begin(seconds):
        crowd.begin(f"http://127.0.0.1:{web.port}", people, seconds=seconds, headers=AS_THE_PROXY)
        return crowd

    return begin


def test_a_migration_gives_way_to_who_uses_the_table_and_no_page_is_refused(
    cluster, database, database_url, busy, measured
):
    working = busy(35)
    with a_long_read(cluster, database):
        migrating = migrate(database_url)
        wait_for_a_lock(cluster, database)
        begun = time.time()
        time.sleep(READS)
        assert migrating.poll() is None, migrating.communicate()[0]
    said, _ = migrating.communicate(timeout=60)
    ended = time.time()
    assert migrating.returncode == 0, said
    assert "Een tabel is bezet" in said
    asked = working.end()

    assert not_served(asked) == []
    during = percentile(asked, 95, lambda one: begun <= one.at <= ended)
    others = percentile(asked, 95, lambda one: not begun <= one.at <= ended)
    measured(
        f"fault 35: 0 of {len(asked)} refused; p95 {during * 1000:.0f} ms while it waited, else {others * 1000:.0f} ms;"
        f" longest {max(one.took for one in asked):.1f} s"
    )


def test_a_migration_that_insists_does_have_pages_refused(cluster, database, database_url, busy):
    """The negative control: with the patience of 30 s that a plain migrate has, pages wait for their own 3 s."""
    working = busy(25)
    with a_long_read(cluster, database):
        migrating = migrate(database_url, "--lock-timeout", "30s")
        wait_for_a_lock(cluster, database)
        time.sleep(READS)
    migrating.communicate(timeout=60)
    refused = not_served(working.end())
    assert refused
    assert {one.status for one in refused} == {503}
    assert all(one.retry_after and one.dutch for one in refused)


def wait_for_a_lock(cluster, database):
    """Until somebody waits for the whole table."""
    with cluster.connect(database) as watcher:
        for _ in range(600):
            waiting = watcher.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'"
            ).fetchone()
            if waiting:
                return
            time.sleep(0.1)
    raise AssertionError("no migration waits")
