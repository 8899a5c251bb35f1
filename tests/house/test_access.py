"""Every page, every hat: the access table (config.access) is true, and says something about every address."""

import re
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import engines
from django.template.base import Variable
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path, set_urlconf
from django.utils import timezone

from config.access import EVERY_HAT, FOUND, HATS, HIDDEN, PAGES, Page, expected
from tests.accessibility.markup import markup_faults
from tests.factories import UserFactory
from tests.house.addresses import addresses, without_row
from tests.house.language import leaks_of
from tests.house.world import World

REFUSALS = (302, 403, 404, 405)
FORM_ANSWERS = (200, 302, 405, 422)
UNPROCESSABLE = 422
TABLE = re.compile(r'(?<=FROM ")\w+|(?<=INTO ")\w+|(?<=UPDATE ")\w+')
# Whose pages are read for their language: one hat of each kind; the others see the same words.
READS = ("anonymous", "company", "local", "reader", "officer", "governor", "facility", "vlot", "abb")
ENDED = ("anonymous", "disabled", "no_hat")
OF_THINGS = [
    pytest.param(page, id=f"{page.url}-{page.thing}") for page in PAGES if page.thing and page.unknown
]


def hidden_from(page: Page) -> list[str]:
    """The hats for which somebody else's example of the thing must not seem to exist; first who does the same work
    for another body, because his page gets furthest before it says so."""
    hidden = [hat for hat in HATS if page.unknown == expected(page, hat) == HIDDEN]
    return sorted(hidden, key=lambda hat: hat not in ("neighbour", "association"))


def answer(client: Client, world: World, page: Page, method: str = "", **address: bool) -> HttpResponse:
    method = method or page.method
    data = world.data(page) if method == "post" else {}
    response = getattr(client, method)(world.url(page, **address), data)
    if response.streaming:
        b"".join(response)  # reads to the end, which closes the file
    return response


def problems(world: World, page: Page, hat: str) -> list[str]:
    """What this page does with this hat that the table does not say."""
    should, found = expected(page, hat), []
    client = world.client(hat)
    response = answer(client, world, page)
    if response.status_code != should:
        found.append(f"{page.method} answers {response.status_code} instead of {should}")
    if hat in ENDED and should == FOUND and not leads_in(response):
        found.append(f"leads to {response.headers.get('Location')} instead of signing in or registering")
    looks = hat in page.looks.split()
    if hat in READS and response.status_code == 200 and not response.streaming:
        found += leaks_in(response)
    if should != page.answer or looks:
        status = answer(client, world, page, "post").status_code
        found += [f"post answers {status}"] if status not in REFUSALS else []
    elif page.method == "get":
        form = answer(client, world, page, "post")
        found += [f"the form answers {form.status_code}"] if form.status_code not in FORM_ANSWERS else []
        found += faults_of(form) if form.status_code == UNPROCESSABLE else []
        if hat in READS and form.status_code in (200, 422) and not form.streaming:
            found += leaks_in(form)
    if should == page.answer and page.method == "get" and response.status_code == 200:
        found += faults_of(response)
    return found


def leaks_in(response: HttpResponse) -> list[str]:
    """What is not Dutch on the page, also in what it says of a form that was sent empty."""
    html = response.headers.get("Content-Type", "").startswith("text/html")
    return leaks_of(response.content.decode()) if html else []


def leads_in(response: HttpResponse) -> bool:
    return response.headers.get("Location", "").startswith(("/account/login/", "/organisatie/registreren/"))


def faults_of(response: HttpResponse) -> list[str]:
    """Names that a template does not know, addresses of other servers that a browser would ask, and what is wrong with
    the markup for who does not see or point."""
    if not response.headers.get("Content-Type", "").startswith("text/html") or not response.content.strip():
        return []
    text = response.content.decode()
    unknown = set(re.findall(r"UNKNOWN\((.*?)\)", text))
    foreign = set(
        re.findall(r"""(?:src|srcset|action|data|poster)\s*=\s*["']?(?:https?:)?//[^"'\s>]+""", text)
    )
    foreign |= {link for link in re.findall(r"<link[^>]*>", text) if "//" in link}
    return [
        *(f"template does not know {name}" for name in sorted(unknown)),
        *(f"asks {link}" for link in foreign),
        *markup_faults(text),
    ]


class Missing(str):
    """What stands on the page for a name that the template does not know; still false in an {% if %}."""

    def __bool__(self) -> bool:
        return False


class Unknown(str):
    """Django writes this for a name that it does not know, filled in with the name."""

    def __mod__(self, name: object) -> Missing:
        return Missing(f"UNKNOWN({name})")


@pytest.fixture(autouse=True)
def unknown_names_show(monkeypatch):
    """Only names that are not there: a relation without a row, or a method that wants arguments, is empty as always."""
    look_up = Variable._resolve_lookup

    def quiet(self: Variable, context: object) -> object:
        found = look_up(self, context)
        return "" if isinstance(found, Unknown) else found

    monkeypatch.setattr(Variable, "_resolve_lookup", quiet)
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Unknown("%s"))


def test_every_address_is_in_the_table():
    assert without_row() == set()


def test_every_row_is_about_an_address_that_exists():
    there = {found.name for found in addresses()}
    assert {page.url for page in PAGES} <= there


def test_every_hat_and_thing_in_the_table_exists(world):
    for page in PAGES:
        assert {*page.yes.split(), *page.no.split(), *page.looks.split()} <= set(HATS), page
        assert not set(page.yes.split()) & set(page.no.split()), page
        assert not page.thing or page.thing in world.things, page


