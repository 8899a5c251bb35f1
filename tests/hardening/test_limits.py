"""Nobody asks for ever; and a Redis that dies or hangs neither opens the door nor shuts it."""

import os
import re
import signal
import time

import pytest
from django.core.cache import cache, caches
from django.test import Client, RequestFactory
from django.urls import reverse

from config import cache as house_cache
from config import limits
from config.apps import limits_are_on
from config.limits import LIMITS, Limit, counted_as
from tests.faults.conftest import broker, folder, valkey  # noqa: F401
from tests.house.addresses import addresses
from tests.house.sources import ROOT

PUBLIC = "/particulier/"
__all__ = ["broker", "folder"]


@pytest.fixture(autouse=True)
def limited(settings, monkeypatch):
    settings.RATE_LIMITING = True
    monkeypatch.setattr(house_cache, "_resting_until", {})


@pytest.fixture
def three(monkeypatch):
    """Three searches a minute for visitors of one network, three for one account."""
    monkeypatch.setattr(
        limits,
        "LIMITS",
        [
            Limit("visitors", ("accounts:private_host", "account_login"), 3, 60, "network"),
            Limit("accounts", ("housing:site_list", "accounts:organisation"), 3, 60, "account"),
        ],
    )


def statuses(client, times, address=PUBLIC, **more):
    return [client.get(address, **more).status_code for _ in range(times)]


def asked(*, user=None, **more):
    request = RequestFactory().get("/", **more)
    request.user = user
    return request


# --- Counting ---------------------------------------------------------------------------------------------------


def test_who_asks_too_often_waits_and_then_goes_on(three, db, time_machine):
    time_machine.move_to("2026-11-26T12:00:00Z", tick=False)
    client = Client()
    assert statuses(client, 4) == [200, 200, 200, 429]
    response = client.get(PUBLIC)
    assert response.headers["Retry-After"] == "60"
    assert "Wacht hoogstens een minuut" in response.content.decode()
    time_machine.move_to("2026-11-26T12:01:00Z", tick=False)
    assert client.get(PUBLIC).status_code == 429, "the minute before still counts"
    time_machine.move_to("2026-11-26T12:01:30Z", tick=False)
    assert statuses(client, 3) == [200, 200, 429], "half of the minute before counts"


def test_asking_on_while_one_has_to_wait_makes_it_no_longer(three, db, time_machine):
    time_machine.move_to("2026-11-26T12:00:00Z", tick=False)
    client = Client()
    statuses(client, 50)
    time_machine.move_to("2026-11-26T12:01:30Z", tick=False)
    assert client.get(PUBLIC).status_code == 200


