"""Every page asks the database as often with many rows as with few."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from config.access import PAGES
from housing.models import Offer
from tests.house.copies import Copies, copied_models
from tests.house.query_ceilings import ABOVE, ADMIN_TARGET, TARGET
from tests.house.test_access import answer
from tests.house.test_back_office import back_office_addresses, back_office_url
from tests.house.world import World

FEW, MANY = range(1, 3), range(3, 9)
# Of the back office, these three are alike for all models and list nothing of ours: asked in the long run only.
ALIKE = ("_add", "_delete", "_history")
BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT")


class Question(NamedTuple):
    """A page as one hat asks it."""

    name: str
    ask: Callable[[], HttpResponse]


def questions(world: World, *, also_alike: bool) -> Iterator[Question]:
    clients: dict[str, Client] = {}

    def client(hat: str) -> Client:
        if hat not in clients:
            clients[hat] = world.client(hat)
            clients[hat].raise_request_exception = False  # what goes wrong is an answer too
        return clients[hat]

    for page in PAGES:
        if page.method == "get" and page.answer == 200:
            # The first page shows each hat something else.
            for hat in page.yes.split()[: None if page.url == "home" else 1]:
                name = page.url + (f" of {page.thing}" if page.thing else "") + f" for {hat}"
                yield Question(name, partial(answer, client(hat), world, page))
    for name, group in back_office_addresses():
        if group.yes and (also_alike or not name.endswith(ALIKE)):
            url, hat = back_office_url(name), "abb" if "abb" in group.yes.split() else group.yes.split()[0]
            yield Question(f"{name} for {hat}", partial(client(hat).get, url))
    yield Question("planted", one_query_per_offer)


def one_query_per_offer() -> HttpResponse:
    """The negative control: what this test is there to notice."""
    for key in Offer.objects.values_list("pk", flat=True):
        Offer.objects.filter(pk=key).first()
    return HttpResponse()


def asked(question: Question) -> int | str:
    """How many statements the answer took, or that there was none."""
    statements: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        statements.append(str(sql))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        status = question.ask().status_code
        transaction.set_rollback(True)
    if status != 200:
        return f"answers {status}"
    return sum(not statement.startswith(BOOKKEEPING) for statement in statements)


def counts(world: World, *, also_alike: bool) -> dict[str, int | str]:
    cache.clear()
    return {question.name: asked(question) for question in questions(world, also_alike=also_alike)}


def target(name: str) -> int:
    return ADMIN_TARGET if name.startswith("admin:") else TARGET


@pytest.mark.parametrize("also_alike", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_page_asks_the_database_as_often_with_many_rows_as_with_few(world, monkeypatch, also_alike):
    monkeypatch.setattr("accounts.sessions.NOTED_EVERY", 10_000)  # once a minute is not every page
    ContentType.objects.get_for_models(*copied_models())  # each process asks once
    Offer.objects.update(title="")  # called after their address, and so after their municipality
    copies = Copies()
    copies.make(FEW)
    few = counts(world, also_alike=also_alike)
    copies.make(MANY)
    many = counts(world, also_alike=also_alike)
    grown = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    assert set(grown) == {"planted"}, grown
    del many["planted"]
    most = {name: ABOVE.get(name, target(name)) for name in many}
    above = {name: found for name, found in many.items() if isinstance(found, str) or found > most[name]}
    assert above == {}
    assert {name for name in ABOVE if many.get(name, 0) <= target(name)} == set()  # to be taken off the list
