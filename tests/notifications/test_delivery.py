"""Mail goes out once per notice; a mail server that refuses costs time, never a mail, and holds nobody up."""

import threading
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import end_membership
from notifications import actions
from notifications.actions import deliver_batch
from notifications.models import MAX_ATTEMPTS, Notification
from notifications.outbox import notify
from notifications.tasks import deliver_notifications
from tests import factories

REFUSALS = {
    "busy": SMTPException("421 try later"),
    "unknown": SMTPRecipientsRefused({"x@proef.example": (550, b"unknown")}),
    "away": ConnectionRefusedError("nobody listens"),
    "silent": TimeoutError("timed out"),
    "impossible address": UnicodeEncodeError("ascii", "é", 0, 1, "not in an address"),
}


class Refusing(BaseEmailBackend):
    """A mail server that refuses, always with the same words."""

    words: Exception
    asked = 0

    def send_messages(self, messages):
        Refusing.asked += 1
        raise self.words


@pytest.fixture
def refusing(settings):
    def refuse(words: Exception = REFUSALS["busy"]):
        Refusing.words, Refusing.asked = words, 0
        settings.EMAIL_BACKEND = "tests.notifications.test_delivery.Refusing"
        return Refusing

    yield refuse
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def notice(local):
    return notify(
        organisation=local.organisation,
        subject="Nieuw aanbod",
        body="Kijk <het> na & antwoord.",
        url="/aanbod/1/",
    )


def make_due(notice):
    Notification.objects.filter(pk=notice.pk).update(next_attempt_at=timezone.now())


def test_a_mail_says_what_the_notice_says_and_where_to_go(notice, local, mailoutbox, settings):
    settings.SITE_URL = "https://huisvestingstool.example/"

    assert deliver_batch(limit=20) == 1

    [mail] = mailoutbox
    assert mail.subject == "[Huisvestingstool] Nieuw aanbod"
    assert mail.to == [local.user.email]
    assert "Kijk <het> na & antwoord." in mail.body
    assert "https://huisvestingstool.example/aanbod/1/\n" in mail.body
    assert mail.extra_headers == {
        "Message-ID": f"<{notice.key}@huisvestingstool.example>",
        "Auto-Submitted": "auto-generated",
    }


def test_a_mail_is_sent_once(notice, mailoutbox):
    assert [deliver_batch(limit=20), deliver_batch(limit=20)] == [1, 0]
    assert len(mailoutbox) == 1
    notice.refresh_from_db()
    assert notice.mailed_at is not None
    assert notice.attempts == 1


def test_the_mailbox_of_the_organisation_goes_before_its_people(notice, local, mailoutbox):
    local.organisation.email = "onthaal@proef.example"
    local.organisation.save()
    deliver_batch(limit=20)
    assert mailoutbox[0].recipients() == ["onthaal@proef.example"]


def test_colleagues_do_not_see_each_others_address_and_who_left_gets_nothing(notice, local, mailoutbox):
    colleague, left, switched_off = (
        factories.MembershipFactory(organisation=local.organisation) for _ in range(3)
    )
    end_membership(membership=left, by=local)
    switched_off.user.is_active = False
    switched_off.user.save()

    deliver_batch(limit=20)

    [mail] = mailoutbox
    assert set(mail.recipients()) == {local.user.email, colleague.user.email}
    assert len(mail.to) == 1
    assert "cc" not in {name.lower() for name in mail.message()}


@pytest.mark.parametrize("words", REFUSALS.values(), ids=REFUSALS)
def test_a_refused_mail_is_tried_again_later(notice, refusing, settings, mailoutbox, words):
    refusing(words)
    assert deliver_batch(limit=20) == 1
    notice.refresh_from_db()
    assert notice.mailed_at is None
    assert notice.attempts == 1
    assert timedelta(seconds=45) < notice.next_attempt_at - timezone.now() < timedelta(seconds=75)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_batch(limit=20) == 0, "not before its time"
    make_due(notice)
    assert deliver_batch(limit=20) == 1
    assert [mail.subject for mail in mailoutbox] == ["[Huisvestingstool] Nieuw aanbod"]


def test_a_mail_that_cannot_be_made_keeps_no_other_waiting(notice, local, mailoutbox, monkeypatch, caplog):
    """A mistake of ours in one mail: it is tried like one that was refused, and the next one goes out."""
    made = actions.message_for

    def poisoned(row, recipients):
        if row.pk == notice.pk:
            raise KeyError("poison")
        return made(row, recipients)

    monkeypatch.setattr(actions, "message_for", poisoned)
    notify(organisation=local.organisation, subject="Gezond", body="Kijk het na.")
    assert deliver_batch(limit=20) == 2
    assert [mail.subject for mail in mailoutbox] == ["[Huisvestingstool] Gezond"]
    notice.refresh_from_db()
    assert (notice.attempts, notice.mailed_at) == (1, None)
    assert "cannot be made" in caplog.text


def test_pauses_grow_and_after_eight_attempts_the_notice_stays_on_screen_only(notice, local, refusing):
    server, pauses = refusing(), []
    for _ in range(MAX_ATTEMPTS + 3):
        deliver_batch(limit=20)
        notice.refresh_from_db()
        pauses.append(notice.next_attempt_at - timezone.now())
        make_due(notice)

    assert server.asked == MAX_ATTEMPTS
    assert pauses[:MAX_ATTEMPTS] == sorted(pauses[:MAX_ATTEMPTS])
    assert notice in Notification.objects.visible_to(local)


def test_one_impossible_notice_does_not_hold_up_the_others(local, mailoutbox):
    """A header that no mail can have: made by hand, because notify() makes one line of it."""
    first = notify(organisation=local.organisation, subject="Eerste", body="x")
    Notification.objects.filter(pk=first.pk).update(subject="Eerste\nBcc: iedereen@proef.example")
    notify(organisation=local.organisation, subject="Tweede", body="x")

    assert deliver_notifications() == 2

    assert [mail.subject for mail in mailoutbox] == ["[Huisvestingstool] Tweede"]


def test_a_real_mail_server_that_is_away_is_a_refusal(notice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # "discard": nobody listens there
    deliver_batch(limit=20)
    notice.refresh_from_db()
    assert (notice.mailed_at, notice.attempts) == (None, 1)


def test_the_task_goes_on_until_nothing_is_due(local, mailoutbox):
    for number in range(23):
        notify(organisation=local.organisation, subject=f"Bericht {number}", body="x")
    assert deliver_notifications() == 23
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 23


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_mail_each_notice_once(local, mailoutbox):
    """The first row is locked by a worker in the middle of sending: the second one takes what is left."""
    busy = notify(organisation=local.organisation, subject="Bezig", body="x")
    free = notify(organisation=local.organisation, subject="Vrij", body="x")
    taken = []

    def second_worker():
        taken.append(deliver_batch(limit=20))
        connection.close()

    with transaction.atomic():
        Notification.objects.select_for_update(of=("self",)).get(pk=busy.pk)
        other = threading.Thread(target=second_worker)
        other.start()
        other.join(timeout=20)

    assert taken == [1]
    assert [mail.subject for mail in mailoutbox] == ["[Huisvestingstool] Vrij"]
    free.refresh_from_db()
    busy.refresh_from_db()
    assert free.mailed_at
    assert busy.mailed_at is None
