"""What people may type about claims and payment files; validates, never saves."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django_filters
from django import forms

from accounts.models import Membership
from documents.fields import CheckedFilesField
from documents.files import CheckedFile
from facility import money
from facility.actions import Judged
from facility.forms.contracts import day_field, euro_choice
from facility.models import ClaimDocument, ClaimLine, ReimbursementClaim, UnitPrice
from facility.models.contracts import check_iban
from housing.forms.filters import TextSearch
from housing.models import Site


class ClaimForm(forms.Form):
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    site = forms.ModelChoiceField(label="Voor welke locatie?", queryset=Site.objects.none())
    iban = forms.CharField(
        label="Op welk rekeningnummer (IBAN)?",
        max_length=40,
        help_text="De rekening van uw bestuur waarop het geld moet komen, bijvoorbeeld BE68 5390 0754 7034.",
    )
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        sites: Any = self.fields["site"]
        own = Site.objects.visible_to(by).filter(municipality=by.organisation.municipality)
        sites.queryset = own.order_by("name", "pk")

    def clean_iban(self) -> str:
        number = self.cleaned_data["iban"].replace(" ", "").upper()
        check_iban(number)
        return number


class ClaimLineForm(forms.Form):
    """One line; the ceiling is said where it is passed."""

    unit_price = forms.ModelChoiceField(
        label="Eenheidsprijs",
        queryset=UnitPrice.objects.none(),
        help_text="Waarvoor had u kosten? De prijs van de dag van de kost telt.",
    )
    description = forms.CharField(
        label="Omschrijving",
        max_length=200,
        help_text="Bijvoorbeeld welke kamer. Schrijf geen namen van bewoners.",
    )
    on = day_field("Datum van de kost of van de opening")
    quantity = forms.IntegerField(
        label="Aantal eenheden",
        min_value=1,
        max_value=5000,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    cost = euro_choice(
        "Wat kostte het?", required=False, help_text="Met btw. Leeg bij een vast bedrag per eenheid."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        prices: Any = self.fields["unit_price"]
        prices.queryset = UnitPrice.objects.order_by("title", "valid")
        prices.label_from_instance = lambda price: (
            f"{price}: {price.get_basis_display()}, per {price.get_unit_display()}"
        )


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(label="Soort bewijs", choices=ClaimDocument.Kind.choices)
    file = CheckedFilesField(label="Bestand", required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_file(self) -> CheckedFile:
        files: list[CheckedFile] = self.cleaned_data["file"]
        if len(files) != 1:
            raise forms.ValidationError("Kies één bestand per bewijsstuk.", code="one")
        return files[0]


class AssessForm(forms.Form):
    """A decision per line: how much, and why where it is less."""

    def __init__(self, *args: Any, lines: list[ClaimLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.lines = lines
        groups = []
        for line in lines:
            amount = euro_choice("Goedgekeurd", least=Decimal(0))
            amount.initial = line.asked
            reason = forms.CharField(label="Waarom minder?", required=False, max_length=300)
            names = (f"approved_{line.pk}", f"reason_{line.pk}")
            self.fields |= dict(zip(names, (amount, reason), strict=True))
            groups.append((f"{line}, gevraagd {money.in_words(line.asked)}", names))
        self.fieldsets = groups

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.lines:
            approved = data.get(f"approved_{line.pk}")
            if approved is None:
                continue
            if approved > line.asked:
                self.add_error(f"approved_{line.pk}", "Keur hoogstens goed wat gevraagd is.")
            elif approved < line.asked and not data.get(f"reason_{line.pk}"):
                self.add_error(f"reason_{line.pk}", "Schrijf op waarom u minder goedkeurt.")
        return data

    def judged(self) -> list[Judged]:
        data = self.cleaned_data
        return [Judged(line, data[f"approved_{line.pk}"], data[f"reason_{line.pk}"]) for line in self.lines]


class PaymentForm(forms.Form):
    """Which approved claims go to the bank, and when."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    claims = forms.ModelMultipleChoiceField(
        label="Welke terugvorderingen?",
        queryset=ReimbursementClaim.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één terugvordering."},
    )
    execute_on = day_field("Uit te voeren op")

    def __init__(self, *args: Any, by: Membership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.on = on
        self.fields["execute_on"].initial = on + timedelta(days=1)
        claims: Any = self.fields["claims"]
        payable = ReimbursementClaim.objects.visible_to(by).payable()
        claims.queryset = payable.select_related("organisation").order_by("pk")
        claims.label_from_instance = lambda claim: (
            f"{claim.reference}, {claim.organisation}: {money.in_words(claim.approved_total)}"
        )

    def clean_execute_on(self) -> date:
        day: date = self.cleaned_data["execute_on"]
        if day < self.on:
            raise forms.ValidationError("Deze dag is al voorbij.", code="past")
        return day


class ClaimFilter(django_filters.FilterSet):
    zoek = TextSearch("organisation__name", "site__name", letter="T")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=ReimbursementClaim.Status.choices, empty_label="Alle"
    )

    class Meta:
        model = ReimbursementClaim
        fields: tuple[str, ...] = ()
