"""The forms for a new version of a key, for a scenario, for a reference date and for open data."""

import json
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from municipalities.town_field import TownField
from spread.keys import InvalidKey, read_key
from spread.models import SpreadKey
from spread.models.keys import KNOWN_INDICATORS

DAY = {"type": "date"}


class ReadableJSON(forms.JSONField):
    """JSON with one thing per line, as people can read and change it."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return super().prepare_value(value)
        return json.dumps(value, ensure_ascii=False, indent=2)


class SpreadKeyForm(forms.ModelForm):
    """A new version, or the first one of a new key."""

    begins_on = forms.DateField(
        label="Geldig vanaf",
        help_text="Een dag waarvoor nog geen cijfers gemaakt zijn: wat berekend is, verandert niet.",
    )
    terms = ReadableJSON(
        label="Factoren",
        help_text=(
            "De gewichten tellen samen op tot 1. Bewerking: share (aandeel), inverse_share (omgekeerd aandeel), room "
            "(ruimte tot een veelvoud), corrected_share (bijgesteld met een score) of modulated_share (draagkracht)."
        ),
    )
    place_weights = ReadableJSON(
        label="Gewicht per soort plaats",
        help_text="own: publiek, nooddorp of collectief; other: privaat en andere.",
    )

    class Meta:
        model = SpreadKey
        fields = (
            "code", "name", "statement", "begins_on", "leading", "source", "decided_by",
            "terms", "place_weights", "exempt_multiple", "cap_multiple", "floor_multiple", "total",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            read_key(
                terms=cleaned.get("terms"),
                place_weights=cleaned.get("place_weights"),
                exempt_multiple=cleaned.get("exempt_multiple"),
                cap_multiple=cleaned.get("cap_multiple"),
                floor_multiple=cleaned.get("floor_multiple"),
                total=cleaned.get("total"),
                known_indicators=KNOWN_INDICATORS,
            )
        except InvalidKey as invalid:
            self.add_error("terms", invalid.problems)
        code, begins_on = cleaned.get("code"), cleaned.get("begins_on")
        if code and begins_on:
            self._check_begin(code, begins_on, bool(cleaned.get("leading")))
        return cleaned

    def _check_begin(self, code: str, begins_on: date, leading: bool) -> None:
        first = SpreadKey.objects.first_open_day(code)
        if first is not None and begins_on < first:
            self.add_error("begins_on", f"Deze versie kan ten vroegste op {first:%d/%m/%Y} beginnen.")
        others = SpreadKey.objects.filter(leading=True, valid__endswith__isnull=True).exclude(code=code)
        if leading and (other := others.first()):
            self.add_error("leading", f"“{other}” is al de hoofdsleutel. Twee kunnen niet tegelijk.")


def starting_point() -> dict[str, Any]:
    """The key that leads today, on the first day still open: so a new version is a change and not a blank page."""
    key = SpreadKey.objects.in_force(on=timezone.localdate()).filter(leading=True).first()
    if key is None:
        return {}
    fields = {name: getattr(key, name) for name in SpreadKeyForm.Meta.fields if name != "begins_on"}
    return fields | {"begins_on": SpreadKey.objects.first_open_day(key.code)}


class ScenarioForm(forms.Form):
    """What to change, and under what name to keep it. The fields are the arguments of `actions.make_scenario`."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Zo vindt u het terug, bijvoorbeeld “500 personen in december”.",
    )
    more_people = forms.IntegerField(
        label="Hoeveel personen komen erbij?",
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text="Zoveel plaatsen zijn er meer te verdelen.",
    )
    village_in = TownField(label="In welke gemeente komt een nooddorp?", required=False, help_text="")
    village_places = forms.IntegerField(
        label="Hoeveel plaatsen heeft het nooddorp?",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Wie erbij komt, woont eerst daar: die plaatsen moeten niet nog eens verdeeld worden.",
    )
    drops_out = TownField(
        label="Welke gemeente valt weg?",
        required=False,
        help_text="Haar plaatsen zijn er niet meer en ze krijgt geen doel; de anderen delen het totaal.",
    )
    other_key = forms.ModelChoiceField(
        SpreadKey.objects.none(), label="Welke verdeelsleutel dan?", required=False, empty_label="Dezelfde"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = SpreadKey.objects.order_by("name", "-version")
        cast("forms.ModelChoiceField[SpreadKey]", self.fields["other_key"]).queryset = keys

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned |= {name: cleaned.get(name) or 0 for name in ("more_people", "village_places")}
        town, places = cleaned.get("village_in"), cleaned["village_places"]
        if town and not places and "village_places" not in self.errors:
            self.add_error("village_places", "Zeg ook hoeveel plaatsen het nooddorp heeft.")
        if places and not town and "village_in" not in self.errors:
            self.add_error("village_in", "Zeg ook in welke gemeente het nooddorp komt.")
        if town and town == cleaned.get("drops_out"):
            self.add_error("drops_out", "Een gemeente die wegvalt, kan geen nooddorp krijgen.")
        asked = ("more_people", "village_places", "drops_out", "other_key")
        if not self.errors and not any(cleaned.get(name) for name in asked):
            raise forms.ValidationError("Verander minstens één ding: anders is er niets te berekenen.")
        return cleaned


class CorrectionForm(forms.Form):
    """Why a week is published again; everybody reads it."""

    reason = forms.CharField(
        label="Waarom is het nodig?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Staat op de pagina met open data. Noem geen gemeente met weinig personen.",
    )


class FreezeForm(forms.Form):
    """Which figures to keep, and the decision. The fields are the arguments of `actions.freeze_figures`."""

    name = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Zo vindt u ze terug, bijvoorbeeld “Peildatum eerste kwartaal”.",
    )
    on = forms.DateField(
        label="Peildatum",
        help_text="De dag waarvoor de cijfers gelden.",
        widget=forms.DateInput(DAY, "%Y-%m-%d"),
    )
    known_on = forms.DateField(
        label="Zoals gekend op",
        widget=forms.DateInput(DAY, "%Y-%m-%d"),
        help_text="Wat daarna nog ingevoerd of verbeterd werd, telt niet mee. Vandaag: alles wat nu gekend is.",
    )
    decided_by = forms.CharField(
        label="Beslist door", max_length=200, help_text="Wie besliste om deze cijfers vast te leggen."
    )
    reason = forms.CharField(
        label="Waarom", widget=forms.Textarea(attrs={"rows": 3}), help_text="Waarvoor ze gebruikt worden."
    )


