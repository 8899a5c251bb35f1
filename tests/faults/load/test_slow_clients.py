"""Two hundred clients that send ten bytes a second hold no place in the portal (fault 25)."""

import socket
import ssl
import threading
import time

import pytest

from tests.faults.load.conftest import needs_nginx
from tests.faults.load.crowd import not_served, percentile

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak, needs_nginx]
SLOW = 200
HEADER = b"GET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Words: " + b"x" * 5_000
BODY = (
    b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 5000\r\n\r\n"
)


class SlowClients:
    """Half of them dribble a header, half the body of a form."""

    def __init__(
        self, port: int, number: int, trust: ssl.SSLContext | None = None, *, bodies_only: bool = False
    ):
        self.ended = threading.Event()
        self.lines = []
        for place in range(number):
            line = socket.create_connection(("127.0.0.1", port))
            if trust:
                line = trust.wrap_socket(line, server_hostname="127.0.0.1")
            sends_body = bodies_only or place % 2
            if sends_body:
                line.sendall(BODY)
            self.lines.append((line, b"x" * 5_000 if sends_body else HEADER))
        self.thread = threading.Thread(target=self._dribble, daemon=True)
        self.thread.start()

    def _dribble(self) -> None:
        sent = 0
        while not self.ended.is_set():
            for line, words in self.lines:
                try:
                    line.sendall(words[sent : sent + 10])
                except OSError:
                    continue  # the proxy had enough of it
            sent += 10
            time.sleep(1)

    def end(self) -> None:
        self.ended.set()
        self.thread.join()
        for line, _ in self.lines:
            line.close()


def test_slow_clients_leave_the_others_alone(web, proxy, crowd, people, measured):
    def p95_of_ten_seconds() -> float:
        crowd.begin(proxy.url, people, seconds=10, certificate=proxy.certificate)
        asked = crowd.end()
        assert not_served(asked) == []
        return percentile(asked, 95)

    p95_of_ten_seconds()  # warms up
    before = p95_of_ten_seconds()
    slow = SlowClients(proxy.proxy_port, SLOW, proxy.trust())
    during = p95_of_ten_seconds()
    slow.end()
    after = p95_of_ten_seconds()
    measured(
        f"fault 25: p95 {before * 1000:.0f} ms, with {SLOW} slow clients {during * 1000:.0f} ms,"
        f" after {after * 1000:.0f} ms"
    )
    assert during <= 2 * max(before, after)


def test_without_the_proxy_a_dozen_slow_clients_hold_everybody_up(start_web):
    """The negative control: it is the proxy that does it. With limits, for those read what is posted."""
    web = start_web(RATE_LIMITING="true")
    slow = SlowClients(web.port, 16, bodies_only=True)
    time.sleep(1)
    answer = web.ask("/livez", timeout=3)
    slow.end()
    assert answer.status == 0
