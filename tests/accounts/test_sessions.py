"""Sessions: how long, how many, on which devices, and how they end."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts import actions
from accounts.allowed import NotAllowed
from accounts.devices import COOKIE, device_name
from audit.models import AuditEvent
from notifications.tasks import deliver_notifications
from tests.accounts.test_sign_in import ask_code, give, mailed_code
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

PAGE = "/locaties/"


@pytest.fixture
def signed_in():
    """Signs somebody in as people do: by a code in a mail."""

    def go(hat, client=None):
        user = hat.user
        EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
        client = client or Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
        cache.clear()  # how many codes somebody asks in a minute is not the question here
        ask_code(client, user.email)
        client.last = give(client, mailed_code())
        return client

    return go


def later(**ago):
    return time_machine.travel(timezone.now() + timedelta(**ago), tick=False)


def is_open(client):
    with zeal_ignore():  # several browsers, not one page that asks again and again
        return client.get(PAGE).status_code == 200


# --- How long ------------------------------------------------------------------------------------------------------


def test_of_who_sees_persons_a_session_that_was_unused_for_half_an_hour_is_over(local, signed_in):
    client = signed_in(local)
    with later(minutes=29):
        assert is_open(client)
    with later(minutes=58):
        assert is_open(client)
    with later(minutes=89):
        assert not is_open(client)
        assert not UserSession.objects.get().exists()


def test_and_after_ten_hours_however_much_it_is_used(local, signed_in):
    client, began = signed_in(local), timezone.now()
    for minutes in range(25, 600, 25):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            assert is_open(client)
    with time_machine.travel(began + timedelta(minutes=601), tick=False):
        assert not is_open(client)


def test_a_company_has_longer(company, signed_in):
    client = signed_in(company)
    with later(hours=3, minutes=59):
        assert is_open(client)
    with later(hours=8):
        assert not is_open(client)


def test_of_two_hats_the_strictest_counts_whichever_is_worn(company, local, signed_in):
    MembershipFactory(user=company.user, organisation=local.organisation)
    client = signed_in(company)
    client.post(reverse("accounts:switch_hat", args=[company.pk]))
    with later(minutes=31):
        assert not is_open(client)


def test_what_a_page_asks_by_itself_keeps_no_session_open(local, signed_in):
    client = signed_in(local)
    with later(minutes=20):
        client.get(PAGE, headers={"HX-Request": "true"})
    with later(minutes=31):
        assert not is_open(client)


def test_a_session_that_does_not_say_when_it_began_is_over(local, client_for):
    client = client_for(local)
    session = client.session
    del session["times"]
    session.save()
    assert not is_open(client)


def test_what_was_typed_when_the_session_ran_out_is_kept(local, signed_in):
    client = signed_in(local)
    with later(minutes=31):
        response = client.post(
            reverse("accounts:organisation"), {"name": "Getypt"}, headers={"origin": "http://testserver"}
        )
    assert response.status_code == 401
    assert 'value="Getypt"' in response.content.decode()


def test_a_page_writes_at_most_once_a_minute_that_it_was_used(local, signed_in, django_assert_num_queries):
    client = signed_in(local)
    url = reverse("accounts:second_step")
    client.get(url)
    with later(seconds=50), django_assert_num_queries(4):
        client.get(url)
    with (
        later(seconds=70),
        django_assert_num_queries(4 + 4),
    ):  # the row of the list, and the session in its savepoint
        client.get(url)


# --- How many, and where ---------------------------------------------------------------------------------------------


def test_a_fourth_session_ends_the_oldest(local, signed_in):
    clients = [signed_in(local) for _ in range(4)]
    assert [is_open(client) for client in clients] == [False, True, True, True]


def test_one_sees_his_own_sessions_and_ends_one(local, company, signed_in):
    telephone, desk, stranger = signed_in(local), signed_in(local), signed_in(company)
    page = desk.get(reverse("usersessions_list")).content.decode()
    assert page.count("Firefox op Windows") >= 2 and "Dit toestel" in page
    mine = UserSession.objects.get(session_key=telephone.session.session_key)
    url = reverse("usersessions_end", args=[mine.pk])
    assert stranger.post(url).status_code == 404
    assert is_open(telephone)
    assert desk.post(url).url == reverse("usersessions_list")
    assert not is_open(telephone) and is_open(desk)
    assert AuditEvent.objects.filter(verb="user.session_ended").exists()


def test_all_others_end_with_one_button(local, signed_in):
    others, desk = [signed_in(local), signed_in(local)], signed_in(local)
    desk.post(reverse("usersessions_list"))
    assert not any(is_open(client) for client in others) and is_open(desk)


def test_signing_in_gives_the_session_another_key(local, signed_in):
    client = Client()
    ask_code(client, local.user.email)
    before = client.session.session_key
    signed_in(local, client)
    assert client.session.session_key != before


def test_pages_for_who_is_signed_in_are_kept_nowhere_and_signing_out_clears(local, signed_in):
    client = signed_in(local)
    assert client.get(PAGE).headers["Cache-Control"] == "no-store"
    response = client.post(reverse("account_logout"))
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_open(client)


# --- Switched off ---------------------------------------------------------------------------------------------------


def test_who_is_switched_off_is_signed_out_everywhere_for_good(local, abb, signed_in, client_for):
    clients = [signed_in(local), client_for(local)]
    actions.disable_user(user=local.user, reason="Uit dienst", by=abb)
    assert not any(is_open(client) for client in clients)
    actions.enable_user(user=local.user, reason="Vergissing", by=abb)
    assert not any(is_open(client) for client in clients)
    hat = MembershipFactory(
        user=local.user, organisation=local.organisation
    )  # nobody gets his roles back by himself
    assert is_open(signed_in(hat))


def test_nobody_else_switches_off(local, facility):
    for by in (local, facility):
        with pytest.raises(NotAllowed):
            actions.disable_user(user=MembershipFactory().user, reason="x", by=by)


# --- A new device ---------------------------------------------------------------------------------------------------


def told(user):
    deliver_notifications()
    return [
        message for message in mail.outbox if "nieuw toestel" in message.subject and user.email in message.to
    ]


def test_the_first_device_is_no_news_the_second_is_mailed_once(local, signed_in):
    signed_in(local)
    assert told(local.user) == []
    signed_in(local)
    (message,) = told(local.user)
    assert "Firefox op Windows" in message.body
    assert len(told(local.user)) == 1


def test_the_same_browser_is_known_again(local, signed_in):
    client = signed_in(local)
    client.post(reverse("account_logout"))
    signed_in(local, client)
    assert told(local.user) == []
    assert local.user.devices.count() == 1


def test_a_cookie_of_ones_own_making_is_a_new_device(local, signed_in):
    signed_in(local)
    client = Client()
    client.cookies[COOKIE] = "verzonnen"
    signed_in(local, client)
    assert len(told(local.user)) == 1
    assert client.cookies[COOKIE].value != "verzonnen"
    assert client.cookies[COOKIE]["httponly"]


def test_a_device_of_more_than_a_year_ago_is_forgotten(local, signed_in):
    signed_in(local)
    local.user.devices.update(last_used_at=timezone.now() - timedelta(days=366))
    signed_in(local)
    assert local.user.devices.count() == 1


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome op Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge op Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari op iPhone",
        ),
        ("curl/8.0", "Onbekend toestel"),
        ("", "Onbekend toestel"),
    ],
)
def test_a_browser_is_called_as_people_call_it(said, name):
    assert device_name(said) == name


# --- Warned before the end -----------------------------------------------------------------------------------------


def test_asking_how_long_it_lasts_is_no_use_of_it_and_staying_is(local, signed_in):
    with later():  # the clock stands still, so that a second is not another one
        client, signed_in_at = signed_in(local), timezone.now()
    page = reverse("accounts:session_time")
    as_script = {"headers": {"HX-Request": "true", "Accept": "application/json"}}
    with time_machine.travel(signed_in_at + timedelta(minutes=20), tick=False):
        assert client.get(page, **as_script).json() == {"seconds": 600, "can_grow": True}
        assert client.get(page, **as_script).json()["seconds"] == 600
        assert client.post(page, headers={"Accept": "application/json"}).json()["seconds"] == 1800
    with later(minutes=49):
        assert is_open(client)


def test_the_end_of_the_day_cannot_be_put_off(local, signed_in):
    client, began = signed_in(local), timezone.now()
    for minutes in range(25, 600, 25):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False), zeal_ignore():
            client.get(PAGE)
    with time_machine.travel(began + timedelta(minutes=599), tick=False):
        answer = client.post(reverse("accounts:session_time"), headers={"Accept": "application/json"})
        assert answer.json() == {"seconds": 60, "can_grow": False}


def test_without_script_staying_leads_to_the_start(local, signed_in):
    assert signed_in(local).post(reverse("accounts:session_time")).headers["Location"] == "/"


def test_a_page_carries_the_warning_and_one_for_visitors_does_not(local, signed_in, client):
    assert b"data-session " in signed_in(local).get(PAGE).content
    assert b"data-session " not in client.get("/").content
