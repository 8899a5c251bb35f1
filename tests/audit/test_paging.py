"""Long lists: counting stops, and says so."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db.models import Case, F, Value, When
from django.urls import reverse

from audit.paging import CappedPaginator, Counted, ListPage
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


@pytest.mark.parametrize(("most", "told"), [(1, (1, True)), (2, (2, False)), (3, (2, False))])
def test_a_number_beside_a_list_stops_at_its_cap_also_as_a_part_of_another_query(
    reference, monkeypatch, django_assert_num_queries, most, told
):
    monkeypatch.setattr("audit.paging.MOST_WAITING", most)
    rows = Municipality.objects.filter(name__in=["Gent", "Aalst"]).order_by("name")
    with django_assert_num_queries(2) as queries:
        assert Counted.of(rows) == told
        assert Counted.up_to(rows.annotate(all=Counted.apart(rows))[0].all) == told
    assert all(f"LIMIT {most + 1}" in query["sql"] for query in queries)


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


SORTED = {
    "by name": ("name", "pk"),
    "by a column of another table": ("-province__name", "-name", "-pk"),
    "empty first": ("-merged_into__name", "pk"),
    "empty last, both ways": (F("merged_into__name").desc(nulls_last=True), "-reference_region__name", "-pk"),
    "by an expression": (Case(When(name__lt="M", then=Value(2)), default=Value(1)), "-name", "pk"),
}


def walked(rows, asked, step):
    """The rows of all pages from this one on, by what each page itself calls the next."""
    while asked:
        page = CappedPaginator(rows.all(), 40).get_page(asked)
        yield from [town.pk for town in page][:: 1 if step is ListPage.next_asked else -1]
        asked = step(page)


@pytest.mark.parametrize("order", SORTED.values(), ids=SORTED)
@pytest.mark.parametrize("most", [80, 10_000], ids=["longer than is counted", "counted"])
def test_a_list_is_turned_from_begin_to_end_and_back_in_its_own_order(reference, monkeypatch, order, most):
    monkeypatch.setattr("audit.paging.MOST_COUNTED", most)
    rows = Municipality.objects.order_by(*order)
    towns = [town.pk for town in rows]
    assert len(towns) > 300 and list(walked(rows, "1", ListPage.next_asked)) == towns
    back = walked(rows, "einde", ListPage.previous_asked)
    assert list(dict.fromkeys(back)) == towns[::-1]  # the first page is whole, and shows some again


def by_number(page):
    return str(page.number + 1) if page.has_next() else ""


@pytest.mark.parametrize(("step", "is_whole"), [(ListPage.next_asked, True), (by_number, False)])
def test_who_turns_pages_sees_each_row_once_while_rows_come_in(gent, step, is_whole):
    """The negative control counts on numbers: then the last of a page comes back as the first of the next."""
    rows = Municipality.objects.order_by("name", "pk")
    there = [town.pk for town in rows]
    number, asked, seen = 99_000, "1", Counter()
    while asked:
        page = CappedPaginator(rows.all(), 40).get_page(asked)
        seen.update(town.pk for town in page)
        number += 1
        Municipality.objects.create(
            nis_code=number,
            name=f"Aa {number}",
            province=gent.province,
            merged_into=gent,
            merged_on="2019-01-01",
        )
        asked = step(page)
    assert (seen == Counter(there)) is is_whole


@pytest.mark.parametrize(
    "typed",
    ["", "0", "-1", "drie", "3na", "na", "2na999999999", "3na9999999999999999999", "voor1", "1voor2", "9" * 40, "einde",
     "2na1'--", "1na1na1", "\u0663", "3voor999999999", "1.5"],
)  # fmt: skip
def test_whatever_is_typed_for_a_page_is_answered_with_one(client_for, vlot, reference, typed):
    response = client_for(vlot).get(reverse("housing:site_list"), {"pagina": typed})
    assert response.status_code == 200
    page = CappedPaginator(Municipality.objects.order_by("name", "pk"), 40).get_page(typed)
    assert len(page) and 0 <= page.number <= page.paginator.num_pages


def test_when_the_row_is_gone_the_number_counts(reference):
    rows = Municipality.objects.order_by("name", "pk")
    gone = CappedPaginator(rows, 40).get_page("3na999999999")
    assert (gone.number, list(gone)) == (3, list(rows[80:120]))


def test_an_order_in_which_two_rows_may_stand_equal_is_turned_by_number(reference):
    page = CappedPaginator(Municipality.objects.order_by("province__name"), 40).get_page("2")
    assert (page.previous_asked(), page.next_asked()) == ("1", "3")


def test_a_page_far_on_is_found_without_reading_what_is_before_it(
    reference, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("audit.paging.DEEP", 80)
    rows = Municipality.objects.select_related("province").order_by("name", "pk")
    with django_assert_num_queries(3) as queries:  # counted, numbers, rows
        found = list(CappedPaginator(rows, 40).get_page("4"))
    assert found == list(rows[120:160])
    assert "OFFSET" not in queries[2]["sql"]


def test_the_end_of_a_list_longer_than_was_counted_is_one_step_away(
    client_for, abb, reference, at_most_three
):
    rows = Municipality.objects.order_by("name", "pk")
    first = CappedPaginator(rows, 2).get_page("1")
    last = CappedPaginator(rows, 2).get_page(first.end_asked())
    assert [town.name for town in last] == [town.name for town in rows.reverse()[:2]][::-1]
    assert (last.number, last.next_asked(), last.end_asked()) == (0, "", "")
    assert CappedPaginator(rows, 2).get_page(last.previous_asked()).number == 0


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
