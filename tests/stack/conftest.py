"""Supervisors in folders of their own, in processes that a test may kill."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings

from config.local.packages import site_packages

PROGRAM = Path(__file__).with_name("supervise.py")
# The servers of the test run itself must not be taken for the ones under test.
BARE = {
    name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "PG_BIN"}
}


@dataclass
class Supervisor:
    process: "subprocess.Popen[str]"

    def wait_until_ready(self) -> "Supervisor":
        line = self.process.stdout.readline()
        if not line:
            pytest.fail(f"The supervisor did not start: {self.process.communicate()[1]}")
        answer = json.loads(line)
        self.pids: dict[str, int] = answer["pids"]
        self.redis_url: str = answer["REDIS_URL"]
        self.socket_folder = Path(self.redis_url.removeprefix("unix://")).parent
        return self

    def database(self) -> "psycopg.Connection":
        return psycopg.connect(
            host=str(self.socket_folder), user="housing", dbname="housing", autocommit=True
        )

    def broker(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis_url)

    def ends(self, within: float = 25) -> tuple[int, str]:
        """The exit code and what it said."""
        _, said = self.process.communicate(timeout=within)
        return self.process.returncode, said


@pytest.fixture(scope="session")
def ready_made(tmp_path_factory):
    """A folder with an empty cluster: making one takes a second, copying it a tenth."""
    home = Path(tempfile.mkdtemp(prefix="st"))
    supervisor = _start(home)
    supervisor.wait_until_ready()
    supervisor.process.terminate()
    assert supervisor.ends() == (0, "")
    yield home
    shutil.rmtree(home)


@pytest.fixture
def folder():
    """An empty folder with a short path: sockets do not fit in pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="st"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def home(folder, ready_made):
    """A folder that holds an empty cluster already."""
    shutil.copytree(ready_made / "pg", folder / "pg")
    return folder


@pytest.fixture
def start():
    """Starts supervisors; whatever a test leaves running is ended after it."""
    started: list[Supervisor] = []

    def begin(home: Path, **how) -> Supervisor:
        started.append(_start(home, **how))
        return started[-1]

    yield begin
    for supervisor in started:
        if supervisor.process.poll() is None:
            supervisor.process.terminate()
        supervisor.process.communicate(timeout=30)


def _start(
    home: Path, *, python: str = sys.executable, code: Path | None = None, packages: Path | None = None, **how
):
    command = [python, PROGRAM if code is None else code / "supervise.py", code or settings.BASE_DIR, home]
    command.append(packages or site_packages())
    environment = BARE | how.pop("env", {})
    return Supervisor(
        subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd="/",
            **how,
        )
    )


@pytest.fixture
def gone():
    """Waits until none of these processes runs any more; a zombie nobody has buried yet does not run."""

    def wait(pids, within: float = 15) -> None:
        deadline = time.monotonic() + within
        while left := [pid for pid in pids if _runs(pid)]:
            if time.monotonic() > deadline:
                pytest.fail(f"Still running after {within} s: {left}")
            time.sleep(0.05)

    return wait


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def kill():
    def end(*pids: int) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)

    return end
