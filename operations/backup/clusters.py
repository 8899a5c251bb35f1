"""A PostgreSQL of our own in a folder, on a socket, for as long as a drill takes: nobody else can reach it."""

import os
import shutil
import tarfile
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyrage
from django.conf import settings

from operations.backup.programs import ProgramFailed, Server, as_ordinary_user, ask, run, start
from operations.backup.vault import CannotOpen, unseal

PATIENCE = 60  # seconds that a server gets to stop; then it is ended
USER = "oefening"
# Nobody comes in over the network; whoever may open the folder may do everything.
TRUST = "local all all trust\nlocal replication all trust\n"


class Cluster:
    """A folder with `data`, and the server on it. Leaving the context stops the server and removes everything."""

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or (Path(settings.DRILL_FOLDER) if settings.DRILL_FOLDER else None)
        self.folder = Path(tempfile.mkdtemp(prefix="pg", dir=parent))
        self.data, self.log = self.folder / "data", self.folder / "server.log"
        # The path of a socket may have 107 signs; a scratch volume can be deeper than that.
        self.sockets = Path(tempfile.mkdtemp(prefix="sk"))
        self.server: Server | None = None
        self.user = USER

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def make_empty(self) -> None:
        """A new cluster, with one superuser."""
        words = ["-D", self.data, "--auth=trust", "--encoding=UTF8", f"--username={USER}", "--no-sync"]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        run("initdb", [*words, *locale], prefix=as_ordinary_user())

    def unpack_base(self, base: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
        """The files of a base backup, checked against the list that PostgreSQL itself put in it."""
        unpack(base, self.data, keys)
        run("pg_verifybackup", ["--no-parse-wal", "--quiet", self.data])

    def start(self, settings_of_server: Mapping[str, str], *, seconds: float) -> None:
        """Start, and wait until it answers and has replayed all that it wanted. Raises ProgramFailed."""
        (self.folder / "hba.conf").write_text(TRUST)
        (self.folder / "ident.conf").write_text("")
        asked = {
            "listen_addresses": "", "unix_socket_directories": str(self.sockets), "archive_mode": "off",
            "hba_file": str(self.folder / "hba.conf"), "ident_file": str(self.folder / "ident.conf"),
            "shared_preload_libraries": "", "ssl": "off", "logging_collector": "off", "fsync": "off",
            "max_wal_size": "2GB", "log_error_verbosity": "terse", "log_min_error_statement": "panic",
            **settings_of_server,
        }  # fmt: skip
        words = [
            "-D",
            self.data,
            *(part for name, value in asked.items() for part in ("-c", f"{name}={value}")),
        ]
        self.server = start("postgres", words, log=self.log, prefix=as_ordinary_user())
        until = time.monotonic() + seconds
        while not self._is_ready():
            if self.server.poll() is not None:
                said = self.log.read_text(errors="replace").splitlines()[-3:]  # terse: no values of rows
                raise ProgramFailed("postgres", " / ".join(said) or "hield op")
            if time.monotonic() > until:
                raise ProgramFailed("postgres", f"was na {seconds:.0f} s nog niet klaar")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        """It answers, and is no longer replaying."""
        words = ["-h", self.sockets, "-U", self.user, "-d", "postgres", "-Atqc", "SELECT pg_is_in_recovery()"]
        return ask(words) == "f"

    def database(self, name: str) -> dict[str, Any]:
        """The settings of Django for a database in this cluster."""
        own = settings.DATABASES["default"]
        return {
            **own, "HOST": str(self.sockets), "PORT": "", "NAME": name, "USER": self.user, "PASSWORD": "",
            "OPTIONS": {"options": "-c statement_timeout=0 -c pgtrigger.ignore={}"},
        }  # fmt: skip

    def stop(self) -> None:
        if self.server is None:
            return
        if self.server.poll() is None:
            try:
                run(
                    "pg_ctl",
                    ["stop", "-D", self.data, "-m", "fast", "-t", PATIENCE],
                    prefix=as_ordinary_user(),
                )
            except ProgramFailed:
                self.server.kill()
        self.server.wait()
        self.server = None


def ours(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """Nothing outside the folder, and every file is of who unpacks it, not of who had it in the copied server."""
    return tarfile.tar_filter(member, folder).replace(
        uid=os.geteuid(), gid=os.getegid(), uname="", gname="", deep=False
    )


def unpack(archive: Path, folder: Path, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Decrypt and unpack a gzipped tar in one go, without a copy of it on the disk. Raises CannotOpen."""
    folder.mkdir(mode=0o700, exist_ok=True)
    trouble: list[CannotOpen] = []
    outlet, inlet = os.pipe()

    def feed() -> None:
        with open(inlet, "wb") as target:
            try:
                unseal(archive, target, keys)
            except CannotOpen as problem:
                trouble.append(problem)
            except BrokenPipeError:
                return  # who reads stopped, and says why

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        with open(outlet, "rb") as source, tarfile.open(fileobj=source, mode="r|gz") as tar:
            tar.extractall(folder, filter=ours)  # noqa: S202 the filter keeps it inside  # nosec B202
            while source.read(1 << 20):  # what stands behind the end of the archive
                continue
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise CannotOpen(f"{archive.name}: {problem}") from problem
    finally:
        feeder.join()
    if trouble:
        raise trouble[0]
