"""PostgreSQL is restarted, away, or has no connection left, while people work (faults 16, 18 and 20)."""

import time

import psycopg
import pytest

from tests.faults.conftest import until
from tests.faults.load.conftest import needs_nginx
from tests.faults.load.crowd import SERVED, not_served

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.soak]
PAGE = "/account/login/"
AWAY = 60  # seconds, as the fault matrix says
BACK = 5  # seconds after which everything is as before, at most
QUICK = 1.5  # seconds for what needs no database; the machine may be busy


def is_a_good_refusal(answer):
    return (
        answer.status == 503
        and int(answer.headers["Retry-After"]) > 0
        and 'lang="nl' in answer.text
        and "<h1>" in answer.text
    )


def asks_the_database(one):
    return one.path not in {"/livez", "/readyz"}


@needs_nginx
def test_a_restart_under_load_is_felt_only_while_it_lasts(cluster, web, proxy, crowd, people, measured):
    workers = web.workers()
    crowd.begin(proxy.url, people, seconds=25, certificate=proxy.certificate)
    time.sleep(3)
    gone = time.time()
    cluster.stop()
    cluster.start()
    back = time.time()
    asked = crowd.end()

    felt = not_served(asked)
    assert {one.status for one in felt} <= {503}
    assert all(one.retry_after and one.dutch for one in felt)
    late = [one for one in felt if one.at > back + 2]
    assert late == []
    assert [one for one in felt if one.at + one.took < gone] == []
    first = min(one.at + one.took for one in asked if one.status in SERVED and one.at + one.took > back)
    measured(
        f"fault 16: away {back - gone:.1f} s, {len(felt)} of {len(asked)} refused (503),"
        f" served {first - back:.1f} s after"
    )
    assert first - back <= 2
    assert web.workers() == workers


def test_a_minute_without_database_ends_by_itself(cluster, web, crowd, people, measured):
    """Also under load the probe says that the process lives, and nobody waits long to hear that it is no use now."""
    workers = web.workers()
    crowd.begin(
        f"http://127.0.0.1:{web.port}",
        people,
        seconds=AWAY + 15,
        headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "https"},
        patient=True,
    )
    cluster.stop()
    begun = time.monotonic()
    pages, alive = [], []
    while time.monotonic() - begun < AWAY:
        pages.append(web.ask(PAGE, timeout=30))
        alive.append(web.ask("/livez", timeout=30))
        assert web.ask("/readyz", timeout=30).status == 503
        time.sleep(1)
    assert all(is_a_good_refusal(answer) for answer in pages)
    assert {answer.status for answer in alive} == {200}
    # The first may wait until a connection is given up; then it is known.
    slowest = max(answer.seconds for answer in pages[2:])
    assert slowest <= QUICK + 2.5
    assert sorted(answer.seconds for answer in alive)[-2] <= QUICK + 2.5

    cluster.start()
    took = until(lambda: web.ask(PAGE).status == 200, seconds=BACK)
    assert web.ask("/readyz").status == 200
    asked = crowd.end()
    assert {one.status for one in asked} <= {*SERVED, 503}
    measured(
        f"fault 18: {len(pages)} pages refused, slowest {slowest:.2f} s,"
        f" /livez at most {max(a.seconds for a in alive):.2f} s;"
        f" served {took:.1f} s after"
    )
    assert web.workers() == workers


def test_without_a_connection_left_pages_say_come_back_and_do_so_by_themselves(
    cluster, database, web, measured
):
    assert web.ask(PAGE).status == 200
    with cluster.connect(database) as control:
        held = take_all(cluster, control, database)
        try:
            answers = [web.ask(PAGE, timeout=30) for _ in range(5)]
            assert all(is_a_good_refusal(answer) for answer in answers), answers
            alive = web.ask("/livez")
            assert (alive.status, web.ask("/readyz", timeout=30).status) == (200, 503)
        finally:
            for connection in held:
                connection.close()
    took = until(lambda: web.ask(PAGE).status == 200, seconds=BACK)
    slowest = max(answer.seconds for answer in answers)
    measured(
        f"fault 20: {len(held)} held, refused in at most {slowest:.1f} s, served {took:.1f} s after release"
    )


def take_all(cluster, control, database):
    """All connections that the server has, also those that the web had."""
    held = []
    for _ in range(50):
        control.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            " AND application_name <> 'held'",
            [database],
        )
        try:
            while True:
                held.append(
                    psycopg.connect(
                        host=cluster.socket_folder, user="housing", dbname=database, application_name="held"
                    )
                )
        except psycopg.OperationalError:
            pass  # full
        others = control.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
            " AND application_name <> 'held'",
            [database],
        ).fetchone()[0]
        if not others:
            return held
    raise AssertionError("the web keeps its connections")
