"""How somebody is told: at once, in one mail a day or a week, or only on screen; what cannot wait is not put off."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from notifications.actions import addresses_of, choose_notices, deliver_batch, send_digest
from notifications.kinds import BEGINNINGS, NoticeKind, kind_of
from notifications.models import NoticeChoice, Notification
from notifications.outbox import notify
from notifications.tasks import send_digests
from tests import factories

LIST, SETTINGS = reverse("notifications:notification_list"), reverse("notifications:notification_settings")
READ, UNREAD = reverse("notifications:notifications_read"), reverse("notifications:notifications_unread")


def told(by, subject="Nieuw aanbod", url="/aanbod/1/", **more):
    return notify(organisation=by.organisation, subject=subject, body="x", url=url, **more)


def chosen(by, **choices):
    choose_notices(choices=choices, by=by)
    NoticeChoice.objects.update(told_until=timezone.now() - timedelta(days=8))
    NoticeChoice.objects.filter(how="screen").update(told_until=None)


def digests():
    return list(Notification.objects.exclude(address=""))


def test_the_page_of_a_notice_says_what_it_is_about():
    assert kind_of("/aanbod/12/") == NoticeKind.OFFER
    assert kind_of(reverse("matching:proposal_detail", args=[1])) == NoticeKind.PEOPLE
    assert kind_of(reverse("vlot:intervention_detail", args=[1])) == NoticeKind.VLOT
    assert kind_of("") == NoticeKind.OTHER
    assert {kind for _, kind in BEGINNINGS} == set(NoticeKind) - {NoticeKind.OTHER}


def test_without_a_choice_everybody_is_mailed_at_once(local):
    colleague = factories.MembershipFactory(organisation=local.organisation)
    assert set(addresses_of(told(local))) == {local.user.email, colleague.user.email}


def test_who_wants_one_mail_a_day_gets_no_mail_at_once_and_colleagues_do(local):
    colleague = factories.MembershipFactory(organisation=local.organisation)
    chosen(local, offer="daily")
    assert addresses_of(told(local)) == [colleague.user.email]
    assert addresses_of(told(local, user=local.user)) == []
    assert local.user.email in addresses_of(told(local, url="/facility/aanvraag/1/"))


def test_the_digest_tells_once_what_came_and_goes_to_nobodys_inbox(local, mailoutbox):
    chosen(local, offer="daily", facility="weekly")
    told(local)
    told(local, subject="Bestelling geplaatst", url="/facility/bestelling/1/")
    told(local, subject="Nieuw voorstel", url="/voorstellen/1/")
    NoticeChoice.objects.filter(kind="facility").update(told_until=timezone.now())

    assert send_digests() == 1
    assert send_digests() == 0
    (digest,) = digests()
    assert "Nieuw aanbod" in digest.body
    assert "Bestelling" not in digest.body
    assert "voorstel" not in digest.body
    assert digest not in Notification.objects.visible_to(local)
    while deliver_batch(limit=5):
        pass
    assert [mail.subject for mail in mailoutbox if "nieuw bericht" in mail.subject]


def test_what_was_read_already_and_what_is_not_there_makes_no_mail(local, client_for):
    chosen(local, offer="daily")
    client_for(local).post(reverse("notifications:notification_open", args=[told(local).pk]))
    assert send_digests() == 1
    assert digests() == []


def test_whose_role_ended_gets_no_digest(local):
    chosen(local, offer="daily")
    told(local)
    factories.MembershipFactory(organisation=local.organisation, role="manager")
    type(local).objects.filter(pk=local.pk).update(ended_at=timezone.now(), ended_by=local.user)
    send_digests()
    assert digests() == []


@pytest.mark.parametrize(
    ("how", "last", "now", "due"),
    [
        ("daily", "2026-11-25 23:59", "2026-11-26 00:01", True),
        ("daily", "2026-11-26 07:05", "2026-11-26 23:00", False),
        ("weekly", "2026-11-22 20:00", "2026-11-23 07:00", True),  # a Monday
        ("weekly", "2026-11-23 07:05", "2026-11-29 23:00", False),
        ("daily", "2026-10-24 23:59", "2026-10-25 02:30", True),  # the night that the clock goes back
    ],
)
def test_a_day_begins_at_midnight_here_and_a_week_on_monday(local, how, last, now, due):
    def here(text):
        return timezone.make_aware(datetime.fromisoformat(text))

    NoticeChoice.objects.create(membership=local, kind="offer", how=how, told_until=here(last))
    assert NoticeChoice.objects.due(now=here(now)).exists() is due


@pytest.mark.parametrize(
    ("kind", "how"), [("access", "daily"), ("access", "screen"), ("people", "weekly"), ("people", "screen")]
)
def test_what_cannot_wait_is_refused_by_the_verb_and_by_postgresql(local, kind, how):
    with pytest.raises(ValidationError):
        choose_notices(choices={kind: how}, by=local)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice.objects.create(
            membership=local, kind=kind, how=how, told_until=None if how == "screen" else timezone.now()
        )


def test_the_settings_page_keeps_what_was_chosen_and_says_why_some_cannot_wait(local, client_for):
    client = client_for(local)
    page = client.get(SETTINGS).content.decode()
    assert "ook als u niet aanmeldt" in page

    data = dict.fromkeys(NoticeKind.values, "at_once") | {"offer": "weekly", "vlot": "screen"}
    assert client.post(SETTINGS, data).headers["Location"] == LIST
    assert dict(NoticeChoice.objects.values_list("kind", "how")) == {"offer": "weekly", "vlot": "screen"}
    assert client.post(SETTINGS, data | {"access": "screen"}).status_code == 422
    client.post(SETTINGS, dict.fromkeys(NoticeKind.values, "at_once"))
    assert not NoticeChoice.objects.exists()


def test_the_list_is_narrowed_to_a_kind_and_to_what_is_unread(local, client_for):
    told(local)
    told(local, subject="Klacht over B-1", url="/facility/bestelling/1/")
    client = client_for(local)
    assert "Klacht" not in client.get(LIST, {"soort": "offer"}).content.decode().split("<main")[1]
    client.post(READ, {"alles": "ja", "soort": "offer"})
    main = client.get(LIST, {"ongelezen": "ja"}).content.decode().split("<main")[1]
    assert "Klacht" in main
    assert "Nieuw aanbod" not in main


def test_ticked_notices_are_read_and_can_be_taken_back_by_who_did_it_for_some_minutes(
    local, neighbour, client_for
):
    first, second, strange = told(local), told(local), told(neighbour)
    client = client_for(local)
    client.post(READ, {"bericht": [first.pk, strange.pk, "x"], "terug": "//elders.example/"})
    unread = Notification.objects.unread()
    assert set(unread) == {second, strange}

    colleague = factories.MembershipFactory(organisation=local.organisation)
    client_for(colleague).post(UNREAD)
    assert set(unread.all()) == {second, strange}
    client.post(UNREAD)
    assert set(unread.all()) == {first, second, strange}

    client.post(READ, {"bericht": [first.pk]})
    Notification.objects.filter(pk=first.pk).update(read_at=timezone.now() - timedelta(minutes=11))
    client.post(UNREAD)
    assert set(unread.all()) == {second, strange}


def test_back_never_leads_to_another_site(local, client_for):
    told(local)
    for url in ("//elders.example/", "https://elders.example/", "javascript:alert(1)"):
        assert client_for(local).post(READ, {"alles": "ja", "terug": url}).headers["Location"] == LIST


def test_no_digest_is_due_for_nobody(db):
    assert send_digest(now=timezone.now()) is False
