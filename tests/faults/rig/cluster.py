"""A PostgreSQL cluster of the fault tests: it may crash, stop, freeze and be cut off."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
from django.db import connection

from config.local.embedded import Embedded
from config.local.packages import site_packages
from config.local.processes import Child

READY = "ready"


class Cluster:
    """One server; databases in it are copies of the migrated one of the test run, reference data included."""

    def __init__(self, home: Path) -> None:
        self.servers = Embedded(home, site_packages(), environ={"PG_BIN": os.environ.get("PG_BIN", "")})
        self.servers.claim()
        self.servers.start_database()
        # What a killed process said was stored is with the kernel, which lives on: not waiting for the disk loses
        # nothing here, and a new database takes a fraction of the time. Commits are waited for, as in production.
        self.run("ALTER SYSTEM SET fsync = off")
        self.run("ALTER SYSTEM SET autovacuum = off")
        self.run("SELECT pg_reload_conf()")
        self.made = 0

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
        self.run(f"CREATE DATABASE {name} TEMPLATE {READY} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

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
