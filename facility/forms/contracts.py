"""What people may type about contracts, the catalogue and budgets; validates, never saves."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Kind, Organisation
from audit.days import day_after
from audit.shown import KnowsWhatItShowed
from facility import money
from facility.models import BudgetDecision, CatalogueItem, FrameworkContract, Lot, Supplier, Unit

DATE = {"type": "date"}
RATES = [(f"{rate}", f"{rate} %") for rate in reversed(money.VAT_RATES)]


# A slip in the year is told where it was made; what is reckoned from a day stays a day.
DAYS = [
    MinValueValidator(date(1900, 1, 1), "Deze dag is te lang geleden. Kijk het jaar na."),
    MaxValueValidator(date(2150, 1, 1), "Deze dag ligt te ver in de toekomst. Kijk het jaar na."),
]


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=DAYS, **options)


def rate_choice() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label="Btw", choices=RATES, coerce=Decimal, initial="21")


def euro_choice(
    label: str, *, places: int = 2, least: Decimal = money.CENT, **options: Any
) -> forms.DecimalField:
    """An amount in euro, typed with a comma or a point."""
    return forms.DecimalField(
        label=f"{label} (€)",
        min_value=least,
        max_value=money.HIGHEST if places == 2 else Decimal("99999999.9999"),
        decimal_places=places,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


class SupplierForm(KnowsWhatItShowed, forms.ModelForm):
    class Meta:
        model = Supplier
        fields = ("name", "kbo_number", "email", "iban", "address")
        help_texts = {
            "kbo_number": "Tien cijfers, bijvoorbeeld 0123456749.",
            "email": "Naar dit adres gaat elke bestelbon.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_iban(self) -> str:
        return self.cleaned_data["iban"].replace(" ", "").upper()


class ContractForm(forms.Form):
    """A framework contract: what it is called, when it holds, for whom."""

    number = forms.CharField(label="Nummer", max_length=40, help_text="Bijvoorbeeld HFB-2026-014.")
    title = forms.CharField(label="Titel", max_length=160)
    begins = day_field("Geldig vanaf")
    ends = day_field("Geldig tot en met")
    open_to_all = forms.BooleanField(label="Open voor alle lokale besturen", required=False, initial=True)
    buyers = forms.ModelMultipleChoiceField(
        label="Of alleen voor deze lokale besturen",
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        buyers: Any = self.fields["buyers"]
        buyers.queryset = Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY).order_by("name")

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if FrameworkContract.objects.filter(number=number).exists():
            raise forms.ValidationError("Dit nummer bestaat al.", code="unique")
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.pop("begins", None), data.pop("ends", None)
        if begins and ends:
            if ends < begins:
                self.add_error("ends", "Het einde ligt voor het begin.")
            else:
                data["valid"] = DateRange(begins, day_after(ends))
        if not data.get("open_to_all") and not data.get("buyers"):
            self.add_error("buyers", "Kies minstens één lokaal bestuur, of stel het contract open voor alle.")
        return data


class LotForm(forms.ModelForm):
    ceiling = euro_choice(
        "Plafond zonder btw", help_text="Alle bestellingen samen gaan nooit boven dit bedrag."
    )

    class Meta:
        model = Lot
        fields = ("number", "title", "supplier", "ceiling")

    def __init__(self, data: Any = None, *, contract: FrameworkContract) -> None:
        super().__init__(data, instance=Lot(contract=contract))
        self.use_required_attribute = False

    def _get_validation_exclusions(self) -> set[str]:
        """The contract is given: together with it the number has to be new."""
        return super()._get_validation_exclusions() - {"contract"}  # type: ignore[misc]


class ItemForm(forms.ModelForm):
    unit = forms.ChoiceField(label="Eenheid", choices=Unit.choices)
    unit_price = euro_choice("Prijs per eenheid zonder btw", places=4, least=Decimal(0))
    vat_rate = rate_choice()

    class Meta:
        model = CatalogueItem
        fields = ("code", "name", "unit", "lead_days")

    def __init__(self, data: Any = None, *, lot: Lot) -> None:
        super().__init__(data, instance=CatalogueItem(lot=lot))
        self.use_required_attribute = False

    def _get_validation_exclusions(self) -> set[str]:
        """The lot is given: together with it the code has to be new."""
        return super()._get_validation_exclusions() - {"lot"}  # type: ignore[misc]


class PriceForm(forms.Form):
    """Another price from a day on."""

    unit_price = euro_choice("Nieuwe prijs per eenheid zonder btw", places=4, least=Decimal(0))
    vat_rate = rate_choice()
    valid_from = day_field("Geldig vanaf", help_text="De prijs van nu geldt tot de dag ervoor.")

    def __init__(self, *args: Any, item: CatalogueItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.item = item

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day not in self.item.lot.contract.valid:
            raise forms.ValidationError("Op deze dag is het raamcontract niet geldig.", code="outside")
        return day


class BudgetForm(forms.ModelForm):
    amount = euro_choice("Bedrag zonder btw")

    class Meta:
        model = BudgetDecision
        fields = ("reference", "title", "decided_on", "amount")
        widgets = {"decided_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d")}
        help_texts = {"reference": "Zoals het op het document staat, bijvoorbeeld VR 2026 0911 DOC.1."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