def test_neighbours_on_one_network_share_and_others_do_not(three, db):
    assert statuses(Client(REMOTE_ADDR="192.0.2.1"), 3) == [200] * 3
    assert statuses(Client(REMOTE_ADDR="192.0.2.77"), 1) == [429]
    assert statuses(Client(REMOTE_ADDR="192.0.3.1"), 1) == [200]
    assert statuses(Client(REMOTE_ADDR="2001:db8:1:2::1"), 3) == [200] * 3
    assert statuses(Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"), 1) == [429]
    assert statuses(Client(REMOTE_ADDR="2001:db8:1:3::1"), 1) == [200]


def test_colleagues_behind_one_address_do_not_share(three, local, reader, client_for):
    assert statuses(client_for(local), 4, "/locaties/") == [200, 200, 200, 429]
    assert statuses(client_for(reader), 1, "/locaties/") == [200]


@pytest.mark.parametrize(
    ("proxies", "claimed", "counted"),
    [
        (0, "198.51.100.7", "192.0.2.0/24"),
        (0, None, "192.0.2.0/24"),
        (1, "203.0.113.9", "203.0.113.0/24"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.0/24"),
        (1, "geen adres, 203.0.113.9", "203.0.113.0/24"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.4", "203.0.113.0/24"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(settings, proxies, claimed, counted):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    more = {"HTTP_X_FORWARDED_FOR": claimed} if claimed else {}
    assert counted_as("network", asked(REMOTE_ADDR="192.0.2.1", **more)) == counted


def test_another_address_in_every_request_does_not_help(three, db):
    client = Client(REMOTE_ADDR="192.0.2.1")
    found = [client.get(PUBLIC, headers={"x-forwarded-for": f"198.51.{n}.7"}).status_code for n in range(5)]
    assert found == [200, 200, 200, 429, 429]


def test_no_address_stands_in_the_cache(three, db):
    Client(REMOTE_ADDR="192.0.2.1").get(PUBLIC)
    kept = [key for key in cache._cache if "limit" in key]
    assert len(kept) == 1
    assert "192" not in kept[0]


# --- The page ---------------------------------------------------------------------------------------------------


def test_what_was_typed_stands_on_the_page_and_can_be_sent_again(three, company, client_for):
    client, page = client_for(company), reverse("accounts:organisation")
    statuses(client, 3, page)
    typed = {"name": "Eik & Linde <BV>", "email": "", "phone": "09 1"}
    response = client.post(page, typed, headers={"Origin": "http://testserver"})
    text = response.content.decode()
    assert response.status_code == 429
    assert f'action="{page}"' in text
    assert 'name="name" value="Eik &amp; Linde &lt;BV&gt;"' in text
    company.organisation.refresh_from_db()
    assert company.organisation.name != typed["name"]
    cache.clear()
    assert client.post(page, typed, headers={"Origin": "http://testserver"}).status_code == 302
    company.organisation.refresh_from_db()
    assert company.organisation.name == typed["name"]


def test_a_form_of_another_site_is_not_given_back(three, company, client_for):
    client, page = client_for(company), reverse("accounts:organisation")
    statuses(client, 3, page)
    response = client.post(page, {"name": "van elders"}, headers={"Origin": "https://boos.example"})
    assert response.status_code == 429
    assert "van elders" not in response.content.decode()


def test_the_limits_of_signing_in_have_the_same_page(db, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1/m/ip"}
    client = Client()
    assert client.post("/account/login/", {"login": "an@proef.example"}).status_code == 302
    response = client.post("/account/login/", {"login": "an@proef.example"})
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert "Even wachten" in response.content.decode()


# --- The table --------------------------------------------------------------------------------------------------


def names():
    return {found.name for found in addresses()} | {"admin:index", "openid_connect_login"}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_limit_is_about_pages_that_exist(limit):
    for pattern in limit.pages:
        as_words = re.compile(re.escape(pattern).replace(r"\*", ".*"))
        assert pattern == "admin:*" or any(as_words.fullmatch(name) for name in names()), pattern


@pytest.mark.parametrize(
    ("name", "method", "address", "limit"),
    [
        ("account_login", "post", "", "signing in"),
        ("account_confirm_login_code", "post", "", "codes"),
        ("mfa_authenticate", "post", "", "codes"),
        ("account_signup", "post", "", "registering"),
        ("housing:freshness_link", "post", "", "public forms"),
        ("accounts:private_host", "get", "?postcode=9000", "public search"),
        ("open_data_file", "get", "", "open data"),
        ("matching:household_list", "get", "?zoek=an", "searching"),
        ("matching:household_detail", "get", "", "households"),
        ("housing:site_document", "get", "", "downloads"),
        ("housing:site_bulk", "post", "", "several at once"),
        ("matching:household_bulk", "post", "", "several at once"),
        ("matching:proposal_bulk_undo", "post", "", "several at once"),
        ("facility:order_pdf", "get", "", "downloads"),
        ("housing:offer_export", "get", "", "exports"),
        ("households:read_log_export", "get", "", "exports"),
        ("spread:overview", "get", "?vorm=csv", "figures as files"),
        ("admin:audit_auditevent_changelist", "get", "?q=x", "searching"),
    ],
)
def test_what_can_be_abused_has_a_limit(name, method, address, limit):
    request = getattr(RequestFactory(), method)(f"/{address}")
    covered = [found.name for found in LIMITS if limits.covers(found, request, name)]
    assert limit in covered


def test_every_file_and_export_has_a_limit():
    request = RequestFactory().get("/?vorm=csv")
    word = re.compile(r"(export|document|photo|_file|pdf|sheet|paper|download)$")
    found = [name for name in names() if word.search(name) and not name.startswith("mfa")]
    assert len(found) > 20
    for name in found:
        assert any(limits.covers(limit, request, name) for limit in LIMITS), name


def test_ordinary_work_has_room(local):
    """Somebody who searches on every key, opens a household every ten seconds and keeps an Excel now and then."""
    by_name = {limit.name: limit for limit in LIMITS}
    assert by_name["searching"].number / by_name["searching"].seconds >= 1
    assert by_name["households"].number / by_name["households"].seconds >= 0.5
    assert by_name["downloads"].number / by_name["downloads"].seconds >= 2
    assert by_name["signing in"].number >= 200


# --- Redis: a real one, that dies and hangs ---------------------------------------------------------------------


@pytest.mark.faults
@pytest.mark.stack
def test_a_redis_that_dies_or_hangs_neither_opens_nor_shuts(broker, three, settings, db):
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.HouseCache",
            "LOCATION": broker.url,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
    assert statuses(Client(REMOTE_ADDR="192.0.2.1"), 4) == [200, 200, 200, 429]
    assert caches["default"]._cache.get_client().keys("*limit:*"), "negative control: they stand in Redis"

    broker.process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert statuses(Client(REMOTE_ADDR="192.0.4.1"), 4) == [200, 200, 200, 429]
    assert statuses(Client(REMOTE_ADDR="192.0.5.1"), 1) == [200]
    assert time.monotonic() - begun < 4, "one request waits a second, the others not at all"
    assert (
        Client(REMOTE_ADDR="192.0.6.1").post("/account/login/", {"login": "an@proef.example"}).status_code
        == 302
    )
    os.kill(broker.process.pid, signal.SIGCONT)

    house_cache._resting_until.clear()
    broker.kill()
    begun = time.monotonic()
    assert statuses(Client(REMOTE_ADDR="192.0.8.1"), 4) == [200, 200, 200, 429]
    assert (
        Client(REMOTE_ADDR="192.0.9.1").post("/account/login/", {"login": "an@proef.example"}).status_code
        == 302
    )
    assert time.monotonic() - begun < 4

    broker.start()
    house_cache._resting_until.clear()  # as after ten seconds
    assert statuses(Client(REMOTE_ADDR="192.0.2.1"), 4) == [200, 200, 200, 429], (
        "a Redis that forgot counts anew"
    )


def test_the_limits_are_on_and_an_installation_cannot_go_without_a_word(settings):
    assert (
        'RATE_LIMITING = env.bool("RATE_LIMITING", default=True)' in (ROOT / "config/settings.py").read_text()
    )
    assert "RATE_LIMITING" not in (ROOT / "docker-compose.yml").read_text()
    assert limits_are_on() == []
    settings.RATE_LIMITING = False
    assert [problem.id for problem in limits_are_on()] == ["config.E001"]
