"""Forms of ABB about subsidies: a reference date, and a correction."""

from datetime import date
from decimal import Decimal

from django import forms

from housing.forms.fields import amount, day
from housing.models import FIRST_DAY, SubsidyState


class PlanStateForm(forms.Form):
    on = day("Peildatum", required=True, help_text="Alles telt zoals het op het einde van die dag stond.")
    support_tranche = forms.BooleanField(
        label="Op deze dag tellen ook de personen, voor de begeleidingssubsidie", required=False
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < FIRST_DAY:
            raise forms.ValidationError("Een peildatum ligt op of na 14 maart 2022, toen de subsidie begon.")
        if SubsidyState.objects.filter(on=on).exists():
            raise forms.ValidationError("Deze peildatum is er al. Kies een andere dag.")
        return on


class CorrectLineForm(forms.Form):
    amount = amount(
        "Bedrag dat erbij komt (€)",
        -99_999_999,
        99_999_999,
        "Vul een bedrag in, met een minteken als er iets af gaat.",
        digits=2,
        help_text="Met een minteken als er iets af gaat, bijvoorbeeld -400.",
    )
    reason = forms.CharField(label="Waarom?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["amount"].required = True

    def clean_amount(self) -> Decimal:
        found: Decimal = self.cleaned_data["amount"]
        if not found:
            raise forms.ValidationError("Een correctie van 0 euro verandert niets. Vul een ander bedrag in.")
        return found
