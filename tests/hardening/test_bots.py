"""Registering is open to people and not to programs; what is refused can be sent again."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.bots import LONGEST_SECONDS

PAGE = reverse("account_signup")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_for_people(settings, time_machine):
    settings.FASTEST_SECONDS = 3
    time_machine.move_to("2026-11-26T12:00:00Z", tick=False)


def mark(response):
    return re.search(r'name="opened" value="([^"]+)"', response.content.decode())[1]


def send(client, opened, **more):
    return client.post(PAGE, {"email": "nieuw@proef.example", "website": "", "opened": opened, **more})


def test_a_person_is_let_through(client, time_machine):
    opened = mark(client.get(PAGE))
    time_machine.shift(3)
    assert send(client, opened).status_code == 302
    assert [message.to for message in mail.outbox] == [["nieuw@proef.example"]]


def test_a_page_of_almost_four_hours_still_works(client, time_machine):
    opened = mark(client.get(PAGE))
    time_machine.shift(LONGEST_SECONDS - 1)
    assert send(client, opened).status_code == 302


def test_who_is_faster_than_a_person_keeps_what_was_typed_and_can_send_it_again(client, time_machine):
    opened = mark(client.get(PAGE))
    time_machine.shift(2)
    response = send(client, opened)
    assert "Dat ging wel erg snel" in response.content.decode()
    assert 'value="nieuw@proef.example"' in response.content.decode()
    assert mark(response) == opened
    assert mail.outbox == []
    time_machine.shift(1)
    assert send(client, mark(response)).status_code == 302


@pytest.mark.parametrize("opened", ["", "opened:1xWVk6:nagemaakt", None])
def test_a_mark_that_is_old_or_not_ours_is_replaced_and_nothing_is_lost(client, time_machine, opened):
    if opened is None:
        opened = mark(client.get(PAGE))
        time_machine.shift(LONGEST_SECONDS + 1)
    response = send(client, opened)
    assert "stond lang open" in response.content.decode()
    assert 'value="nieuw@proef.example"' in response.content.decode()
    assert mail.outbox == []
    time_machine.shift(3)
    assert send(client, mark(response)).status_code == 302


def test_a_filled_in_trap_is_refused(client, time_machine):
    opened = mark(client.get(PAGE))
    time_machine.shift(10)
    response = send(client, opened, website="https://koop.example")
    assert "een veld dat leeg moest blijven" in response.content.decode()
    assert "koop.example" not in response.content.decode()
    assert mail.outbox == []


def test_the_trap_is_for_nobody_who_uses_the_page(client):
    text = client.get(PAGE).content.decode()
    trap = re.search(r'<span class="visually-hidden" aria-hidden="true">.*?</span>', text, re.S)[0]
    assert 'name="website"' in trap
    assert 'tabindex="-1"' in trap
    assert "style=" not in text


def test_registering_twice_makes_one_account_and_tells_nothing(client, time_machine):
    for _ in range(2):
        visitor = Client()
        opened = mark(visitor.get(PAGE))
        time_machine.shift(60)
        assert send(visitor, opened).status_code == 302
    assert {message.to[0] for message in mail.outbox} == {"nieuw@proef.example"}
