"""Lists of the back office by year, month and day."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import OfferFactory

LIST = reverse("admin:housing_offer_changelist")


@pytest.fixture
def offers(abb):
    for moment in (
        datetime(2024, 11, 5, 12, tzinfo=UTC),
        datetime(2026, 1, 30, 12, tzinfo=UTC),
        datetime(2026, 1, 31, 23, 30, tzinfo=UTC),  # 1 February in Brussels
        datetime(2026, 3, 3, 12, tzinfo=UTC),
    ):
        OfferFactory(submitted_at=moment)


def asked(client, query=""):
    """What there is to choose, in words, where that leads, and how many rows the list has."""
    page = client.get(f"{LIST}{query}", follow=True)
    nav = re.search(r'<nav class="toplinks".*?</nav>', page.content.decode(), re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav[0]) if nav else []
    return {unescape(name): unescape(url) for url, name in links}, len(page.context["cl"].result_list)


def test_one_goes_from_years_to_months_to_a_day_and_back(client_for, abb, offers):
    client = client_for(abb)
    years, rows = asked(client)
    assert (list(years), rows) == (["2024", "2025", "2026"], 4)
    months, rows = asked(client, years["2026"])
    assert (list(months), rows) == (["‹ Alle datums", "Januari 2026", "Februari 2026", "Maart 2026"], 3)
    days, rows = asked(client, months["Februari 2026"])
    assert (list(days), rows) == (["‹ 2026", "1 februari"], 1)
    day, rows = asked(client, days["1 februari"])
    assert (list(day), rows) == (["‹ Februari 2026"], 1)
    assert asked(client, day["‹ Februari 2026"]) == (days, 1)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?submitted_at__year=2025", 0),
        ("?submitted_at__month=3", 1),
        ("?submitted_at__year=1999&submitted_at__day=9", 0),
        ("?submitted_at__year=x", 4),
    ],
)
def test_a_period_without_rows_or_sense_is_answered_too(client_for, abb, offers, query, rows):
    assert asked(client_for(abb), query)[1] == rows
