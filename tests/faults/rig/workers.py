"""Celery workers with the words of compose, each with a beat of its own unless the test says otherwise."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.faults.rig.waiting import until


class Workers:
    """On one database and one broker. `env`: what every process gets."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env, self.folder = env, folder
        self.mails = folder / "mails"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(
        self, *, mail_server: str = "", beat: bool = True, processes: int = 1, at: str = "", **env: str
    ) -> "subprocess.Popen[bytes]":
        """With a mail server (`smtp://host:port`) or else with a folder that mails are written to."""
        words = ["worker", "-c", str(processes), "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        if beat:
            words += ["-B", "-s", str(self.folder / f"beat-{len(self.running)}")]
        if mail_server:
            env["EMAIL_URL"] = mail_server
        return self._run(words, env, at)

    def start_beat(self, *, schedule: str = "", at: str = "", **env: str) -> "subprocess.Popen[bytes]":
        """A beat alone; `schedule` names its file, to go on with that of another."""
        file = self.folder / (schedule or f"beat-{len(self.running)}")
        return self._run(["beat", "--loglevel", "INFO", "-s", str(file), "--pidfile", ""], env, at)

    def _run(self, words: list[str], env: dict[str, str], at: str) -> "subprocess.Popen[bytes]":
        """`at`: the moment that it is for this process, as ISO 8601; the clock runs on from there."""
        begin = ["-m", "tests.faults.rig.at", at] if at else ["-m", "celery"]
        with (self.folder / f"worker-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *begin, "-A", "config", *words],
                env=self.env | env,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def log(self, process: "subprocess.Popen[bytes]") -> str:
        path = self.folder / f"worker-{self.running.index(process)}.log"
        return path.read_text(errors="replace")

    def ready(self, process: "subprocess.Popen[bytes]") -> None:
        until(lambda: " ready." in self.log(process), seconds=90, step=0.1)

    def children(self, process: "subprocess.Popen[bytes]") -> list[int]:
        """The processes of its pool (and its beat), by number."""
        text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        return [int(pid) for pid in text.split()]

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """At once, with everything that it started: as when a machine dies."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop_all(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)

    def sent(self) -> list[str]:
        """The texts of the mails that left, in any order."""
        if not self.mails.exists():
            return []
        return [path.read_text(encoding="utf-8") for path in self.mails.glob("*")]
