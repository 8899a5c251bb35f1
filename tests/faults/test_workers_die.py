"""Workers that die, and messages that come twice or not at all: each effect exactly once (faults 9 to 13, 27, 33)."""

import os
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Kind
from notifications.actions import deliver_batch
from notifications.models import MAX_ATTEMPTS, Notification
from tests import factories
from tests.faults.rig.waiting import until
from tests.together import all_at_once

pytestmark = [pytest.mark.faults, pytest.mark.stack]
MANY = 200
DELIVER = "notifications.tasks.deliver_notifications"


def mailed(number=1):
    return lambda: Notification.objects.filter(mailed_at__isnull=False).count() == number


@pytest.mark.soak
def test_a_process_of_the_pool_that_is_killed_while_it_mails_mails_once(
    broker, workers, tell, post, measured
):
    post.mode = "silent"
    tell("Halfweg")
    worker = workers.start(mail_server=post.url, beat=False)
    workers.ready(worker)
    broker.nudge()
    until(lambda: post.calls, seconds=20)
    post.mode = "take"
    (child,) = workers.children(worker)
    os.kill(child, signal.SIGKILL)
    took = until(mailed(), seconds=15)
    assert post.subjects() == ["Halfweg"]
    measured(f"mailed {took:.1f} s after the kill, without beat")


@pytest.mark.soak
def test_a_message_that_comes_again_while_it_is_worked_on_does_nothing_twice(broker, workers, tell, post):
    """What a broker does with a task that takes longer than its patience: it gives it to a second worker."""
    post.seconds = 5
    tell("Eenmaal")
    workers.ready(workers.start(mail_server=post.url, beat=False, processes=3))
    broker.nudge()
    until(lambda: post.kept, seconds=20)
    for _ in range(6):
        broker.nudge()
    until(mailed(), seconds=30)
    until(lambda: broker.waiting() == 0, seconds=30)
    time.sleep(1)
    assert post.subjects() == ["Eenmaal"]


def test_negative_control_without_the_claim_a_message_that_comes_twice_mails_twice(tell, monkeypatch):
    tell("Tweemaal")
    sent, both_here = [], threading.Barrier(2, timeout=10)

    def send(message):
        both_here.wait()
        sent.append(message.subject)

    monkeypatch.setattr(EmailMessage, "send", send)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    all_at_once(lambda: deliver_batch(limit=1), lambda: deliver_batch(limit=1))
    assert len(sent) == 2


@pytest.mark.soak
def test_a_broker_that_is_killed_and_comes_back_still_has_every_message(
    durable_broker, durable_workers, measured
):
    with durable_broker.app() as app:
        for _ in range(MANY):
            app.send_task("audit.tasks.seal_days", ignore_result=True)
    durable_broker.kill()
    durable_broker.start()
    assert durable_broker.waiting() == MANY
    worker = durable_workers.start(beat=False)

    def ran():
        return durable_workers.log(worker).count(" succeeded in ")

    took = until(lambda: ran() >= MANY, seconds=120)
    assert ran() == MANY
    measured(f"{MANY} of {MANY} ran, {took:.1f} s after the worker was started")


@pytest.mark.soak
def test_a_broker_that_is_killed_under_a_worker_is_found_again(durable_broker, durable_workers, tell, post):
    worker = durable_workers.start(mail_server=post.url, beat=False)
    durable_workers.ready(worker)
    durable_broker.kill()
    tell("Tijdens")
    time.sleep(2)
    durable_broker.start()
    durable_broker.nudge()
    until(mailed(), seconds=60)
    assert post.subjects() == ["Tijdens"]


@pytest.mark.soak
def test_a_broker_that_forgot_everything_delays_two_hundred_mails_and_loses_none(
    broker, workers, tell, post, measured
):
    for number in range(MANY):
        tell(f"Bericht {number}")
        broker.nudge()
    assert broker.waiting() == MANY
    broker.forget()
    assert broker.waiting() == 0
    workers.start(mail_server=post.url, processes=2)
    took = until(mailed(MANY), seconds=120)
    assert sorted(post.subjects()) == sorted(f"Bericht {number}" for number in range(MANY))
    measured(f"{MANY} of {MANY} mails, one each, {took:.0f} s after everything was forgotten")


@pytest.mark.soak
@pytest.mark.parametrize("mode", ["refuse", "silent"])
def test_a_mail_server_that_refuses_or_hangs_gets_the_mail_later_and_once(mode, broker, workers, tell, post):
    post.mode = mode
    notice = tell("Later")
    workers.ready(workers.start(mail_server=post.url, beat=False))
    broker.nudge()
    until(lambda: Notification.objects.get().attempts, seconds=40)
    notice.refresh_from_db()
    assert (notice.attempts, notice.mailed_at) == (1, None)
    assert timedelta(seconds=20) < notice.next_attempt_at - timezone.now() < timedelta(seconds=75)

    post.mode = "take"
    Notification.objects.update(next_attempt_at=timezone.now())  # as when the pause is over
    broker.nudge()
    until(mailed(), seconds=40)
    assert post.subjects() == ["Later"]


@pytest.mark.soak
def test_a_mail_that_can_never_leave_is_tried_so_often_and_stays_where_it_is_seen(
    broker, workers, tell, post, client_for, measured
):
    """No other mail waits behind it; the back office lists it with its number of tries."""
    poison = tell("Gif")
    Notification.objects.filter(pk=poison.pk).update(address="geen adres\nBcc: x@proef.example")
    workers.ready(workers.start(mail_server=post.url, beat=False))
    waited = []
    for number in range(MAX_ATTEMPTS + 2):
        tell(f"Gezond {number}")
        broker.nudge()
        waited.append(until(mailed(number + 1), seconds=30, step=0.05))
        Notification.objects.filter(mailed_at__isnull=True).update(next_attempt_at=timezone.now())
    poison.refresh_from_db()
    assert (poison.attempts, poison.mailed_at) == (MAX_ATTEMPTS, None)
    assert not Notification.objects.to_mail().exists()
    assert len(post.kept) == MAX_ATTEMPTS + 2

    page = client_for(factories.hat(Kind.ABB)).get("/beheer/notifications/notification/?q=Gif")
    assert page.status_code == 200 and "Gif" in page.content.decode()
    beside, alone = sorted(waited[:MAX_ATTEMPTS])[MAX_ATTEMPTS // 2], sorted(waited[MAX_ATTEMPTS:])[0]
    measured(f"{MAX_ATTEMPTS} tries; a healthy mail took {beside:.2f} s beside it, {alone:.2f} s without")
