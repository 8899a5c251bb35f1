"""What people may type when a household changes: who comes, who goes, when and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone

from households.forms import DelicateMixin, PersonForm, TypedDateField
from households.forms.persons import PERSON_FIELDS
from households.models import DepartureReason, Household, HouseholdQuerySet, Person, Relation


def not_later(day: date | None) -> date | None:
    """A change that happened: today at the latest. What is planned is told when it is there."""
    if day and day > timezone.localdate():
        raise forms.ValidationError("Deze dag moet nog komen. Leg het vast als het zover is.")
    return day


class AddPersonForm(PersonForm):
    """Somebody who is born into the household, or comes to live with it."""

    how = forms.ChoiceField(
        label="Wat gebeurde er?",
        choices=[("join", "iemand komt erbij"), ("birth", "geboorte")],
        widget=forms.RadioSelect,
        initial="join",
    )
    joined_on = TypedDateField(label="Vanaf", help_text="Bij een geboorte: de geboortedag.")

    field_order: Sequence[str] | None = ("how", "joined_on", *PERSON_FIELDS)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["relation"]).choices = [
            ("", "Kies"),
            *[pair for pair in Relation.choices if pair[0] != Relation.REFERENCE],
        ]

    def clean_joined_on(self) -> date | None:
        return not_later(self.cleaned_data["joined_on"])


class LeavingForm(DelicateMixin, forms.Form):
    """Which persons go on as a household of their own, and who is the reference person of those who stay."""

    leaving = forms.MultipleChoiceField(
        label="Wie gaat weg?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één persoon."},
    )
    new_reference = forms.TypedChoiceField(
        label="Nieuwe referentiepersoon van wie blijft",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Alleen nodig als de referentiepersoon weggaat.",
    )
    on = TypedDateField(label="Op welke dag?")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: list[tuple[Any, str]] = [(person.pk, label(person)) for person in household.people()]
        cast(forms.ChoiceField, self.fields["leaving"]).choices = people
        cast(forms.ChoiceField, self.fields["new_reference"]).choices = [("", "Niet van toepassing"), *people]

    def clean_leaving(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["leaving"]]

    def clean_on(self) -> date | None:
        return not_later(self.cleaned_data["on"])


def label(person: Person) -> str:
    return f"{person} ({person.get_relation_display()})"


class SplitForm(LeavingForm):
    """They stay with us, apart: those who go wait for a place of their own."""


class LeaveForm(LeavingForm):
    """They need no place from us any more."""

    TEXTS = ("destination",)

    reason = forms.ChoiceField(label="Waarom?", choices=DepartureReason.choices, widget=forms.RadioSelect)
    destination = forms.CharField(label="Waarheen?", max_length=160, required=False)


class DepartForm(DelicateMixin, forms.Form):
    """The whole household leaves."""

    TEXTS = ("destination",)

    left_on = TypedDateField(label="Vertrokken op")
    reason = forms.ChoiceField(label="Waarom?", choices=DepartureReason.choices, widget=forms.RadioSelect)
    destination = forms.CharField(
        label="Waarheen?", max_length=160, required=False, help_text="Een gemeente of land volstaat."
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_left_on(self) -> date | None:
        return not_later(self.cleaned_data["left_on"])


class ReuniteForm(forms.Form):
    """Another household of the same municipality comes to live with this one."""

    other = forms.ModelChoiceField(
        Household.objects.none(), label="Herenigen met", empty_label="Kies een huishouden"
    )
    on = TypedDateField(label="Vanaf welke dag?")

    def __init__(self, *args: Any, household: Household, others: HouseholdQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["other"])
        field.queryset = others.exclude(pk=household.pk).prefetch_related("persons")
        field.label_from_instance = lambda row: f"{row.name} ({row.reference})"  # type: ignore[method-assign,assignment]

    def clean_on(self) -> date | None:
        return not_later(self.cleaned_data["on"])


class HostStopsForm(forms.Form):
    """From which day a household that is known needs a place again."""

    ends_on = TypedDateField(label="Vanaf welke dag hebben ze een andere plaats nodig?")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class MergeHouseholdsForm(forms.Form):
    """Which persons of the one registration are which of the other."""

    def __init__(
        self, *args: Any, kept: Household, dropped: Household, guesses: dict[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [("", "Iemand die er nog niet bij staat"), *[(str(p.pk), label(p)) for p in kept.people()]]
        for person in dropped.people():
            self.fields[f"same-{person.pk}"] = forms.ChoiceField(
                label=f"{person} is",
                choices=people,
                required=False,
                initial=str(guesses.get(person.pk, "")),
            )

    def same(self) -> dict[int, int]:
        """Which person of the dropped household is which one of the kept."""
        return {int(name[5:]): int(value) for name, value in self.cleaned_data.items() if value}
