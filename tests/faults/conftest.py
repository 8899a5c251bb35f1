"""A broker and workers of the test's own, in processes that it may stop, freeze and kill."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection

from config.local.embedded import Embedded
from config.local.packages import site_packages


class Broker:
    """A Valkey on a socket, without anything on disk: what it forgets is gone."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.socket = program, folder / "broker.sock"
        self.url = f"unix://{self.socket}"
        self.start()

    def start(self) -> None:
        command = [
            self.program,
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.socket.parent)
        until(self.answers, seconds=10)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def nudge(self) -> None:
        """What notifications.outbox.nudge does, on this broker."""
        with Celery(broker=self.url.replace("unix://", "redis+socket://"), set_as_current=False) as app:
            app.send_task("notifications.tasks.deliver_notifications", ignore_result=True)


class Workers:
    """Celery workers on the database of the test and its broker, each with a beat that ticks as in production."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self.broker, self.folder = broker, folder
        self.mails = folder / "mails"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *, mail_server: str = "") -> "subprocess.Popen[bytes]":
        """With a mail server (`smtp://host:port`) or else with a folder that mails are written to."""
        base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        environment = {
            **os.environ,
            "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
            "REDIS_URL": self.broker.url,
            "BROKER_KEY_PREFIX": "",
            "EMAIL_URL": mail_server or f"filemail:///{self.mails}",
            "PYTHONWARNINGS": "ignore",
        }
        schedule = self.folder / f"beat-{len(self.running)}"
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "-B",
            "-c",
            "1",
            "-s",
            str(schedule),
        ]
        with (self.folder / f"worker-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """At once, with everything that it started: as when a machine dies."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def sent(self) -> list[str]:
        """The texts of the mails that left, in any order."""
        return (
            [path.read_text(encoding="utf-8") for path in self.mails.glob("*")] if self.mails.exists() else []
        )


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short enough for the path of a socket."""
    path = Path(tempfile.mkdtemp(prefix="fl"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def broker(folder) -> Iterator[Broker]:
    server = Broker(str(Embedded(folder, site_packages())._valkey_program()), folder)
    yield server
    server.kill()


@pytest.fixture
def workers(broker, folder, transactional_db) -> Iterator[Workers]:
    team = Workers(broker, folder)
    yield team
    for process in team.running:
        if process.poll() is None:
            team.kill(process)


def until(what: Callable[[], object], *, seconds: float) -> None:
    """Waits for something that another process does."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.2)
