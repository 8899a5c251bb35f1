"""What people may type about who lives where; dates on screen include the last day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from accounts.models import Membership
from audit.days import day_after
from audit.shown import KnowsWhatItShowed
from housing.alternatives import in_words
from housing.forms.availability import date_input
from housing.models import EndReason, NotComeReason, Presence, Stay, Unit
from housing.models.units import UnitQuerySet


class ArrivalForm(forms.Form):
    day = forms.DateField(
        label="Dag van aankomst",
        widget=date_input(),
        help_text="Vandaag of vroeger: u bevestigt dat het huishouden is ingetrokken. Later: u wijzigt de planning.",
    )


class PlannedEndForm(KnowsWhatItShowed, forms.Form):
    last_day = forms.DateField(
        label="Verblijft er tot en met",
        required=False,
        widget=date_input(),
        help_text="Laat leeg als er geen einddatum is: dan loopt het verblijf zolang de plaats beschikbaar is.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_last_day(self) -> date | None:
        last: date | None = self.cleaned_data["last_day"]
        if last is not None and last < self.on:
            raise forms.ValidationError(
                "Deze dag is voorbij. Kies vandaag of later, of leg het vertrek vast met “Uittrekken”."
            )
        return last

    def until(self) -> date | None:
        """The first day that the unit is free again, as the model has it."""
        last = self.cleaned_data["last_day"]
        return day_after(last)


class MoveDayForm(forms.Form):
    """For which day the list of free units is asked (GET)."""

    dag = forms.DateField(label="Verhuisdag", widget=date_input())


class MoveForm(forms.Form):
    """The day, and one of the units that were free on it when the page was made. Any unit of one's own municipality is
    taken for an answer: one that was given away meanwhile is refused by the verb, which says what is free instead."""

    moves_on = forms.DateField(widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        label="Naar welke wooneenheid?",
        queryset=Unit.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Kies een wooneenheid.",
            "invalid_choice": "Deze wooneenheid ligt niet in uw gemeente. Kies er een uit de lijst.",
        },
    )

    def __init__(
        self, *args: Any, own: UnitQuerySet, free: Sequence[Unit], on: date, by: Membership, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"moves_on": on})
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["unit"])
        field.queryset = own
        field.choices = [(unit.pk, in_words(unit, on=on, reader=by)) for unit in free]


class EndStayForm(forms.Form):
    ends_on = forms.DateField(
        label="Vertrokken op",
        widget=date_input(),
        help_text="Vanaf die dag is de wooneenheid weer vrij.",
    )
    reason = forms.ChoiceField(
        label="Waarom vertrekt het huishouden?", choices=EndReason.choices, widget=forms.RadioSelect
    )
    destination = forms.CharField(
        label="Waarheen?", max_length=160, required=False, help_text="Gemeente of land, als u het weet."
    )


class NotComeForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarom komt het huishouden niet?", choices=NotComeReason.choices, widget=forms.RadioSelect
    )


class DayForm(forms.Form):
    """Which day or week a list shows (GET)."""

    dag = forms.DateField(label="Dag", required=False, widget=date_input())


class PresenceForm(forms.Form):
    """What was seen of each household: one question per stay. Who is left open stays as it was."""

    def __init__(self, *args: Any, stays: Sequence[Stay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {stay.pk: f"verblijf-{stay.pk}" for stay in stays}
        for stay in stays:
            self.fields[self.names[stay.pk]] = forms.ChoiceField(
                label=f"{stay.unit.label}: {stay.household.name}",
                choices=Presence.Outcome.choices,
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.outcomes():
            raise forms.ValidationError("Duid bij minstens één huishouden aan wat u zag.")
        return data

    def outcomes(self) -> dict[int, str]:
        """The stays that were answered, by their key."""
        answers = {pk: self.cleaned_data.get(name, "") for pk, name in self.names.items()}
        return {pk: answer for pk, answer in answers.items() if answer}