@pytest.mark.parametrize("row", PAGES, ids=lambda page: f"{page.url}-{page.thing}")
def test_who_may_open_a_page_is_as_the_table_says(world, row, plain_refusals):
    """Every hat finds the world as it was made: what the one before it did is undone."""
    found = {}
    for hat in HATS:
        with transaction.atomic():
            found[hat] = problems(world, row, hat)
            transaction.set_rollback(True)
        cache.clear()
    assert {hat: wrong for hat, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_page_takes_another_method_than_a_form_not_even_from_who_may_open_it(world, method):
    """Each method at another quarter of the pages: what refuses them stands before all."""
    asked = PAGES[["put", "patch", "delete", "trace"].index(method) :: 4]
    taken = {
        page.url
        for page in asked
        for hat in (page.yes.split() or ["anonymous"])[:1]
        if answer(world.client(hat), world, page, method).status_code != 405
    }
    assert taken == set()


@pytest.mark.parametrize("row", OF_THINGS)
def test_a_thing_that_does_not_exist_is_not_found(world, row):
    hat = row.yes.split()[0]
    assert answer(world.client(hat), world, row, unknown=True).status_code == row.unknown


def asked_of_the_database(client: Client, world: World, page: Page, **address: bool) -> list[str]:
    """The tables that a page looks in before it says that there is nothing, in that order."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        assert answer(client, world, page, **address).status_code == page.unknown
        transaction.set_rollback(True)
    return [found[0] for query in queries if (found := TABLE.search(query["sql"]))]


@pytest.mark.parametrize("row", [row for row in OF_THINGS if hidden_from(row.values[0])])
def test_someone_elses_thing_costs_what_no_thing_costs(world, row, plain_refusals):
    """Else the time that a 404 takes tells that the thing is there. Queries are counted: a clock is unsteady here."""
    hat = hidden_from(row)[0]
    # Once a minute a page notes that its session was used: before the two that are compared, and not at one of them.
    assert answer(world.client(hat), world, row, unknown=True).status_code == row.unknown
    theirs = asked_of_the_database(world.client(hat), world, row)
    nobodys = asked_of_the_database(world.client(hat), world, row, unknown=True)
    assert theirs == nobodys, hat


@pytest.mark.parametrize("hat", EVERY_HAT.split())
def test_a_right_that_is_taken_away_ends_at_once(world, hat):
    client = world.client(hat)
    membership = world.hats[hat]
    page = "/locaties/"
    assert client.get(page).status_code == 200
    membership.ended_at, membership.ended_by = (
        timezone.now(),
        UserFactory(),
    )  # the last manager does not leave himself
    membership.save(update_fields=["ended_at", "ended_by"])
    assert leads_in(client.get(page))


# --- Would it notice? ----------------------------------------------------------------------------------------


@pytest.fixture
def opened(settings):
    """The portal with one more page, which someone forgot to close."""

    @login_not_required
    def leak(request: HttpResponse, pk: int) -> HttpResponse:
        return HttpResponse("alle namen")

    urls = ModuleType("opened_urls")
    urls.urlpatterns = [path("lek/<int:pk>/", leak, name="leak"), *get_resolver().url_patterns]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls
    yield urls
    set_urlconf(None)


def test_negative_control_a_page_without_a_row_is_noticed(opened):
    assert without_row() == {"leak"}


@pytest.mark.parametrize("hat", ["anonymous", "neighbour", "no_hat", "disabled"])
def test_negative_control_a_page_that_is_open_to_all_is_noticed(world, opened, hat):
    page = Page("leak", "local", thing="household")
    found = problems(world, page, hat)
    assert any(f"get answers 200 instead of {expected(page, hat)}" in line for line in found), found
    assert any("post answers 200" in line for line in found), found


def row_of(url: str) -> Page:
    return next(page for page in PAGES if page.url == url)


@pytest.mark.parametrize(
    ("url", "hat", "opened_at", "open_to_all"),
    [
        (
            "matching:household_detail",
            "neighbour",
            "households.models.households.HouseholdQuerySet.visible_to",
            lambda rows, by: rows.all(),
        ),
        ("accounts:people", "reader", "accounts.views.rights.may_change_organisation", lambda *_: True),
        ("accounts:key_list", "reader", "accounts.views.keys.may_keep_keys", lambda *_: True),
    ],
)
def test_negative_control_a_page_of_ours_whose_rule_is_opened_is_noticed(
    world, monkeypatch, url, hat, opened_at, open_to_all
):
    """The row, the page and its question are the real ones; only the rule lets everybody in."""
    assert problems(world, row_of(url), hat) == []
    monkeypatch.setattr(opened_at, open_to_all)
    assert any("get answers 200 instead of" in line for line in problems(world, row_of(url), hat))


@pytest.mark.parametrize(
    "source",
    [
        "<p>{{ nobody_gave_this }}</p>",
        '<p>{{ nobody_gave_this|default:"-" }}</p>',
        '<img src="https://elders.example/x.png">',
        '<form action="//elders.example/">',
        '<link rel="stylesheet" href="https://elders.example/x.css">',
    ],
)
def test_negative_control_unknown_names_and_other_servers_are_noticed(source):
    assert faults_of(HttpResponse(engines["django"].from_string(source).render({})))


def test_a_link_that_one_may_follow_is_no_fault():
    assert faults_of(HttpResponse('<a href="https://www.vlaanderen.be/">Vlaanderen</a>')) == []
