"""What people may type about proposals."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Kind, Membership
from households.models import Channel, HouseholdQuerySet
from households.rows import RowFormSet
from households.search import search_households
from matching.models import WEIGHTS, Plan, RankingWeights, RefusalReason
from municipalities.models import Province
from municipalities.town_field import TownField

FARTHEST = timedelta(days=3 * 365)  # ahead that a place is looked for
MOST = 2**63 - 1  # what a number in the database can be


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
    """From when a place is needed, and if known until when. Feeds the list of free units (GET)."""

    vanaf = forms.DateField(label="Intrek op", widget=date_input())
    tot = forms.DateField(
        label="Tot en met",
        required=False,
        widget=date_input(),
        help_text="Alleen als u weet hoe lang. Dan past ook wat later al beloofd is.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_vanaf(self) -> date:
        begin: date = self.cleaned_data["vanaf"]
        if begin < self.today:
            raise forms.ValidationError("Deze dag is voorbij. Kies vandaag of later.")
        if begin > self.today + FARTHEST:
            raise forms.ValidationError("Dit ligt meer dan drie jaar ver. Kies een vroegere dag.")
        return begin

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, last = data.get("vanaf"), data.get("tot")
        if begin and last and last < begin:
            self.add_error("tot", "De laatste dag ligt voor de intrek. Kijk beide na.")
        elif begin and last and last > begin + 3 * FARTHEST:
            self.add_error("tot", "Dit ligt heel ver. Laat het leeg als u niet weet hoe lang.")
        return data

    def days(self) -> int | None:
        """For how many days, the last one included; None when nobody knows."""
        begin, last = self.cleaned_data["vanaf"], self.cleaned_data.get("tot")
        return (last - begin).days + 1 if last else None

    def as_address(self) -> str:
        """The same period in the address of another page."""
        return urlencode({name: str(value) for name, value in self.cleaned_data.items() if value})


class ChainForm(MoveInForm):
    """From which day households could move. How long does not matter: every move is for good."""

    vanaf = forms.DateField(label="Eerste verhuisdag", widget=date_input())
    tot = None  # type: ignore[assignment]


class ProposeForm(forms.Form):
    unit = forms.IntegerField(min_value=1, max_value=MOST, widget=forms.HiddenInput)
    move_in_on = forms.DateField(widget=forms.HiddenInput)
    until = forms.DateField(required=False, widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="Bericht aan de andere gemeente",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Geen namen: de andere gemeente ziet alleen hoeveel personen het zijn.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, until = data.get("move_in_on"), data.get("until")
        if begin and until and until <= begin:
            self.add_error("until", "Een verblijf duurt minstens één dag.")
        return data

    def days(self) -> int | None:
        begin, until = self.cleaned_data["move_in_on"], self.cleaned_data.get("until")
        return (until - begin).days if until else None


class WeightsForm(forms.ModelForm):
    """A new version of the weights; it begins with what counts today."""

    begins_on = forms.DateField(label="Geldig vanaf", widget=date_input())

    class Meta:
        model = RankingWeights
        fields = ("why", *WEIGHTS)
        widgets = {name: forms.NumberInput(attrs={"inputmode": "numeric"}) for name in WEIGHTS}

    def __init__(self, *args: Any, first_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        self.fields["begins_on"].initial = first_day
        self.fields["begins_on"].help_text = f"Ten vroegste op {first_day:%d/%m/%Y}."
        self.order_fields(["begins_on", "why", *WEIGHTS])

    def clean_begins_on(self) -> date:
        begin: date = self.cleaned_data["begins_on"]
        if begin < self.first_day:
            raise forms.ValidationError(
                f"Een nieuwe versie kan ten vroegste op {self.first_day:%d/%m/%Y} beginnen."
            )
        return begin


class AcceptForm(forms.Form):
    note = forms.CharField(label="Bericht", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarom weigert u?", choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Toelichting",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wie de plaats vroeg, leest deze zin.",
    )


class RefuseTogetherForm(RefuseForm):
    """The same reason for several; `on` is the day of today."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


SPREAD_WEIGHTS = {
    "0": "niet: alleen wat het best past",
    "0.5": "half",
    "1": "gewoon",
    "2": "dubbel",
}


class PlanForm(forms.Form):
    """What a region-wide plan is asked for."""

    name = forms.CharField(label="Naam", max_length=120, help_text="Zo vindt u het plan later terug.")
    level = forms.ChoiceField(
        label="Hoe diep?",
        choices=Plan.Level.choices,
        widget=forms.RadioSelect,
        help_text="Tot op de gemeente: welke woning iemand krijgt, kiest de gemeente zelf.",
    )
    province = forms.ModelChoiceField(
        label="Waar?",
        queryset=Province.objects.order_by("name"),
        required=False,
        empty_label="Heel Vlaanderen",
    )
    on = forms.DateField(
        label="Plaatsen vrij op",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Het plan rekent met de plaatsen die op die dag vrij zijn.",
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

    municipality = TownField(help_text="")
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
        towns = [form.cleaned_data["municipality"] for form in self.forms if form.has_changed()]
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
