from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from config.templatetags.numbers import (
    counted,
    nl_date,
    nl_euro,
    nl_number,
    nl_percent,
    nl_period,
    nl_signed,
    time_left,
)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"),
        (1234567, None, "1.234.567"),
        (0, None, "0"),
        (Decimal("12.500"), None, "12,5"),
        (Decimal("12.5"), 2, "12,50"),
        (0.125, 2, "0,13"),
        (2.675, 2, "2,68"),
        (-0.4, 0, "0"),
        (-1500, None, "−1.500"),
        (1e21, None, "1.000.000.000.000.000.000.000"),
        ("", None, "–"),
        (None, 2, "–"),
        (float("nan"), None, "–"),
        ("veel", None, "–"),
        (True, None, "–"),
    ],
)
def test_numbers_are_written_the_belgian_way(value, decimals, text):
    assert nl_number(value, decimals) == text


def test_percentages_amounts_and_differences():
    assert nl_percent(0.2534, 1) == "25,3\N{NO-BREAK SPACE}%"
    assert nl_percent(None) == "–"
    assert nl_euro(1234.5) == "€\N{NO-BREAK SPACE}1.234,50"
    assert [nl_signed(n) for n in (3, 0, -3, None)] == ["+3", "0", "−3", "–"]
    assert nl_signed(0.001, 1) == "0,0"


def test_a_number_agrees_with_its_noun():
    words = "plaats,plaatsen"
    assert [counted(n, words) for n in (0, 1, 2, 1200)] == [
        "0 plaatsen",
        "1 plaats",
        "2 plaatsen",
        "1.200 plaatsen",
    ]
    assert counted(2, "bed") == "2 bed"


def test_dates_and_periods_name_the_last_day_itself():
    first, after = date(2026, 11, 1), date(2026, 12, 1)
    assert nl_date(first) == "01/11/2026"
    assert nl_date(None) == "–"
    assert nl_period(DateRange(first, after)) == "van 01/11/2026 tot en met 30/11/2026"
    assert nl_period(DateRange(first, date(2026, 11, 2))) == "op 01/11/2026"
    assert nl_period(DateRange(first, None)) == "vanaf 01/11/2026"
    assert nl_period(DateRange(None, after)) == "tot en met 30/11/2026"
    assert nl_period(DateRange(empty=True)) == "–"
    assert nl_period(None) == "–"


@pytest.mark.parametrize(
    ("part", "seconds", "words"),
    [
        (0.02, 60, ""),  # too early to say
        (0.5, 4, ""),
        (1, 600, ""),
        (0.5, 30, "nog minder dan een minuut"),
        (0.5, 62, "nog ongeveer 1 minuut"),
        (0.25, 60, "nog ongeveer 3 minuten"),
        (0.1, 900, "nog meer dan een uur"),
    ],
)
def test_how_long_it_takes_yet_is_said_when_it_can_be(part, seconds, words):
    assert time_left(part, seconds) == words
