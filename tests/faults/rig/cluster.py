"""A PostgreSQL cluster of the fault tests: it may crash, stop, freeze and be cut off."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from django.db import connection

from config.local.embedded import Embedded
from config.local.packages import site_packages
from config.local.processes import Child
from tests.faults.rig.disk import Disk

READY = "ready"
SEGMENT = 16 * 1024 * 1024  # of the write-ahead log
LEAST_MESSAGE = 32 * 1024


class OnDisk(Embedded):
    """A server that sees a small disk."""

    disk: Disk

    def _ordinary_user(self) -> tuple[list[str], None]:
        return self.disk.words, None


class Cluster:
    """One server; databases in it are copies of the migrated one of the test run, reference data included."""

    def __init__(self, home: Path, *, disk: Disk | None = None) -> None:
        given = {"PG_BIN": os.environ.get("PG_BIN", "")}
        if disk is None:
            self.servers = Embedded(home, site_packages(), environ=given)
        else:
            self.servers = OnDisk(home, site_packages(), environ=given)
            self.servers.disk = disk
        self.servers.claim()
        self.servers.start_database()
        # What a killed process said was stored is with the kernel, which lives on: not waiting for the disk loses
        # nothing here, and a new database takes a fraction of the time. Commits are waited for, as in production.
        self.run("ALTER SYSTEM SET fsync = off")
        self.run("ALTER SYSTEM SET autovacuum = off")
        self.run("SELECT pg_reload_conf()")
        self.made, self.where = 0, ""

    @property
    def socket_folder(self) -> str:
        return str(self.servers.sockets)

    @property
    def socket(self) -> str:
        return f"{self.socket_folder}/.s.PGSQL.5432"

    @property
    def server(self) -> Child:
        return self.servers.children.running[-1]

    def copy_from_tests(self) -> None:
        """The database of the test run becomes the one that others are copied from."""
        used = connection.settings_dict
        programs = self.servers._postgres_programs()
        source = {"host": used["HOST"], "port": used["PORT"], "user": used["USER"], "dbname": used["NAME"]}
        words = [f"--{name}={value}" for name, value in source.items() if value]
        self.run("CREATE DATABASE ready")
        dump = [programs / "pg_dump", "-Fc", "-Z0", "--no-owner", *words]
        restore = [
            programs / "pg_restore",
            "--no-owner",
            "-h",
            self.socket_folder,
            "-U",
            "housing",
            "-d",
            READY,
        ]
        secret = os.environ | {"PGPASSWORD": used["PASSWORD"] or ""}
        with subprocess.Popen(dump, stdout=subprocess.PIPE, env=secret) as source_of:
            subprocess.run(restore, stdin=source_of.stdout, check=True)
        assert source_of.returncode == 0

    def fresh(self) -> str:
        """The name of a new database with the schema of the portal and the reference data."""
        self.made += 1
        name = f"portal_{self.made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {READY} STRATEGY FILE_COPY {self.where}")
        return name

    def keep_data_on(self, disk: Disk) -> None:
        """Databases that are made from now on lie there."""
        (disk.inside / "data").mkdir(mode=0o700)
        self.run(f"CREATE TABLESPACE small LOCATION '{disk.folder}/data'")
        self.where = "TABLESPACE small"

    def keep_log_on(self, disk: Disk) -> None:
        """The write-ahead log lies there from now on."""
        self.run("ALTER SYSTEM SET min_wal_size = '32MB'")
        self.run("ALTER SYSTEM SET max_wal_size = '48MB'")
        self.run("SELECT pg_reload_conf()")
        for _ in range(3):  # each lets go of what the one before it no longer needs
            self.run("SELECT pg_switch_wal()")
            self.run("CHECKPOINT")
        for name in ("min_wal_size", "max_wal_size"):  # as usual: more than this disk can hold
            self.run(f"ALTER SYSTEM RESET {name}")
        self.stop()
        log = self.servers.home / "pg" / "pg_wal"
        shutil.copytree(log, disk.inside / "log")
        shutil.rmtree(log)
        log.symlink_to(disk.folder / "log")
        self.start()

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def use_up_log(self, *, left: int) -> None:
        """Until so many bytes are left of the last file of the log that there is."""
        last = max(file.name for file in (self.servers.disk.inside / "log").glob("0*"))
        with self.connect("postgres") as connection:
            while True:
                where = (
                    "SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_insert_lsn())"
                )
                ((name, offset),) = connection.execute(where)
                more = SEGMENT - offset - (left if name == last else 0)
                if name == last and more < LEAST_MESSAGE:
                    return
                words = "SELECT pg_logical_emit_message(false, 'rig', repeat('x', %s), true)"
                connection.execute(words, [max(LEAST_MESSAGE // 2, min(more // 2, 1024 * 1024))])

    def run(self, statement: str) -> None:
        with self.connect("postgres") as connection:
            connection.execute(statement)

    def connect(self, name: str) -> "psycopg.Connection":
        return psycopg.connect(host=self.socket_folder, user="housing", dbname=name, autocommit=True)

    def backends(self, name: str) -> list[int]:
        """Of everybody else who works in this database."""
        with self.connect(name) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'",
                [name],
            )
            return [pid for (pid,) in found]

    def kill_backend(self, pid: int) -> None:
        """As when the kernel runs out of memory: the whole server starts its recovery. `pid` is as the server sees it,
        which is as we see it: it has its own users, not its own processes."""
        os.kill(pid, signal.SIGKILL)

    def freeze(self, pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)

    def thaw(self, pid: int) -> None:
        os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        """As `pg_ctl stop -m fast`."""
        self.servers.children.running.pop().stop()

    def crash(self) -> None:
        """As when the machine loses its power, but for what the disk still holds back."""
        self.server.process.kill()
        self.server.process.wait()
        self.servers.children.running.pop().stop()

    def start(self) -> None:
        self.servers.start_database()

    def close(self) -> None:
        self.servers.__exit__(None, None, None)
