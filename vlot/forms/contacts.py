"""What people may type about contacts, visits, files and texts of a case."""

import uuid
from datetime import date
from typing import Any

from django import forms

from accounts.models import Membership
from documents.fields import CheckedFilesField
from households.forms.fields import DelicateMixin
from housing.models import FIRST_DAY
from vlot.forms.calls import DAMAGED
from vlot.models import Contact, Intervention, Redaction, TeamMembership, Visit

DATE = {"type": "date"}


class ContactForm(DelicateMixin, forms.ModelForm):
    """What was said, with whom and what was agreed. `on` is today."""

    TEXTS = ("note", "shared_note", "participants", "next_step")

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
        fields: tuple[str, ...] = (
            "kind",
            "held_on",
            "minutes",
            "participants",
            "note",
            "shared_note",
            "next_step",
            "due_on",
        )
        widgets = {
            "kind": forms.RadioSelect,
            "held_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "due_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 5}),
            "shared_note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "participants": "Noteer functies en organisaties, geen namen van personen.",
            "note": "Voor het team en ABB: de gemeente leest dit niet.",
            "shared_note": "De gemeente leest dit wel, en krijgt er bericht van. Mag leeg blijven.",
            "next_step": "De gemeente leest dit wel, en krijgt er bericht van.",
        }

    fieldsets: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Het contact", ("kind", "held_on", "minutes", "participants", "note", "shared_note")),
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


class VisitReportForm(ContactForm):
    """The report of a visit: a contact whose kind is known. Short, for a telephone."""

    class Meta(ContactForm.Meta):
        fields = ("held_on", "minutes", "participants", "note", "shared_note", "next_step", "due_on")

    fieldsets = (
        ("Wat zag u?", ("note", "shared_note", "participants")),
        ("Wat is er afgesproken?", ("next_step", "due_on")),
        ("Wanneer en hoelang?", ("held_on", "minutes")),
    )


class VisitForm(forms.ModelForm):
    """Who goes when, and what for. `on` is today."""

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    visitor = forms.ModelChoiceField(
        label="Wie gaat?", queryset=TeamMembership.objects.none(), empty_label=None
    )

    class Meta:
        model = Visit
        fields = ("planned_on", "goal", "place")
        widgets = {"planned_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d")}
        help_texts = {
            "goal": "De gemeente leest dit.",
            "place": "Laat leeg voor het adres van de locatie of de gemeente.",
        }

    field_order = ("form_token", "planned_on", "visitor", "goal", "place")

    def __init__(self, *args: Any, intervention: Intervention, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.use_required_attribute = False
        visitors: Any = self.fields["visitor"]
        visitors.queryset = TeamMembership.objects.filter(
            team=intervention.team, membership__in=Membership.objects.open()
        ).select_related("membership__user", "team__province")
        visitors.label_from_instance = lambda place: str(place.membership.user)

    def clean_planned_on(self) -> date:
        day: date = self.cleaned_data["planned_on"]
        if day < self.on:
            raise forms.ValidationError("Deze dag is al voorbij. Leg het bezoek vast als een contactmoment.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if place := data.get("visitor"):
            data["visitor"] = place.membership
        return data

    def validate_constraints(self) -> None:
        """The constraints are about the report and calling off."""


class DocumentsForm(forms.Form):
    documents = CheckedFilesField(label="Bestanden", required=True)
    shared = forms.BooleanField(label="Ook voor de gemeente", required=False)


class RedactForm(forms.Form):
    """Which text has to go, and why."""

    text = forms.ChoiceField(label="Welke tekst?")
    reason = forms.CharField(
        label="Waarom moet de tekst weg?",
        max_length=240,
        help_text="Bijvoorbeeld: “naam van een bewoner”. Schrijf de gegevens zelf hier niet opnieuw.",
    )

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in intervention.contacts.all()}
        texts: Any = self.fields["text"]
        texts.choices = [("question", "De vraag")] + [
            (f"{part}-{key}", f"{Redaction.Part(part).label.capitalize()}: {contact}")
            for key, contact in self.contacts.items()
            for part in ("note", "shared_note")
            if getattr(contact, part)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        part, _, key = data.pop("text", "").partition("-")
        return {**data, "part": part, "contact": self.contacts.get(key)}
