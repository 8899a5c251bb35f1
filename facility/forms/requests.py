"""What people may type about requests for help; validates, never saves."""

import uuid
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Kind, Membership
from facility.models import SupportKind, SupportRequest
from housing.forms.filters import TextSearch
from housing.models import Site

DATE = {"type": "date"}
FURTHEST_YEARS = 5  # help for a day after this is a slip of the pen


class SupportRequestForm(forms.ModelForm):
    """A question to Het Facilitair Bedrijf. `by` decides which sites can be chosen, `on` is today."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={"invalid": "Het formulier is beschadigd. Open het opnieuw.",
                        "required": "Het formulier is beschadigd. Open het opnieuw."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Welke hulp vraagt u?", choices=SupportKind.choices, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label="Aantal slaapplekken",
        required=False,
        help_text="Voor hoeveel slaapplekken is de hulp? Laat leeg als u het niet weet.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = SupportRequest
        fields = ("kind", "title", "description", "needed_by", "places", "site")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "needed_by": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        }
        labels = {"site": "Over welke locatie gaat het?"}
        help_texts = {
            "title": "Een korte naam, bijvoorbeeld “Bedden voor de sporthal”.",
            "description": "Wat hebt u nodig, waar, en wat deed u al zelf? Schrijf geen namen van bewoners.",
            "needed_by": "De dag waarop de hulp er moet zijn.",
        }

    fieldsets = (
        ("Wat vraagt u?", ("kind", "title", "description")),
        ("Wanneer en hoeveel?", ("needed_by", "places", "site")),
    )

    def __init__(self, *args: Any, by: Membership, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.use_required_attribute = False
        sites: Any = self.fields["site"]
        sites.queryset = Site.objects.visible_to(by).open(on=on).order_by("name", "pk")
        sites.empty_label = "Geen of nog geen locatie"

    def clean_needed_by(self) -> date:
        day: date = self.cleaned_data["needed_by"]
        if day < self.on:
            raise forms.ValidationError(
                "Deze dag is al voorbij. Kies vandaag of een latere dag.", code="past"
            )
        if day.year > self.on.year + FURTHEST_YEARS:
            raise forms.ValidationError("Deze dag ligt te ver in de toekomst. Kijk het jaar na.", code="far")
        return day

    def clean_places(self) -> int | None:
        places: int | None = self.cleaned_data["places"]
        if places is not None and not 1 <= places <= 5000:
            raise forms.ValidationError(
                "Vul minstens 1 slaapplek in (en hoogstens 5.000), of laat het veld leeg.", code="places"
            )
        return places


class TakeUpForm(forms.Form):
    """Nothing to type, except for a village."""

    government_decision = forms.CharField(
        label="Beslissing van de Vlaamse Regering",
        max_length=160,
        help_text="Het nummer van de mededeling of de beslissing, zoals het op het document staat.",
    )
    government_decision_on = forms.DateField(
        label="Datum van de beslissing", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, village: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if not village:
            self.fields.clear()

    def clean_government_decision_on(self) -> date:
        day: date = self.cleaned_data["government_decision_on"]
        if day > self.on:
            raise forms.ValidationError("Deze datum ligt in de toekomst. Wacht tot de beslissing genomen is.")
        return day


class QuestionForm(forms.Form):
    question = forms.CharField(label="Uw vraag aan de gemeente", widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    answer = forms.CharField(label="Uw antwoord", widget=forms.Textarea(attrs={"rows": 4}))


class CompleteForm(forms.Form):
    note = forms.CharField(
        label="Wat is het resultaat?",
        help_text="De gemeente leest dit: wat is er gedaan, geleverd of afgesproken?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RefuseForm(forms.Form):
    note = forms.CharField(
        label="Waarom kan Het Facilitair Bedrijf niet helpen?",
        help_text="De gemeente leest dit. Schrijf ook wat eventueel wel kan.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Waarom trekt u de aanvraag in?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SupportRequestFilter(django_filters.FilterSet):
    zoek = TextSearch("title", "description", "municipality__name", letter="F")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=SupportRequest.Status.choices, empty_label="Alle"
    )
    soort = django_filters.ChoiceFilter(
        field_name="kind", label="Soort hulp", choices=SupportKind.choices, empty_label="Alle"
    )
    behandelaar = django_filters.ChoiceFilter(
        label="Behandelaar",
        choices=[("ik", "ikzelf"), ("niemand", "nog niemand")],
        empty_label="Alle",
        method="handled_by",
    )

    class Meta:
        model = SupportRequest
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not by.is_kind(Kind.FACILITY):
            del self.filters["behandelaar"]

    def handled_by(
        self, queryset: QuerySet[SupportRequest], name: str, value: str
    ) -> QuerySet[SupportRequest]:
        if value == "ik":
            return queryset.filter(taken_up_by=self.by.user)
        return queryset.filter(status=SupportRequest.Status.SUBMITTED)
