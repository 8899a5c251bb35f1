"""Whatever dies, a notice is mailed: the row is the truth, broker and worker only hurry (docs/adr/0005)."""

import socket
import threading

import pytest

from notifications.models import Notification
from tests.faults.conftest import until

pytestmark = [pytest.mark.faults, pytest.mark.stack]
# Beat looks every half minute; a worker that lost its broker comes back within a few seconds; machines are busy.
SWEPT = 75


@pytest.fixture
def silent_mail_server():
    """Takes a call, and never speaks."""
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls = []

        def answer():
            calls.append(server.accept()[0])
            called.set()

        listener = threading.Thread(target=answer)
        listener.start()
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}", called
        if not called.is_set():
            socket.create_connection(server.getsockname()).close()  # nobody called: end the waiting
        listener.join()
        for call in calls:
            call.close()


def mailed(notice):
    return lambda: Notification.objects.filter(pk=notice.pk, mailed_at__isnull=False).exists()


def test_a_broker_that_died_and_forgot_everything_delays_mail_and_loses_none(broker, workers, tell):
    workers.start()
    before = tell("Voor de storing")
    broker.nudge()
    until(mailed(before), seconds=SWEPT)

    broker.kill()
    during = tell("Tijdens de storing")
    broker.start()
    until(mailed(during), seconds=SWEPT)  # nobody nudged: beat found it
    after = tell("Na de storing")
    broker.nudge()
    until(mailed(after), seconds=SWEPT)

    texts = workers.sent()
    assert [sum(subject in text for text in texts) for subject in ("Voor de", "Tijdens de", "Na de")] == [
        1,
        1,
        1,
    ]


def test_a_worker_that_is_killed_while_it_mails_leaves_the_notice_to_the_next(
    broker, workers, tell, silent_mail_server
):
    mail_server, called = silent_mail_server
    notice = tell("Half verzonden")
    broker.nudge()
    first = workers.start(mail_server=mail_server)
    assert called.wait(SWEPT), "the first worker began to mail"
    workers.kill(first)
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.attempts) == (None, 0)

    broker.nudge()
    workers.start()

    until(mailed(notice), seconds=SWEPT)
    assert sum("Half verzonden" in text for text in workers.sent()) == 1
