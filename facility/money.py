"""Money: decimals in euro, and the one place where amounts are rounded.

The rule: an amount has two decimals and is rounded half up (half a cent goes away from zero), once per line. VAT is
not rounded per line but per rate, over the sum of the lines of that rate, as EN 16931 asks of an invoice (BR-CO-17);
so an order and its invoice come to the same cent.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

CURRENCY = "EUR"
CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HIGHEST = Decimal("9999999999.99")  # what a column of an amount can hold
VAT_RATES = (Decimal(0), Decimal(6), Decimal(12), Decimal(21))  # in Belgium, since 1 January 1996


class Sums(NamedTuple):
    """Without VAT, the VAT, and together; in euro."""

    net: Decimal
    vat: Decimal
    total: Decimal


def cents(amount: Decimal) -> Decimal:
    """An amount in euro with two decimals, rounded half up: 2.345 becomes 2.35, -2.345 becomes -2.35."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def line_net(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """What so many of something cost, in euro without VAT."""
    return cents(quantity * unit_price)


def vat_of(net: Decimal, rate: Decimal) -> Decimal:
    """The VAT in euro on a net amount; the rate is a percentage, such as 21."""
    return cents(net * rate / 100)


def by_rate(lines: Iterable[tuple[Decimal, Decimal]]) -> dict[Decimal, Decimal]:
    """Net amounts by VAT rate, from lines of (net in euro, rate in percent)."""
    nets: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for net, rate in lines:
        nets[rate.normalize()] += net
    return dict(nets)


def sums(lines: Iterable[tuple[Decimal, Decimal]]) -> Sums:
    """The sums of lines of (net in euro, rate in percent)."""
    nets = by_rate(lines)
    net = sum(nets.values(), ZERO)
    vat = sum((vat_of(part, rate) for rate, part in nets.items()), ZERO)
    return Sums(net, vat, net + vat)


def in_words(amount: Decimal) -> str:
    """An amount in a Dutch sentence: 1234.5 becomes "€ 1.234,50"."""
    whole, _, fraction = f"{abs(cents(amount)):,.2f}".partition(".")
    return f"{'-' if amount < 0 else ''}€\N{NO-BREAK SPACE}{whole.replace(',', '.')},{fraction}"


def number(value: Decimal) -> str:
    """A quantity, a rate or a measure in a Dutch sentence: 40.00 becomes "40", 12.50 becomes "12,5"."""
    return f"{value.normalize():f}".replace(".", ",")


def amount_field(label: str, **options: Any) -> models.DecimalField:
    """A column of an amount in euro, to the cent."""
    return models.DecimalField(f"{label} (€)", max_digits=12, decimal_places=2, **options)


def price_field(label: str, **options: Any) -> models.DecimalField:
    """A column of a price per unit in euro: four decimals, as suppliers quote small things."""
    return models.DecimalField(f"{label} (€)", max_digits=12, decimal_places=4, **options)


def rate_field(label: str = "btw (%)", **options: Any) -> models.DecimalField:
    """A column of a VAT rate in percent."""
    bounds = [MinValueValidator(0), MaxValueValidator(100)]
    return models.DecimalField(label, max_digits=5, decimal_places=2, validators=bounds, **options)


def currency_field() -> models.CharField:
    return models.CharField("munt", max_length=3, default=CURRENCY, editable=False)


def in_euro(name: str) -> CheckConstraint:
    """The amounts of this row are in euro."""
    return CheckConstraint(
        condition=Q(currency=CURRENCY), name=name, violation_error_message="Bedragen staan in euro (EUR)."
    )
