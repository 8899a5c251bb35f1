"""Amounts: one rule of rounding, VAT per rate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facility import money

D = Decimal


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("2.345", "2.35"), ("-2.345", "-2.35"), ("2.344999", "2.34"), ("0.005", "0.01"), ("1", "1.00")],
)
def test_half_a_cent_goes_away_from_zero(amount, rounded):
    assert money.cents(D(amount)) == D(rounded)


def test_vat_is_rounded_once_per_rate_and_not_per_line():
    lines = [(D("0.02"), D(21)), (D("0.02"), D(21)), (D("0.03"), D("21.00")), (D(10), D(6))]
    assert money.sums(lines) == (D("10.07"), D("0.61"), D("10.68"))  # 0.0147 -> 0.01, and 0.60


def test_amounts_in_words_are_written_as_in_flanders():
    assert money.in_words(D("1234567.5")) == "€\xa01.234.567,50"
    assert money.in_words(D(-3)) == "-€\xa03,00"


@given(st.lists(st.tuples(st.decimals(0, 99999, places=2), st.sampled_from(money.VAT_RATES)), max_size=30))
def test_the_order_of_lines_changes_no_cent(lines):
    assert money.sums(lines) == money.sums(list(reversed(lines)))
    found = money.sums(lines)
    assert found.total == found.net + found.vat and found.net == sum((net for net, _ in lines), D(0))
