"""What people may type about calls to VLOT; validates, never saves."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Kind, Membership
from housing.forms.filters import TextSearch
from housing.models import FIRST_DAY
from municipalities.lookup import municipalities_named
from municipalities.models import Municipality, Province
from vlot.models import TOPIC_GROUPS, Contact, Intervention, Team, Topic

DATE = {"type": "date"}
DAMAGED = "Het formulier is beschadigd. Open het opnieuw."


def grouped_topics() -> list[tuple[str, Any]]:
    groups = [
        (name, [(topic.value, topic.label) for topic in topics]) for name, topics in TOPIC_GROUPS.items()
    ]
    return [("", "Kies een onderwerp"), *groups]


class InterventionForm(forms.ModelForm):
    """A question to VLOT: short for a municipality, with the municipality's name for VLOT during a call."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    municipality = forms.CharField(
        label="Gemeente",
        max_length=80,
        widget=forms.TextInput(attrs={"list": "gemeenten", "autocomplete": "off"}),
        help_text="Typ de naam van de gemeente, de deelgemeente of de postcode.",
    )
    topic = forms.ChoiceField(label="Waarover gaat het?", choices=grouped_topics)

    class Meta:
        model = Intervention
        fields = ("topic", "question", "urgency", "caller_name", "caller_phone")
        widgets = {"question": forms.Textarea(attrs={"rows": 5}), "urgency": forms.RadioSelect}
        labels = {"question": "Wat is de vraag?"}
        help_texts = {"question": "Schrijf geen namen van bewoners en niets over hun gezondheid of herkomst."}

    field_order = (
        "form_token",
        "municipality",
        "caller_name",
        "caller_phone",
        "topic",
        "question",
        "urgency",
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.use_required_attribute = False
        self.asks_municipality = by.is_kind(Kind.VLOT)
        if not self.asks_municipality:
            del self.fields["municipality"]
            self.fields["caller_name"].label = "Wie mogen we bellen?"

    def clean_municipality(self) -> Municipality:
        typed: str = self.cleaned_data["municipality"]
        found = municipalities_named(typed)
        if not found:
            raise forms.ValidationError(
                f"We kennen geen Vlaamse gemeente met de naam “{typed}”. Kijk de spelling na, of kies uit de lijst.",
                code="unknown",
            )
        if len(found) > 1:
            names = " of ".join(municipality.name for municipality in found)
            raise forms.ValidationError(f"Er is meer dan één “{typed}”. Bedoelt u {names}?", code="ambiguous")
        return found[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.asks_municipality:
            data["municipality"] = self.by.organisation.municipality
        return data


class ContactForm(forms.ModelForm):
    """What was said, with whom and what was agreed. `on` is today."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    minutes = forms.IntegerField(
        label="Hoeveel minuten?",
        help_text="Tel ook de verplaatsing en de voorbereiding mee.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    class Meta:
        model = Contact
        fields = ("kind", "held_on", "minutes", "participants", "note", "next_step", "due_on")
        widgets = {
            "kind": forms.RadioSelect,
            "held_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "due_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {
            "participants": "Noteer functies en diensten, geen namen van bewoners.",
            "note": "Voor het team en ABB: de gemeente leest dit niet.",
            "next_step": "De gemeente leest dit wel, en krijgt er bericht van.",
        }

    fieldsets = (
        ("Het contact", ("kind", "held_on", "minutes", "participants", "note")),
        ("Wat is er afgesproken?", ("next_step", "due_on")),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.use_required_attribute = False

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day > self.on:
            raise forms.ValidationError(
                "Deze datum ligt in de toekomst. Leg het contact vast als het gebeurd is."
            )
        if day < FIRST_DAY:
            raise forms.ValidationError(
                "Deze datum is te vroeg: VLOT begon na 14 maart 2022. Kijk het jaar na."
            )
        return day

    def clean_minutes(self) -> int:
        minutes: int = self.cleaned_data["minutes"]
        if not 1 <= minutes <= 1440:
            raise forms.ValidationError("Vul minstens 1 minuut in (en hoogstens 1.440, een hele dag).")
        return minutes

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("due_on") and not data.get("next_step"):
            self.add_error("next_step", "Een datum hoort bij een afspraak. Schrijf op wat er moet gebeuren.")
        if data.get("due_on") and data.get("held_on") and data["due_on"] < data["held_on"]:
            self.add_error("due_on", "Een afspraak is voor de dag van het contact of voor later.")
        return data

    def validate_constraints(self) -> None:
        """Each constraint has its check above, so that the message stands at its field."""


class CloseForm(forms.Form):
    outcome = forms.CharField(
        label="Wat is het resultaat?",
        help_text="De gemeente leest dit: wat is het antwoord, en wie doet wat nog?",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignalForm(forms.Form):
    signal = forms.CharField(
        label="Wat moet Vlaanderen weten?",
        help_text="Het Agentschap Binnenlands Bestuur leest dit. Beschrijf het probleem, geen personen.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class InterventionFilter(django_filters.FilterSet):
    zoek = TextSearch("question", "municipality__name", "outcome", letter="O")
    toestand = django_filters.ChoiceFilter(
        field_name="status", label="Toestand", choices=Intervention.Status.choices, empty_label="Alle"
    )
    onderwerp = django_filters.ChoiceFilter(
        field_name="topic", label="Onderwerp", choices=Topic.choices, empty_label="Alle"
    )
    provincie = django_filters.ModelChoiceFilter(
        field_name="municipality__province",
        label="Provincie",
        queryset=Province.objects.all(),
        empty_label="Alle",
    )
    opvolging = django_filters.ChoiceFilter(
        label="Opgevolgd door",
        choices=[("ik", "mezelf"), ("niemand", "nog niemand")],
        empty_label="Alle",
        method="followed_up_by",
    )
    signaal = django_filters.ChoiceFilter(
        label="Signaal", choices=[("ja", "alleen gesignaleerd")], empty_label="Alle", method="signalled"
    )

    class Meta:
        model = Intervention
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, by: Membership, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        sees_flanders = by.is_kind(Kind.ABB) or any(team.is_central for team in teams)
        if not sees_flanders:
            del self.filters["signaal"]
            if len(teams) < 2:
                del self.filters["provincie"]
        if not by.is_kind(Kind.VLOT):
            del self.filters["opvolging"]

    def followed_up_by(
        self, queryset: QuerySet[Intervention], name: str, value: str
    ) -> QuerySet[Intervention]:
        if value == "ik":
            return queryset.filter(assignee=self.by.user)
        return queryset.filter(status=Intervention.Status.OPEN)

    def signalled(self, queryset: QuerySet[Intervention], name: str, value: str) -> QuerySet[Intervention]:
        return queryset.filter(signalled_at__isnull=False)
