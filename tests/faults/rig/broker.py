"""A Valkey of the test's own on a socket."""

import os
import signal
import subprocess
from pathlib import Path

import redis
from celery import Celery

from tests.faults.rig.waiting import until


class Broker:
    """With nothing on disk (what it forgets is gone), or with the append-only file of production."""

    def __init__(self, program: str, folder: Path, *, durable: bool = False) -> None:
        self.program, self.socket, self.durable = program, folder / "broker.sock", durable
        self.url = f"unix://{self.socket}"
        self.start()

    def start(self) -> None:
        kept = "yes" if self.durable else "no"
        words = ["--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", kept]
        self.process = subprocess.Popen(
            [self.program, *words], stdout=subprocess.DEVNULL, cwd=self.socket.parent
        )
        until(self.answers, seconds=10, step=0.02)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        """Takes calls still (the kernel does that), and never answers."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def forget(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def waiting(self, queue: str = "celery") -> int:
        """How many messages no worker took yet."""
        with redis.Redis.from_url(self.url) as client:
            return int(client.llen(queue))

    def nudge(self, task: str = "notifications.tasks.deliver_notifications") -> None:
        """What notifications.outbox.nudge does, on this broker."""
        with self.app() as app:
            app.send_task(task, ignore_result=True)

    def app(self) -> Celery:
        return Celery(broker=self.url.replace("unix://", "redis+socket://"), set_as_current=False)
