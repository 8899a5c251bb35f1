"""A PostgreSQL that says nothing any more holds nobody for long, and never all threads (fault 19)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from config.database import silence
from config.database.silence import Silent, Watched, away
from tests.faults.rig.waiting import until
from tests.faults.rig.web import signed_in

pytestmark = [pytest.mark.faults, pytest.mark.stack]
THREADS = 8  # of the web: 2 processes of 4


@pytest.fixture
def impatient(monkeypatch):
    """The same waiting, in tenths of seconds."""
    monkeypatch.setattr(silence, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(silence, "PROBE_SECONDS", 0.3)
    yield
    away.forget()


def connect(chaos, name):
    return Watched.connect(host="127.0.0.1", port=chaos.port, user="housing", dbname=name, autocommit=True)


def test_a_query_to_a_silent_server_ends_and_the_line_is_closed(chaos, database, impatient):
    connection = connect(chaos, database)
    chaos.mode = "blackhole"
    begun = time.monotonic()
    with pytest.raises(Silent):
        connection.execute("SELECT 1")
    assert time.monotonic() - begun < 2
    assert connection.closed


def test_a_slow_query_of_a_server_that_lives_is_waited_for(chaos, database, impatient):
    connection = connect(chaos, database)
    assert connection.execute("SELECT 'done' FROM pg_sleep(1.2)").fetchone() == ("done",)
    connection.close()


def test_negative_control_psycopg_itself_waits_on(chaos, database):
    """Without the watch: the server's own limit of a second ends nothing, as its answer does not come through."""
    connection = psycopg.connect(host="127.0.0.1", port=chaos.port, user="housing", dbname=database)
    connection.execute("SET statement_timeout = '1s'")
    chaos.mode = "blackhole"
    waiting = threading.Thread(target=lambda: swallow(connection), daemon=True)
    waiting.start()
    waiting.join(3)
    assert waiting.is_alive()
    chaos.mode = "reset"
    waiting.join(5)
    assert not waiting.is_alive()
    connection.close()


def swallow(connection):
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT pg_sleep(0)")


def test_while_it_is_away_one_asks_and_the_others_are_told_at_once(chaos, impatient):
    chaos.mode = "blackhole"
    away.note()

    def ask():
        begun = time.monotonic()
        with pytest.raises(Silent), away.one_finds_out("127.0.0.1", chaos.port):
            pytest.fail("nobody answered, and yet it went on")
        return time.monotonic() - begun

    with ThreadPoolExecutor(8) as pool:
        waited = sorted(future.result() for future in [pool.submit(ask) for _ in range(8)])
    assert waited[-2] < 0.2 < waited[-1]
    chaos.mode = "pass"
    went_on = []
    for port in (chaos.port, 1):  # back, so the second time nobody is asked, not even where nobody listens
        with away.one_finds_out("127.0.0.1", port):
            went_on.append(port)
    assert went_on == [chaos.port, 1]


@pytest.mark.soak
@pytest.mark.parametrize("fault", ["blackhole", "frozen"])
def test_the_web_says_503_and_goes_on_with_what_needs_no_database(
    fault, cluster, chaos, chaotic_url, start_web, clerk, database, measured
):
    web = start_web(database=chaotic_url)
    person = signed_in(web, clerk)
    assert person.ask("/").status == 200
    frozen = []
    if fault == "blackhole":
        chaos.mode = "blackhole"
    else:  # the server itself: everything that runs of it
        frozen = [cluster.server.process.pid, *cluster.backends(database)]
        for pid in frozen:
            cluster.freeze(pid)
    try:
        with ThreadPoolExecutor(3 * THREADS) as pool:
            first = [pool.submit(person.ask, "/") for _ in range(3 * THREADS)]
            time.sleep(9)  # the first who waited know by now
            alive = [web.ask("/livez").seconds for _ in range(20)]
            later = [person.ask("/").seconds for _ in range(5)]
            answers = [future.result() for future in first]
    finally:
        for pid in frozen:
            cluster.thaw(pid)
        chaos.mode = "pass"

    assert {answer.status for answer in answers} == {503}
    assert all(answer.headers["Retry-After"] and "<h1" in answer.text for answer in answers)
    assert all("Content-Security-Policy" in answer.headers for answer in answers)
    assert max(answer.seconds for answer in answers) <= 30
    assert max(alive) <= 4, "the health check of compose waits so long"
    back = until(lambda: person.ask("/").status == 200, seconds=30)
    measured(
        f"slowest of {len(answers)}: {max(answer.seconds for answer in answers):.1f} s,"
        f" then {max(later):.1f} s; /livez {max(alive) * 1000:.0f} ms; back after {back:.1f} s"
    )
