"""Long lists: counting stops, and says so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.urls import reverse

from audit.paging import CappedPaginator
from audit.trail import record
from audit.vocabulary import names_like, words_in
from municipalities.models import Municipality


@pytest.fixture
def at_most_three(monkeypatch):
    monkeypatch.setattr("audit.paging.MOST_COUNTED", 3)


def test_a_list_is_counted_up_to_the_cap_with_one_statement_that_stops_there(
    reference, at_most_three, django_assert_num_queries
):
    pages = CappedPaginator(Municipality.objects.order_by("name"), 2)
    with django_assert_num_queries(1) as queries:
        assert (pages.count, pages.num_pages, pages.is_capped) == (3, 2, True)
    assert "LIMIT 4" in queries[0]["sql"] and "ORDER BY" not in queries[0]["sql"]


@pytest.mark.parametrize(("rows", "is_capped"), [([1, 2, 3], False), ([1, 2, 3, 4], True), ([], False)])
def test_what_just_fits_is_not_more(at_most_three, rows, is_capped):
    pages = CappedPaginator(rows, 25)
    assert (pages.count, pages.is_capped) == (min(len(rows), 3), is_capped)


class SlowRows(list):
    """Rows that can be counted only while somebody else counts as well."""

    def __init__(self, both):
        super().__init__([1, 2, 3])
        self.both = both

    def __len__(self):
        self.both.wait()
        return super().__len__()


def test_who_counts_a_slow_list_lets_others_count():
    """A lock of the class, as that of `functools.cached_property` before Python 3.12, made every thread of the web wait
    for the slowest list."""
    both = Barrier(2, timeout=5)
    lists = [CappedPaginator(SlowRows(both), 25) for _ in range(2)]
    with ThreadPoolExecutor(2) as people:
        assert list(people.map(lambda pages: pages.count, lists)) == [3, 3]


def test_the_back_office_says_that_there_are_more(client_for, abb, at_most_three):
    page = client_for(abb).get(reverse("admin:municipalities_municipality_changelist")).content.decode()
    assert "meer dan 3 gemeenten" in " ".join(page.split())


def test_the_words_of_the_trail_are_those_of_its_index(abb, events_of_two):
    assert {"Anna Proef", "Bert Proef"} <= set(words_in("user_name"))
    assert names_like("user_name", "NA pr") == ["Anna Proef"]
    assert names_like("user_name", " ") == []
    with pytest.raises(LookupError):
        words_in("changes")


@pytest.fixture
def events_of_two(abb, local, gent):
    for by, name in ((abb, "Anna Proef"), (local, "Bert Proef"), (local, "Bert Proef")):
        by.user.name = name
        record("offer.approved", gent, by=by)


def test_the_trail_is_searched_by_a_part_of_a_name(client_for, abb, events_of_two):
    shown = (
        client_for(abb).get(reverse("admin:audit_auditevent_changelist"), {"q": "bert GENT"}).context["cl"]
    )
    assert [event.user_name for event in shown.result_list] == ["Bert Proef", "Bert Proef"]
