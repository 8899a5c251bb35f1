"""What people may type about invoices; validates, never saves."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django import forms

from documents.fields import CheckedFilesField
from documents.files import CheckedFile
from facility.actions import Billed, order_called
from facility.forms.contracts import day_field, euro_choice
from facility.forms.orders import quantity_field
from facility.models import Invoice, Order, OrderLine, Supplier
from facility.models.contracts import check_iban
from facility.models.invoices import check_reference
from facility.ubl import EInvoice, UblRefused, read
from housing.forms.filters import TextSearch


class EInvoiceForm(forms.Form):
    """An e-invoice as a file; cleans to what it says."""

    file = forms.FileField(
        label="E-factuur (xml)",
        help_text="Peppol BIS Billing 3.0, het xml-bestand dat de leverancier of Mercurius stuurde.",
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={"empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.content = b""

    def clean_file(self) -> EInvoice:
        self.content = self.cleaned_data["file"].read()
        try:
            return read(self.content)
        except UblRefused as problem:
            raise forms.ValidationError(problem.problems) from problem


class InvoiceForm(forms.Form):
    """An invoice on paper or PDF for one order; per line what is invoiced."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label="Soort", choices=Invoice.Kind.choices, initial=Invoice.Kind.INVOICE)
    number = forms.CharField(label="Factuurnummer", max_length=60)
    issued_on = day_field("Factuurdatum")
    due_on = day_field("Te betalen tegen", required=False, help_text="Leeg: dertig dagen na de factuurdatum.")
    iban = forms.CharField(label="Rekeningnummer (IBAN)", max_length=40)
    payment_reference = forms.CharField(
        label="Mededeling", max_length=140, required=False, validators=[check_reference],
        help_text="De gestructureerde mededeling, bijvoorbeeld +++090/9337/55493+++, of vrije tekst.",
    )  # fmt: skip
    corrects = forms.ModelChoiceField(
        label="Crediteert factuur",
        queryset=Invoice.objects.none(),
        required=False,
        help_text="Alleen voor een creditnota.",
    )
    pdf = CheckedFilesField(label="De factuur zelf", required=True)

    def __init__(
        self, *args: Any, order: Order, lines: list[tuple[OrderLine, Decimal]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.lines = [line for line, _ in lines]
        self.fields["iban"].initial = order.supplier.iban
        corrects: Any = self.fields["corrects"]
        corrects.queryset = Invoice.objects.filter(order=order, kind=Invoice.Kind.INVOICE).select_related(
            "supplier"
        )
        groups = []
        for line, left in lines:
            quantity = quantity_field(
                f"Gefactureerd ({line.get_unit_display()})", least=Decimal(0), required=False,
                help_text="Ingevuld is wat geleverd en nog niet gefactureerd is.",
            )  # fmt: skip
            quantity.initial = left.normalize()
            price = euro_choice("Prijs per eenheid zonder btw", places=4, least=Decimal(0), required=False)
            price.initial = line.unit_price.normalize()
            names = (f"quantity_{line.pk}", f"price_{line.pk}")
            self.fields |= dict(zip(names, (quantity, price), strict=True))
            groups.append((line.description, names))
        head = ("kind", "number", "issued_on", "due_on", "iban", "payment_reference", "corrects", "pdf")
        self.fieldsets = (("De factuur", head), *groups)

    def clean_iban(self) -> str:
        number = self.cleaned_data["iban"].replace(" ", "").upper()
        check_iban(number)
        return number

    def clean_pdf(self) -> CheckedFile:
        files: list[CheckedFile] = self.cleaned_data["pdf"]
        if len(files) != 1 or files[0].content_type != "application/pdf":
            raise forms.ValidationError(
                "Kies één pdf: de factuur zoals de leverancier ze stuurde.", code="pdf"
            )
        return files[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Invoice.Kind.INVOICE and data.get("corrects"):
            self.add_error("corrects", "Alleen een creditnota crediteert een factuur.")
        names = [f"quantity_{line.pk}" for line in self.lines]
        if not any(data.get(name) or name in self.errors for name in names):
            self.add_error(None, "Vul bij minstens één lijn het gefactureerde aantal in.")
        return data

    def invoice(self) -> dict[str, Any]:
        """The cleaned data as `register_invoice` takes them."""
        data = self.cleaned_data
        names = (
            "form_token",
            "kind",
            "number",
            "issued_on",
            "due_on",
            "iban",
            "payment_reference",
            "corrects",
            "pdf",
        )
        lines = [
            Billed(line.description, quantity, price, line.vat_rate, line)
            for line in self.lines
            if (quantity := data[f"quantity_{line.pk}"])
            and (
                price := data[f"price_{line.pk}"] if data[f"price_{line.pk}"] is not None else line.unit_price
            )
            is not None
        ]
        return {**{name: data[name] for name in names}, "lines": lines}


class LinkForm(forms.Form):
    """To which order an invoice belongs."""

    order = forms.CharField(label="Bestelnummer", max_length=20, help_text="Bijvoorbeeld B-000012.")

    def clean_order(self) -> Order:
        order = order_called(self.cleaned_data["order"])
        if order is None:
            raise forms.ValidationError("Deze bestelling bestaat niet. Kijk het nummer na.", code="unknown")
        return order


class AcceptForm(forms.Form):
    """Approve; where something differs, with the reason."""

    accepted = forms.CharField(
        label="Waarom aanvaardt u de verschillen?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, agrees: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        if agrees:
            del self.fields["accepted"]
        else:
            self.fields["accepted"].required = True


class PaidForm(forms.Form):
    paid_on = day_field("Betaald op")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.on = on
        self.fields["paid_on"].initial = on

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > self.on:
            raise forms.ValidationError("Deze dag moet nog komen.", code="future")
        return day


class InvoiceFilter(django_filters.FilterSet):
    zoek = TextSearch("number", "supplier__name")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=Invoice.Status.choices, empty_label="Alle"
    )
    leverancier = django_filters.ModelChoiceFilter(
        field_name="supplier", label="Leverancier", queryset=Supplier.objects.all(), empty_label="Alle"
    )

    class Meta:
        model = Invoice
        fields: tuple[str, ...] = ()
