"""Every list of the portal turns its pages by row: nothing is skipped, however long it is."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet

from audit.paging import ListPage
from config.access import PAGES
from tests.house.test_access import answer
from tests.house.world import World


def lists(world: World) -> Iterator[tuple[str, ListPage]]:
    for page in PAGES:
        if page.method == "get" and page.answer == 200:
            with transaction.atomic():
                context = answer(world.client(page.yes.split()[0]), world, page).context
                transaction.set_rollback(True)
            for name in ("page", "waiting", "list_page"):
                if context and isinstance(context.get(name), ListPage):
                    yield f"{page.url}: {name}", context[name]


@pytest.mark.soak
def test_every_list_goes_on_from_a_row(world):
    """Those that Python makes are short, and are turned by number."""
    cache.clear()
    found = dict(lists(world))
    asked = {
        name: page.paginator
        for name, page in found.items()
        if isinstance(page.paginator.object_list, QuerySet)
    }
    assert len(asked) > 25
    by_number = sorted(name for name, paginator in asked.items() if paginator.order is None)
    assert by_number == []
