"""Forms of the municipality that decides, and of who ends a stay."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from housing.models import RejectionReason, Site, WithdrawalReason
from housing.models.messages import LATEST_ANSWER
from municipalities.lookup import municipalities_for
from municipalities.models import Municipality

DATE = {"type": "date"}


ABOUT_THE_PLACE = "Schrijf hier niets over de gezondheid of de herkomst van personen."


class QuestionForm(forms.Form):
    """What the municipality wants to know, and by when."""

    question = forms.CharField(
        label="Uw vraag aan de aanbieder",
        help_text=ABOUT_THE_PLACE,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_on = forms.DateField(
        label="Antwoord gevraagd tegen",
        help_text="De aanbieder krijgt twee dagen ervoor een herinnering, en ook erna zolang er geen antwoord is.",
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if not self.on < day <= self.on + LATEST_ANSWER:
            raise forms.ValidationError(
                f"Kies een dag na vandaag, ten laatste {self.on + LATEST_ANSWER:%d/%m/%Y}."
            )
        return day


class MessageForm(forms.Form):
    """Something that is neither a question that holds up the decision, nor its answer."""

    text = forms.CharField(
        label="Uw bericht",
        help_text=ABOUT_THE_PLACE,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Uw antwoord",
        help_text=ABOUT_THE_PLACE,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    """Why an offer is taken back; a draft, which nobody else saw, needs no reason."""

    reason = forms.ChoiceField(label="Reden", choices=WithdrawalReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Toelichting voor de gemeente",
        help_text="Eén of twee zinnen. De gemeente plande misschien al een bezoek.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, submitted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not submitted:
            del self.fields["reason"], self.fields["note"]


class RejectForm(forms.Form):
    reason = forms.ChoiceField(label="Reden", choices=RejectionReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Toelichting voor de aanbieder",
        help_text="Eén of twee zinnen die uitleggen waarom, en wat eventueel wel kan.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HandOverForm(forms.Form):
    """The place lies elsewhere: where, and how do you know."""

    postal_code = forms.CharField(
        label="Juiste postcode", max_length=60, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    municipality = forms.ModelChoiceField(
        label="Gemeente", queryset=Municipality.objects.none(), required=False, empty_label="Kies de gemeente"
    )
    street = forms.CharField(
        label="Straat, als die anders is",
        max_length=120,
        required=False,
        help_text="Laat leeg als de straat klopt.",
    )
    house_number = forms.CharField(label="Nummer, als dat anders is", max_length=12, required=False)
    reason = forms.CharField(
        label="Waarom geeft u dit door?",
        max_length=300,
        help_text="De andere gemeente en de aanbieder lezen deze zin.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, own: Municipality | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.candidates = municipalities_for((self.data.get("postal_code") or "").strip())
        if len(self.candidates) > 1:
            towns = cast(forms.ModelChoiceField, self.fields["municipality"])
            towns.queryset = Municipality.objects.filter(pk__in=[town.pk for town in self.candidates])
        else:
            del self.fields["municipality"]

    def clean_postal_code(self) -> str:
        code: str = self.cleaned_data["postal_code"].strip()
        if not self.candidates:
            raise forms.ValidationError(
                f"Postcode {code} kennen we niet in Vlaanderen. Kijk de postcode na.", code="unknown"
            )
        if self.candidates == [self.own]:
            raise forms.ValidationError(
                "Deze postcode ligt in uw eigen gemeente: u behandelt dit aanbod zelf.", code="own"
            )
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(self.candidates) == 1:
            data["municipality"] = self.candidates[0]
        elif len(self.candidates) > 1 and not data.get("municipality"):
            self.add_error("municipality", "Deze postcode ligt in meer dan één gemeente. Kies de juiste.")
        elif data.get("municipality") == self.own:
            self.add_error("municipality", "Dit is uw eigen gemeente: u behandelt dit aanbod zelf.")
        return data


class ReportChangeForm(forms.Form):
    """Something is different at one of these sites."""

    site = forms.ModelChoiceField(
        label="Bij welke locatie?", queryset=Site.objects.none(), empty_label="Kies de locatie"
    )
    text = forms.CharField(
        label="Wat is er veranderd?",
        max_length=1000,
        help_text="Bijvoorbeeld: minder kamers, werken, verkocht. Schrijf hier niets over personen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["site"])
        choice.queryset = Site.objects.filter(pk__in=[site.pk for site in sites]).order_by("name", "pk")
        if len(sites) == 1:
            choice.empty_label = None
