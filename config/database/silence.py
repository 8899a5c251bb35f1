"""A server that is there and says nothing any more: frozen, or behind a line that swallows everything.

`statement_timeout` is kept by the server, and keepalives and TCP timeouts by its kernel: neither ends the waiting when
a proxy in between is alive (reliability.md 1.2 measured a wait without end). So whoever waits for a reply for some
seconds asks the server, on a line of its own, whether it is there. When it is not, the waiting ends, and until it
answers again nobody begins to wait: a request at a time asks, all others are told at once. Threads stay free for what
needs no database.
"""

import logging
import socket
import struct
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

logger = logging.getLogger(__name__)

QUIET_SECONDS = 5  # without a reply, before the server is asked whether it is there
PROBE_SECONDS = 2
# "May this line be encrypted?": PostgreSQL and PgBouncer answer with one letter, before they ask who it is.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)

Waiting = Generator[
    Any, Any, Any
]  # psycopg's: gives what it waits for, is sent what became ready (nothing: 0)


class Silent(psycopg.OperationalError):
    """The server does not answer; what was asked may or may not have happened, as when a line breaks."""


class Watched(psycopg.Connection[Any]):
    """A connection that waits as long as the server lives, and no longer."""

    def wait(self, gen: Waiting, *how: Any, **more: Any) -> Any:
        return super().wait(self._watch(gen), *how, **more)

    def _watch(self, gen: Waiting) -> Waiting:
        """Passes on what psycopg waits for. Raises Silent, and closes the line, when the server is not there."""
        look_at = monotonic() + QUIET_SECONDS
        try:
            waits_for = next(gen)
            while True:
                ready = yield waits_for
                if ready:
                    look_at = monotonic() + QUIET_SECONDS
                elif monotonic() >= look_at:
                    self._insist_on_life()
                    look_at = monotonic() + QUIET_SECONDS
                waits_for = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _insist_on_life(self) -> None:
        if answers(self.info.host, self.info.port):
            return
        away.note()
        self.pgconn.finish()
        raise Silent("the database does not answer")


class Away:
    """Whether the server was found silent or gone; one for all threads of a process."""

    def __init__(self) -> None:
        self._noted = threading.Event()
        self._asking = threading.Lock()

    def note(self) -> None:
        if not self._noted.is_set():
            logger.warning("the database is away; pages say so at once until it answers")
        self._noted.set()

    def forget(self) -> None:
        self._noted.clear()

    @contextmanager
    def one_finds_out(self, host: str, port: int) -> Iterator[None]:
        """Around getting a connection from the pool. Known to be away, one request at a time asks the server and tries;
        all others hear it at once (Silent), until one has a connection: a server that answers may still be full."""
        if not self._noted.is_set():
            try:
                yield
            except PoolTimeout:
                self.note()
                raise
            return
        if not self._asking.acquire(blocking=False):
            raise Silent("the database is away; another request is asking after it")
        try:
            if not answers(host, port):
                raise Silent("the database is still away")
            yield
            self._noted.clear()
            logger.warning("the database answers again")
        finally:
            self._asking.release()


away = Away()


def answers(host: str, port: int) -> bool:
    """Whether something that speaks PostgreSQL replies on this host (or in this folder of sockets) in time."""
    try:
        with _line_to(host, port) as line:
            line.sendall(SSL_REQUEST)
            return bool(line.recv(1))
    except OSError:
        return False


def _line_to(host: str, port: int) -> socket.socket:
    if not host.startswith("/"):
        return socket.create_connection((host, port), timeout=PROBE_SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(PROBE_SECONDS)
    line.connect(f"{host}/.s.PGSQL.{port}")
    return line
