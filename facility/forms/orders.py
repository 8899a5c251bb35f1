"""What people may type about orders, deliveries and complaints; validates, never saves."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Kind, Membership, Organisation
from documents.fields import CheckedFilesField
from facility import money
from facility.actions import Arrived, Goes
from facility.forms.contracts import day_field, euro_choice, rate_choice
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    Destination,
    Lot,
    Order,
    OrderLine,
    Supplier,
    SupportRequest,
    Unit,
)
from housing.forms.filters import TextSearch

MOST = Decimal("9999999.99")


def quantity_field(
    label: str = "Aantal", *, least: Decimal = Decimal("0.01"), **options: Any
) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=MOST,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


class OrderForm(forms.Form):
    """The head of an order, for one request, for several of other municipalities, or for a local government as such."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    lot = forms.ModelChoiceField(
        label="Raamcontract en perceel",
        queryset=Lot.objects.none(),
        required=False,
        empty_label="Buiten een raamcontract (spoedaankoop)",
    )
    supplier = forms.ModelChoiceField(
        label="Leverancier",
        queryset=Supplier.objects.all(),
        required=False,
        help_text="Alleen buiten een raamcontract: een perceel heeft zijn eigen leverancier.",
    )
    justification = forms.CharField(
        label="Waarom buiten een raamcontract?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen buiten een raamcontract. Een collega keurt de aankoop goed en leest dit.",
    )
    budget = forms.ModelChoiceField(
        label="Budget",
        queryset=BudgetDecision.objects.all(),
        help_text="De beslissing die deze aankoop betaalt.",
    )
    deliver_on = day_field("Leveren tegen")
    remarks = forms.CharField(
        label="Opmerking voor de leverancier",
        required=False,
        max_length=400,
        help_text="Bijvoorbeeld een laadkade of openingsuren. Schrijf geen namen van bewoners.",
    )

    def __init__(self, *args: Any, requests: list[SupportRequest], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.requests, self.on = requests, on
        lots: Any = self.fields["lot"]
        lots.queryset = (
            Lot.objects.filter(contract__valid__contains=on)
            .select_related("contract", "supplier")
            .order_by("contract__number", "number")
        )
        self.place_fields = []
        for item in requests:
            name = f"place_{item.pk}"
            self.fields[name] = forms.CharField(
                label=f"Leveradres voor {item.municipality}",
                max_length=200,
                initial=f"{item.site.address}" if item.site else "",
            )
            self.place_fields.append((name, item.organisation, item))
        if not requests:
            self.fields["organisation"] = forms.ModelChoiceField(
                label="Voor welk lokaal bestuur?",
                queryset=Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).order_by("name"),
            )
            self.fields["place"] = forms.CharField(label="Leveradres", max_length=200)
        where = [name for name, *_ in self.place_fields] or ["organisation", "place"]
        self.fieldsets = (
            ("Bij wie bestelt u?", ("lot", "supplier", "justification")),
            ("Waar en wanneer?", (*where, "deliver_on", "remarks")),
            ("Wie betaalt?", ("budget",)),
        )

    def clean_deliver_on(self) -> date:
        day: date = self.cleaned_data["deliver_on"]
        if day < self.on:
            raise forms.ValidationError(
                "Deze dag is al voorbij. Kies vandaag of een latere dag.", code="past"
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lot"):
            if data.get("justification"):
                self.add_error(
                    "justification",
                    "U koos een raamcontract: dan is er geen verantwoording nodig. Maak dit veld leeg, of kies geen "
                    "perceel.",
                )
        else:
            if not data.get("supplier"):
                self.add_error(
                    "supplier", "Kies een perceel, of kies een leverancier buiten een raamcontract."
                )
            if not data.get("justification"):
                self.add_error("justification", "Schrijf op waarom dit niet op een raamcontract kan.")
        return data

    def order(self) -> dict[str, Any]:
        """The cleaned data as `draft_order` takes them."""
        data = self.cleaned_data
        goes = [Goes(organisation, data[name], item) for name, organisation, item in self.place_fields]
        if not goes:
            goes = [Goes(data["organisation"], data["place"])]
        names = ("form_token", "lot", "supplier", "justification", "budget", "deliver_on", "remarks")
        return {**{name: data[name] for name in names}, "destinations": goes}


class OrderLineForm(forms.Form):
    """A line: an article of the lot; outside a contract a description with a price."""

    destination = forms.ModelChoiceField(label="Voor", queryset=Destination.objects.none(), empty_label=None)
    item = forms.ModelChoiceField(label="Artikel", queryset=CatalogueItem.objects.none())
    description = forms.CharField(label="Omschrijving", max_length=200)
    quantity = quantity_field()
    unit = forms.ChoiceField(label="Eenheid", choices=Unit.choices)
    unit_price = euro_choice("Prijs per eenheid zonder btw", places=4, least=Decimal(0))
    vat_rate = rate_choice()

    def __init__(self, *args: Any, order: Order, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        places = order.destinations.select_related("organisation")
        destination: Any = self.fields["destination"]
        destination.queryset = places
        if len(places) == 1:
            destination.initial, destination.widget = places[0], forms.HiddenInput()
        if order.lot_id is None:
            del self.fields["item"]
            return
        for name in ("description", "unit", "unit_price", "vat_rate"):
            del self.fields[name]
        items: Any = self.fields["item"]
        items.queryset = CatalogueItem.objects.filter(lot=order.lot_id, prices__valid__contains=on).order_by(
            "name"
        )


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(label="Waarom?", widget=forms.Textarea(attrs={"rows": 3}))


class RegulariseForm(forms.Form):
    regularisation = forms.CharField(
        label="Hoe is de aankoop geregulariseerd?",
        help_text="Bijvoorbeeld met een beslissing achteraf of een nieuw perceel; vermeld het nummer.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResolutionForm(forms.Form):
    resolution = forms.CharField(
        label="Wat is er gedaan?",
        help_text="Het lokaal bestuur leest dit.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeliveryForm(forms.Form):
    """What arrived, line by line: how much in good order, and what is wrong, with photos."""

    delivered_on = day_field("Geleverd op")

    def __init__(self, *args: Any, lines: list[tuple[OrderLine, Decimal]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.lines, self.on = [line for line, _ in lines], on
        self.initial.setdefault("delivered_on", on)
        groups: list[tuple[str, tuple[str, ...]]] = [("Wanneer?", ("delivered_on",))]
        for line, left in lines:
            quantity = quantity_field(
                f"In orde ontvangen ({line.get_unit_display()})",
                least=Decimal(0),
                required=False,
                help_text=f"Nog te ontvangen: {money.number(left)}.",
            )
            quantity.initial = left.normalize()
            names = (f"quantity_{line.pk}", f"problem_{line.pk}", f"photos_{line.pk}")
            self.fields[names[0]] = quantity
            self.fields[names[1]] = forms.CharField(
                label="Wat is er mis?", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[names[2]] = CheckedFilesField(label="Foto’s van wat er mis is")
            groups.append((line.description, names))
        self.fieldsets = groups

    def clean_delivered_on(self) -> date:
        day: date = self.cleaned_data["delivered_on"]
        if day > self.on:
            raise forms.ValidationError("Deze dag moet nog komen.", code="future")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.lines:
            if data.get(f"photos_{line.pk}") and not data.get(f"problem_{line.pk}"):
                self.add_error(f"problem_{line.pk}", "Schrijf bij de foto op wat er mis is.")
        return data

    def arrived(self) -> list[Arrived]:
        data = self.cleaned_data
        return [
            Arrived(
                line,
                data[f"quantity_{line.pk}"] or Decimal(0),
                data[f"problem_{line.pk}"],
                tuple(data[f"photos_{line.pk}"]),
            )
            for line in self.lines
        ]


class ComplaintForm(forms.Form):
    """Something is wrong with a line, also after it was confirmed."""

    line = forms.ModelChoiceField(label="Waarover?", queryset=OrderLine.objects.none(), empty_label=None)
    text = forms.CharField(label="Wat is er mis?", widget=forms.Textarea(attrs={"rows": 3}))
    photos = CheckedFilesField(label="Foto’s")

    def __init__(self, *args: Any, lines: QuerySet[OrderLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        line: Any = self.fields["line"]
        line.queryset = lines


class OrderFilter(django_filters.FilterSet):
    zoek = TextSearch("supplier__name", "lot__title", "lot__contract__number", letter="B")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=Order.Status.choices, empty_label="Alle"
    )
    leverancier = django_filters.ModelChoiceFilter(
        field_name="supplier", label="Leverancier", queryset=Supplier.objects.all(), empty_label="Alle"
    )

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by.is_kind(Kind.FACILITY):
            del self.filters["leverancier"]
