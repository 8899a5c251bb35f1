"""What people may type about proposals."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Kind, Membership
from households.rows import RowFormSet
from matching.models import Plan, RefusalReason
from municipalities.models import Municipality, Province


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


SPREAD_WEIGHTS = {
    "0": "niet: alleen wat het best past",
    "0.5": "half",
    "1": "gewoon",
    "2": "dubbel",
}


class PlanForm(forms.Form):
    """What a region-wide plan is asked for."""

    name = forms.CharField(label="Naam", max_length=120)
    level = forms.ChoiceField(label="Hoe diep?", choices=Plan.Level.choices, widget=forms.RadioSelect)
    province = forms.ModelChoiceField(
        label="Waar?",
        queryset=Province.objects.order_by("name"),
        required=False,
        empty_label="Heel Vlaanderen",
    )
    on = forms.DateField(
        label="Plaatsen vrij op", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    spread = forms.ChoiceField(
        label="Hoe zwaar weegt een goede spreiding?",
        choices=list(SPREAD_WEIGHTS.items()),
        widget=forms.RadioSelect,
        help_text="Hoe verder een gemeente boven haar doel ligt, hoe meer elke persoon meer kost.",
    )
    seed = forms.IntegerField(
        label="Startgetal",
        min_value=1,
        max_value=1_000_000,
        help_text="Met hetzelfde startgetal en dezelfde gegevens komt er hetzelfde uit.",
    )

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.is_kind(Kind.GOVERNOR):
            del self.fields["province"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Kies vandaag of een latere dag.")
        return day

    @staticmethod
    def begin(before: Plan | None, *, on: date) -> dict[str, Any]:
        """What the form begins with: the choices of an earlier plan, else ours."""
        if before is None:
            return {
                "name": f"Plan van {on:%d/%m/%Y}",
                "level": Plan.Level.UNITS,
                "on": on,
                "spread": "1",
                "seed": 1,
            }
        spread = f"{before.weights.get('spread', 1):g}"
        return {
            "name": f"{before.name} (opnieuw)"[:120],
            "level": before.level,
            "province": before.province_id,
            "on": max(before.on, on),
            "spread": spread if spread in SPREAD_WEIGHTS else "1",
            "seed": before.seed,
        }

    def asked(self) -> dict[str, Any]:
        """What `ask_plan` takes."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "level": data["level"],
            "province": data.get("province"),
            "on": data["on"],
            "weights": {"spread": float(data["spread"])},
            "seed": data["seed"],
        }


class AtMostForm(forms.Form):
    """One municipality that takes in no more than so many persons by this plan."""

    municipality = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Municipality.objects.current().order_by("name"),
        empty_label="Kies de gemeente",
    )
    persons = forms.IntegerField(
        label="Hoogstens zoveel personen",
        min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class BaseAtMostFormSet(RowFormSet):
    def clean(self) -> None:
        """Each municipality once."""
        if any(self.errors):
            return
        towns = [row["municipality"] for row in self.cleaned_data if row]
        if len(towns) != len(set(towns)):
            raise forms.ValidationError("Een gemeente staat er twee keer in. Haal één regel weg.")


AtMostFormSet = forms.formset_factory(AtMostForm, formset=BaseAtMostFormSet, extra=0)
PAIR = re.compile(r"(\d{1,18})-(\d{1,18})")


def pins_of(typed: QueryDict) -> dict[str, list[list[int]]]:
    """Pairs of household and unit that the earlier plan's page sent along, to keep or never to make."""
    return {
        name: [
            [int(number) for number in found.groups()]
            for found in map(PAIR.fullmatch, typed.getlist(name))
            if found
        ]
        for name in ("keep", "never")
    }
