"""A notice is a row in the transaction of the change itself; the broker is only asked to hurry."""

import socket
import time

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from config.celery import app
from notifications import outbox
from notifications.models import Notification
from notifications.outbox import SECONDS_ALONE, notify, nudge
from notifications.tasks import deliver_notifications


@pytest.fixture
def nudges(monkeypatch):
    """How often the worker was asked to deliver now."""
    asked = []
    monkeypatch.setattr("notifications.outbox.nudge", lambda: asked.append("now"))
    return asked


@pytest.fixture
def broker_at(monkeypatch):
    """Points Celery to another broker, as the settings do in production: short time-outs, no retries."""
    before = app.conf.broker_url, app.conf.broker_read_url, app.conf.broker_write_url

    def forget_connections():
        app.pool.force_close_all()
        app._pool = app.amqp._producer_pool = None

    def point(port):
        forget_connections()
        monkeypatch.setattr(outbox, "_left_alone_until", 0.0)
        app.conf.broker_url = app.conf.broker_read_url = app.conf.broker_write_url = (
            f"redis://127.0.0.1:{port}/0"
        )

    yield point
    forget_connections()
    app.conf.broker_url, app.conf.broker_read_url, app.conf.broker_write_url = before


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]  # bound, but nobody listens


@pytest.fixture
def frozen_port():
    """Accepts connections and never says a word, as a stopped broker does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield silent.getsockname()[1]


def test_a_notice_is_there_at_once_and_the_worker_hears_of_it_after_the_commit(
    local, company, nudges, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = notify(
            organisation=local.organisation,
            subject="Nieuw aanbod",
            body="Kijk het na.",
            url="/aanbod/1/",
            by=company,
        )
        assert nudges == []

    assert nudges == ["now"]
    assert Notification.objects.get() == made
    assert (made.subject, made.body, made.url) == ("Nieuw aanbod", "Kijk het na.", "/aanbod/1/")


def test_a_change_that_is_rolled_back_tells_nobody(local, nudges, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        notify(organisation=local.organisation, subject="Nieuw aanbod", body="Kijk het na.")
        transaction.set_rollback(True)

    assert nudges == []
    assert not Notification.objects.exists()


def test_nobody_is_told_what_his_own_organisation_did(local, reader):
    assert notify(organisation=local.organisation, subject="Beslist", body="U besliste.", by=reader) is None
    assert not Notification.objects.exists()


def test_the_system_tells_everybody(local):
    assert notify(organisation=local.organisation, subject="Vervallen", body="Het voorstel verviel.", by=None)


def test_a_subject_with_line_breaks_becomes_one_line(local):
    made = notify(
        organisation=local.organisation, subject="Residentie\r\nBcc: iedereen@proef.example", body="x"
    )
    assert made.subject == "Residentie Bcc: iedereen@proef.example"


def test_a_long_subject_is_cut_and_does_not_stop_the_change(local):
    assert len(notify(organisation=local.organisation, subject="lang " * 60, body="x").subject) == 160


@pytest.mark.parametrize("half", [{"read_at": timezone.now()}, {"read_by_id": 1}])
def test_who_read_a_notice_and_when_go_together(local, half):
    made = notify(organisation=local.organisation, subject="Nieuw", body="x")
    with pytest.raises(IntegrityError, match="notification_read_at_and_by"), transaction.atomic():
        Notification.objects.filter(pk=made.pk).update(**half)


# --- The broker is away ---------------------------------------------------------------------------------------


@pytest.mark.faults
@pytest.mark.parametrize("state", ["closed", "frozen"])
def test_a_broker_that_is_away_costs_a_moment_and_nothing_else(
    state, broker_at, closed_port, frozen_port, caplog
):
    broker_at(closed_port if state == "closed" else frozen_port)

    begun = time.monotonic()
    nudge()

    assert time.monotonic() - begun < 2.5
    assert "broker unreachable" in caplog.text


@pytest.mark.faults
def test_only_the_first_notice_waits_for_a_broker_that_does_not_answer(broker_at, frozen_port, monkeypatch):
    broker_at(frozen_port)
    nudge()
    begun = time.monotonic()
    for _ in range(50):
        nudge()
    assert time.monotonic() - begun < 0.5

    asked = []
    monkeypatch.setattr("notifications.outbox.current_app.send_task", lambda name, **how: asked.append(name))
    monkeypatch.setattr("notifications.outbox.time.monotonic", lambda: begun + SECONDS_ALONE + 5)
    nudge()
    assert len(asked) == 1, "after a while it is tried again"


def test_a_broker_that_answers_gets_the_task_once(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "notifications.outbox.current_app.send_task", lambda name, **how: asked.append((name, how))
    )
    nudge()
    assert asked == [(deliver_notifications.name, {"retry": False, "ignore_result": True})]
