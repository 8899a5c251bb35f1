"""What must be known before the same is done with several households. `on` is the day of today."""

from datetime import date, timedelta
from typing import Any

from django import forms

from households.models import DepartureReason
from housing.forms.availability import date_input
from housing.forms.households import not_later
from housing.forms.stays import PlannedEndForm

FARTHEST = timedelta(days=3 * 365)  # ahead that a place is wanted for


class WantedFromForm(forms.Form):
    wanted_from = forms.DateField(label="Woning nodig vanaf", widget=date_input())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_wanted_from(self) -> date:
        day: date = self.cleaned_data["wanted_from"]
        if day < self.on:
            raise forms.ValidationError("Deze dag is voorbij. Kies vandaag of later.")
        if day > self.on + FARTHEST:
            raise forms.ValidationError("Dit ligt meer dan drie jaar ver. Kies een vroegere dag.")
        return day


class EndTogetherForm(PlannedEndForm):
    last_day = forms.DateField(
        label="Verblijven er tot en met",
        required=False,
        widget=date_input(),
        help_text="Laat leeg als er geen einddatum is: dan loopt elk verblijf zolang de plaats beschikbaar is.",
    )


class CameForm(forms.Form):
    """On which day they came; empty for the day that was planned, of each."""

    day = forms.DateField(
        label="Ingetrokken op",
        required=False,
        widget=date_input(),
        help_text="Laat leeg als iedereen kwam op de dag die gepland was.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_day(self) -> date | None:
        return not_later(self.cleaned_data["day"])


class LeftTogetherForm(forms.Form):
    """Nobody says where to: that is told of one household at a time."""

    left_on = forms.DateField(label="Vertrokken op", widget=date_input())
    reason = forms.ChoiceField(label="Waarom?", choices=DepartureReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_left_on(self) -> date | None:
        return not_later(self.cleaned_data["left_on"])
