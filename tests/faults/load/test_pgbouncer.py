"""Behind a PgBouncer in transaction mode, with fewer sessions than people, the portal does all that it does without."""

import psycopg
import pytest
from django.db import connection

from audit.models import AuditEvent
from config.database.session import OTHERS, TIMEOUTS
from housing.models import Offer
from tests.faults.load.bouncer import Bouncer, program
from tests.faults.load.conftest import AS_THE_PROXY
from tests.faults.load.crowd import not_served
from tests.faults.rig.web import on_port

pytestmark = [
    pytest.mark.faults,
    pytest.mark.stack,
    pytest.mark.soak,
    pytest.mark.skipif(program() is None, reason="no PgBouncer on this machine"),
]
SESSIONS = 3
PAGE = "/account/login/"


@pytest.fixture
def bouncer(cluster, database, folder):
    server = Bouncer(cluster, database, folder, sessions=SESSIONS)
    yield server
    server.stop()


@pytest.fixture
def web(start_web, bouncer, database):
    return start_web(database=on_port(bouncer.port, database), PGBOUNCER="true")


def test_everybody_works_through_three_sessions(web, cluster, database, crowd, people, measured):
    crowd.begin(f"http://127.0.0.1:{web.port}", people, seconds=25, headers=AS_THE_PROXY)
    asked = crowd.end()
    assert not_served(asked) == []
    sent = [one for one in asked if one.method == "POST" and one.status == 302]
    assert sent
    assert len(cluster.backends(database)) <= SESSIONS + 1  # ours
    measured(f"PgBouncer: {len(asked)} requests of {len(people)} people through {SESSIONS} sessions")


def test_history_still_names_who_did_it(web, crowd, people):
    """The triggers read who acts from the transaction that they work in."""
    crowd.begin(f"http://127.0.0.1:{web.port}", people, seconds=15, headers=AS_THE_PROXY)
    assert not_served(crowd.end()) == []
    offers = Offer.objects.filter(status=Offer.Status.SUBMITTED)
    assert offers.exists()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(context.metadata->>'user') FROM housing_offerevent event"
            " LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id"
        )
        events, named = cursor.fetchone()
    assert events == named > 0
    assert not AuditEvent.objects.filter(verb="offer.submitted", user_id=None).exists()


def test_every_session_begins_with_the_limits_of_the_web(bouncer, database):
    with psycopg.connect(
        host="127.0.0.1", port=bouncer.port, user="housing", dbname=database, autocommit=True
    ) as portal:
        for name, value in {**TIMEOUTS, **OTHERS}.items():
            assert portal.execute("SELECT current_setting(%s)", [name]).fetchone() == (value,)


def test_without_the_switch_pgbouncer_refuses_the_portal(start_web, bouncer, database):
    """The negative control: the words at the beginning of a session do not pass."""
    web = start_web(database=on_port(bouncer.port, database))
    assert web.ask(PAGE, timeout=30).status == 503
    assert "unsupported startup parameter" in bouncer.log.read_text()
