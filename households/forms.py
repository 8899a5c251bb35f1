"""What a clerk types with a family before the desk."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Model
from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError as StdnumError

from households.models import PLACE_NEEDS, Channel, Household, Person, Relation
from households.rows import RowFormSet

DATE = {"type": "date"}


class HouseholdChoiceField(forms.ModelChoiceField):
    """A household by name and number."""

    def label_from_instance(self, obj: Model) -> str:
        household = cast(Household, obj)
        return f"{household.name} ({household.reference})"


class HouseholdForm(forms.ModelForm):
    """How they came, what they need of a place. Nothing about health or origin."""

    keep_near = HouseholdChoiceField(
        label="Dicht bij huishouden",
        queryset=Household.objects.none(),
        required=False,
        empty_label="Geen voorkeur",
        help_text="Een huishouden dat ze kennen en bij wie ze in de buurt willen wonen.",
    )

    class Meta:
        model = Household
        fields = (
            "channel", "arrived_on", "wanted_from", *PLACE_NEEDS, "need_stay_here", "near_school", "school_town",
            "near_work", "work_town", "near_household", "keep_near", "within_km", "languages", "contact_phone",
            "contact_email", "note",
        )  # fmt: skip
        widgets = {
            "channel": forms.RadioSelect,
            "arrived_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "wanted_from": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "note": "Alleen wat helpt om een plaats te kiezen. Niets over gezondheid, herkomst of geloof.",
        }

    fieldsets = (
        ("Aanmelding", ("channel", "arrived_on", "wanted_from")),
        (
            "Wat hebben ze nodig?",
            (
                *PLACE_NEEDS, "need_stay_here", "near_school", "school_town", "near_work", "work_town",
                "near_household", "keep_near", "within_km",
            ),
        ),
        ("Contact", ("languages", "contact_phone", "contact_email", "note")),
    )  # fmt: skip

    def __init__(self, *args: Any, own_households: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["channel"]).choices = Channel.choices
        cast(HouseholdChoiceField, self.fields["keep_near"]).queryset = own_households
        self.fields["within_km"].required = False

    def clean_within_km(self) -> int:
        """Left empty, near is as near as the model says."""
        return self.cleaned_data["within_km"] or Household._meta.get_field("within_km").get_default()


class PersonForm(forms.ModelForm):
    """One person. Birth date, or only the year when the date is not known."""

    national_number = forms.CharField(label="Rijksregister- of bisnummer", max_length=20, required=False)

    class Meta:
        model = Person
        fields = (
            "given_name", "family_name", "born_on", "birth_year", "sex", "relation", "certificate_number",
            "national_number",
        )  # fmt: skip
        widgets = {
            "born_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "birth_year": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        labels = {
            "birth_year": "of geboortejaar",
            "certificate_number": "Nummer attest",
            "sex": "Geslacht (attest)",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_national_number(self) -> str:
        """Eleven digits with a right check, as national or as bis number; any spelling."""
        typed = self.cleaned_data["national_number"]
        if not typed:
            return ""
        for module in (nn, bis):
            try:
                return str(module.validate(typed))
            except StdnumError:
                continue
        raise forms.ValidationError(
            "Dit nummer klopt niet. Kijk de elf cijfers na, of laat het voorlopig leeg."
        )

    def clean_born_on(self) -> date | None:
        day: date | None = self.cleaned_data["born_on"]
        if day and day > date.today():  # noqa: DTZ011  a birth date has no time zone
            raise forms.ValidationError("Deze geboortedatum ligt in de toekomst.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "born_on" not in self.errors and not data.get("born_on") and not data.get("birth_year"):
            self.add_error("born_on", "Vul de geboortedatum in, of minstens het geboortejaar.")
        return data

    def validate_constraints(self) -> None:
        """Left to the action: whether someone is known already is decided by the database."""


class BasePersonFormSet(RowFormSet):
    def clean(self) -> None:
        """A household has at least one person and exactly one reference person."""
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.has_changed()]
        if not rows:
            raise forms.ValidationError("Vul minstens één persoon in.")
        references = sum(row.get("relation") == Relation.REFERENCE for row in rows)
        if references != 1:
            raise forms.ValidationError("Duid precies één persoon aan als referentiepersoon.")


PersonFormSet = forms.formset_factory(PersonForm, formset=BasePersonFormSet, extra=0)