class InflowForm(forms.Form):
    """How many come and go each week. The fields are the arguments of `actions.simulate_inflow`."""

    name = forms.CharField(
        label="Naam", max_length=120, help_text="Zo vindt u het terug, bijvoorbeeld “Winter, 400 per week”."
    )
    weeks = forms.IntegerField(label="Hoeveel weken?", min_value=1, max_value=52, initial=12)
    arrivals = forms.IntegerField(
        label="Hoeveel personen komen er elke week bij?", min_value=0, max_value=20_000, initial=300
    )
    departures = forms.IntegerField(
        label="Hoeveel personen vinden elke week zelf iets anders?",
        min_value=0,
        max_value=20_000,
        initial=100,
        help_text="Boven op wie vertrekt omdat het verblijf een einddatum heeft.",
    )
    step_free_percent = forms.IntegerField(
        label="Hoeveel procent van de huishoudens moet drempelvrij wonen?",
        min_value=0,
        max_value=100,
        initial=5,
    )


class FollowUpForm(forms.Form):
    """What one does with a signal."""

    TAKE, DONE, DISMISS = "take", "done", "dismiss"

    CHOICES = ((TAKE, "Ik volg dit op"), (DONE, "Afgehandeld"), (DISMISS, "Niet nodig"))

    decision = forms.ChoiceField(label="Wat doet u?", choices=CHOICES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Wat gebeurde er, of waarom is het niet nodig?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Verplicht bij afgehandeld en niet nodig. Zolang het zo blijft, komt dit signaal niet terug.",
    )

    def __init__(self, *args: Any, taken: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if taken:
            decision = cast("forms.ChoiceField", self.fields["decision"])
            decision.choices = [choice for choice in self.CHOICES if choice[0] != self.TAKE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        closes = cleaned.get("decision") in (self.DONE, self.DISMISS)
        if closes and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Zeg in een zin wat er gebeurde, of waarom het niet nodig is.")
        return cleaned
