"""What people may type about Flemish property; validates, never saves."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from accounts.models import Membership
from audit.days import day_after, day_before
from audit.shown import KnowsWhatItShowed
from documents.fields import CheckedFilesField
from facility.actions.properties import FOR_KINDS
from facility.forms.contracts import day_field
from facility.models import FlemishProperty, PropertyKind, SupportRequest, Zoning
from housing.forms.filters import TextSearch
from municipalities.models import Province
from municipalities.town_field import TownField

FIELDS = (
    "name", "kind", "owner", "municipality", "street", "house_number", "postal_code", "surface", "state", "zoning",
    "electricity", "water", "gas", "sewer", "internet", "conditions", "hold_days",
)  # fmt: skip
# What the database refuses too, said at the field.
LIMITS: dict[str, list[Callable[[Any], None]]] = {
    "surface": [MinValueValidator(Decimal("0.1"), "Een oppervlakte is meer dan nul.")],
    "hold_days": [
        MinValueValidator(1, "Een reservatie geldt 1 tot 90 dagen."),
        MaxValueValidator(90, "Een reservatie geldt 1 tot 90 dagen."),
    ],
}


def period(first: date, last: date | None) -> DateRange:
    """From two days as people say them."""
    return DateRange(first, day_after(last))


class PropertyForm(KnowsWhatItShowed, forms.ModelForm):
    """A building or a plot of the Flemish government."""

    municipality = TownField()
    begins = day_field("Beschikbaar vanaf")
    ends = day_field(
        "Beschikbaar tot en met", required=False, help_text="Laat leeg als er geen einde bekend is."
    )
    files = CheckedFilesField(label="Foto’s toevoegen")  # type: ignore[assignment]  # a field, as Django means it

    class Meta:
        model = FlemishProperty
        fields = FIELDS
        localized_fields = ("surface",)
        widgets = {"conditions": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"hold_days": "Na zoveel dagen vervalt een reservatie vanzelf."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, limits in LIMITS.items():
            self.fields[name].validators += limits
        available = self.instance.available if self.instance.pk else None
        if available is not None:
            self.initial["begins"] = available.lower
            self.initial["ends"] = day_before(available.upper)

    def seen(self) -> dict[str, Any]:
        """Two days are one period."""
        found = super().seen()
        if found.get("begins"):
            found["available"] = period(found.pop("begins"), found.pop("ends", None))
        return found

    def show_overtaken(self, stored: Mapping[str, Any]) -> None:
        """A period is said at the days of it that differ."""
        told = dict(stored)
        if available := told.pop("available", None):
            days = {"begins": available.lower, "ends": day_before(available.upper)}
            told |= {name: day for name, day in days.items() if self.cleaned_data.get(name) != day}
        super().show_overtaken(told)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", "Het einde ligt voor het begin.")
        elif begins:
            self.instance.available = period(begins, ends)
        return data

    def typed(self) -> dict[str, Any]:
        """For the verb."""
        row = {name: self.cleaned_data[name] for name in FIELDS}
        return {**row, "available": self.instance.available, "photos": tuple(self.cleaned_data["files"])}


class ReserveForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    support_request = forms.ModelChoiceField(
        label="Voor welke aanvraag?",
        queryset=SupportRequest.objects.none(),
        help_text="Alleen open, ingediende aanvragen die om een plaats, een pand of een grond gaan.",
    )

    def __init__(self, *args: Any, by: Membership, token: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.initial["form_token"] = token
        requests: Any = self.fields["support_request"]
        requests.queryset = (
            SupportRequest.objects.visible_to(by)
            .filter(kind__in=FOR_KINDS, status__in=["submitted", "taken_up", "info_requested"])
            .order_by("needed_by", "pk")
        )


class ProtocolForm(forms.Form):
    """The state in which a property changes hands."""

    on = day_field("Datum")
    keys = forms.IntegerField(label="Aantal sleutels", min_value=0, max_value=999)
    meters = forms.CharField(
        label="Meterstanden", max_length=200, help_text="Elektriciteit, water, gas; of “geen meters”."
    )
    description = forms.CharField(
        label="Plaatsbeschrijving", widget=forms.Textarea(attrs={"rows": 5}), help_text="Schrijf geen namen."
    )
    defects = forms.CharField(label="Gebreken", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    photos = CheckedFilesField(label="Foto’s")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.today = on
        self.initial["on"] = on

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("Een verslag gaat over vandaag of vroeger.", code="future")
        return on


class HandOverForm(ProtocolForm):
    until = day_field("Gebruik tot", required=False, help_text="De eerste dag waarop het pand weer vrij is.")


class PropertyFilter(django_filters.FilterSet):
    zoek = TextSearch("name", "street", "owner", "municipality__name", "postal_code", letter="VP")
    soort = django_filters.ChoiceFilter(
        field_name="kind", label="Soort", choices=PropertyKind.choices, empty_label="Alle"
    )
    provincie = django_filters.ModelChoiceFilter(
        field_name="municipality__province",
        label="Provincie",
        queryset=Province.objects.all(),
        empty_label="Alle",
    )
    bestemming = django_filters.ChoiceFilter(
        field_name="zoning", label="Bestemming", choices=Zoning.choices, empty_label="Alle"
    )
    oppervlakte = django_filters.NumberFilter(
        field_name="surface", lookup_expr="gte", label="Minstens zoveel m²", min_value=0
    )
    vrij = django_filters.ChoiceFilter(
        label="Vrij", choices=[("ja", "vandaag vrij")], empty_label="Alle", method="free_today"
    )
    gemeente = django_filters.CharFilter(
        field_name="municipality__name", lookup_expr="iexact", label="Gemeente"
    )

    class Meta:
        model = FlemishProperty
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def free_today(
        self, queryset: QuerySet[FlemishProperty], name: str, value: str
    ) -> QuerySet[FlemishProperty]:
        return queryset.free(on=self.on)  # type: ignore[attr-defined]
