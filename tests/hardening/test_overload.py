"""More is asked than can be served: a bounded wait, then a Dutch page that says to come back (503). The rules; what
happens with real processes stands in tests/faults/load/."""

import re
import time
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path, set_urlconf
from gunicorn.config import Keepalive

from config import limits
from config.errors import server_error
from tests.house.sources import ROOT

TEMPLATE = (ROOT / "config" / "production" / "nginx.conf.template").read_text()


def asked(client, *, seconds_ago, **more):
    return client.get("/livez", headers={"X-Request-Start": f"t={time.time() - seconds_ago:.3f}"}, **more)


@pytest.fixture
def behind_a_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def test_who_waited_too_long_is_told_to_come_back_without_any_work(client, behind_a_proxy):
    """No fixture gives this test a database: a query would fail it."""
    answer = asked(client, seconds_ago=limits.LONGEST_WAIT + 1)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    page = answer.content.decode()
    assert 'lang="nl-BE"' in page
    assert "Het is nu erg druk" in page


@pytest.mark.parametrize("seconds", [0, limits.LONGEST_WAIT - 1])
def test_who_waited_a_while_is_served(client, behind_a_proxy, seconds):
    assert asked(client, seconds_ago=seconds).status_code == 200


def test_a_proxy_whose_clock_is_wrong_shuts_nobody_out(client, behind_a_proxy):
    assert asked(client, seconds_ago=limits.CLOCK_IS_WRONG + 1).status_code == 200
    assert asked(client, seconds_ago=-3600).status_code == 200


def test_only_a_proxy_of_ours_is_believed(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert asked(client, seconds_ago=limits.LONGEST_WAIT + 1).status_code == 200


@pytest.mark.parametrize("mark", ["", "t=", "t=x", "1790000000.123", "t=1790000000", "t=-1790000000.123"])
def test_another_mark_is_no_mark(client, behind_a_proxy, mark):
    assert client.get("/livez", headers={"X-Request-Start": mark}).status_code == 200


def test_the_proxy_lets_a_bounded_number_in_and_marks_when():
    assert re.search(r"zone portal \w+;\s+server web:8000 max_conns=\d+;", TEMPLATE)
    assert "proxy_set_header X-Request-Start t=$msec;" in TEMPLATE


def test_the_proxy_waits_longer_than_anything_it_waits_for(settings):
    """Else it would give up on what is still at work, and that work would be for nobody."""
    waits = int(re.search(r"proxy_read_timeout (\d+)s;", TEMPLATE)[1])
    statement = 10  # STATEMENT_TIMEOUT of the web
    connection = 4  # of the pool, at most
    assert waits > limits.LONGEST_WAIT + statement + connection
    assert waits < limits.CLOCK_IS_WRONG


def test_the_proxy_lets_go_of_a_connection_before_gunicorn_does():
    """A form that is sent on a connection that is just being closed is not sent again: that would be a lost request."""
    kept = int(re.search(r"keepalive 16;.*?keepalive_timeout (\d+)s;", TEMPLATE, re.DOTALL)[1])
    asked = re.search(r'"--keep-alive", "(\d+)"', (ROOT / "Dockerfile").read_text())
    assert kept < (int(asked[1]) if asked else Keepalive.default)


def test_whatever_happens_behind_the_proxy_it_has_a_dutch_page_that_says_when_to_come_back():
    places = {
        found[1]: found[2]
        for found in re.finditer(r"location = (/[\w-]+\.html) \{(.*?)\}", TEMPLATE, re.DOTALL)
    }
    assert "error_page 502 504 =503 $without_answer;" in TEMPLATE
    shown = re.search(r"map \$upstream_addr \$without_answer \{(.*?)\}", TEMPLATE, re.DOTALL)[1]
    pages = re.findall(r"(/[\w-]+\.html);", shown)
    assert len(pages) == 2
    for page in pages:
        assert re.search(r"add_header Retry-After \d+ always;", places[page]), page
    dockerfile = (ROOT / "Dockerfile").read_text()
    for page in places:
        assert f"config/production{page}" in dockerfile, page
        text = (ROOT / "config" / "production" / page[1:]).read_text()
        assert 'lang="nl-BE"' in text
        assert "<h1>" in text


@pytest.fixture
def asking_twice(settings):
    """The portal with a page that asks two slow questions."""

    @login_not_required
    def slow(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            for _ in range(2):
                cursor.execute("SELECT pg_sleep(0.05)")
        return HttpResponse("klaar")

    urls = ModuleType("slow_urls")
    urls.urlpatterns = [path("traag/", slow, name="slow"), *get_resolver().url_patterns]
    urls.handler500 = server_error
    settings.ROOT_URLCONF = urls
    yield "/traag/"
    set_urlconf(None)


@pytest.mark.parametrize(("longest", "status"), [(15, 200), (0.04, 503)])
def test_a_page_that_asks_for_too_long_in_all_asks_no_more(
    client, db, asking_twice, monkeypatch, longest, status
):
    """Each question is short enough for PostgreSQL; together they are not."""
    monkeypatch.setattr(limits, "LONGEST_ASKING", longest)
    client.raise_request_exception = False
    answer = client.get(asking_twice)
    assert answer.status_code == status
    assert ("Verfijn" in answer.content.decode()) is (status == 503)


def test_the_proxy_waits_longer_than_a_page_may_ask():
    waits = int(re.search(r"proxy_read_timeout (\d+)s;", TEMPLATE)[1])
    statement = 10  # one question may still be asked when the time is nearly up
    assert limits.LONGEST_ASKING + statement < waits
