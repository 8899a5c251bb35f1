"""What people may type about proposals."""

from typing import Any

from django import forms

from households.models import Channel, HouseholdQuerySet
from households.search import search_households
from matching.models import RefusalReason


class HouseholdFilterForm(forms.Form):
    """Narrows the lists of households (GET); what cannot be understood narrows nothing."""

    zoek = forms.CharField(label="Naam of nummer", required=False, max_length=100)
    kanaal = forms.ChoiceField(
        label="Hoe aangemeld", choices=[("", "Alle"), *Channel.choices], required=False
    )
    personen = forms.ChoiceField(
        label="Personen", choices=[("", "Alle"), ("1", "1"), ("2", "2"), ("3", "3 of 4"), ("5", "5 of meer")],
        required=False,
    )  # fmt: skip

    SIZES = {"1": (1, 1), "2": (2, 2), "3": (3, 4), "5": (5, 999)}

    def chosen(self) -> dict[str, Any]:
        """What was asked and understood, for the links between the lists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, households: HouseholdQuerySet) -> HouseholdQuerySet:
        chosen = self.chosen()
        if channel := chosen.get("kanaal"):
            households = households.filter(channel=channel)
        if size := chosen.get("personen"):
            low, high = self.SIZES[size]
            households = households.of_size(low, high)
        return search_households(households, chosen.get("zoek", ""))


class MoveInForm(forms.Form):
    """From when a place is needed. Feeds the list of free units (GET) and the proposal (POST)."""

    vanaf = forms.DateField(
        label="Intrek op", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ProposeForm(forms.Form):
    unit = forms.IntegerField(widget=forms.HiddenInput)
    move_in_on = forms.DateField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Bericht aan de andere gemeente",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Geen namen: de andere gemeente ziet alleen hoeveel personen het zijn.",
    )


class AcceptForm(forms.Form):
    note = forms.CharField(label="Bericht", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarom weigert u?", choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))
