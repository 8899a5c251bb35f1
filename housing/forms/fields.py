"""Fields for what people type about a place: numbers the Belgian way, with our own sentences."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from audit.days import day_before
from housing.models import Offer

DATE = {"type": "date"}
WHOLE = {"inputmode": "numeric"}


def day(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )


def number(label: str, low: int, high: int, sentence: str, *, help_text: str = "") -> forms.IntegerField:
    """A whole number from `low` to `high`; outside it `sentence` says what to do."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=low,
        max_value=high,
        error_messages={"min_value": sentence, "max_value": sentence},
        # A text field: its own sentence must come back with what was typed, which a number field would not keep.
        widget=forms.TextInput(attrs=WHOLE),
    )


class AmountField(forms.DecimalField):
    """A decimal number as people here write it: "650", "650,50", "1.250,50" or "€ 650"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = re.sub(r"(?i)[€\s\u00a0]|eur(o)?|m²|m2", "", value)
            if "," in value:
                value = value.replace(".", "").replace(",", ".")
            elif re.fullmatch(r"\d{1,3}(\.\d{3})+", value):
                value = value.replace(".", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return f"{value:.0f}" if whole else f"{value:f}".replace(".", ",")
        return value


def amount(
    label: str, low: int, high: int, sentence: str, *, digits: int, help_text: str = ""
) -> AmountField:
    """An amount from `low` to `high` with at most `digits` digits behind the comma."""
    return AmountField(
        label=label,
        help_text=help_text,
        min_value=low,
        max_value=high,
        decimal_places=digits,
        error_messages={
            "min_value": sentence,
            "max_value": sentence,
            "invalid": "Vul een getal in, bijvoorbeeld 650 of 12,5.",
            "max_decimal_places": f"Hoogstens {digits} cijfers na de komma.",
        },
    )


class DegreesField(AmountField):
    """Latitude or longitude: "51.0543" and "51,0543" are the same; what a device adds beyond a metre is dropped."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        degrees = forms.DecimalField.to_python(self, str(value or "").replace(",", ".") or None)
        return None if degrees is None else degrees.quantize(Decimal("0.000001"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}" if isinstance(value, Decimal) else value


def period_as_typed(offer: Offer) -> dict[str, Any]:
    """The available period as two days, the last one included."""
    if offer.available is None:
        return {}
    return {
        "available_from": offer.available.lower,
        "available_until": day_before(offer.available.upper),
    }
