"""How a household came and what it needs of a place."""

from typing import Any, ClassVar, cast

from django import forms

from audit.shown import KnowsWhatItShowed
from households.forms.fields import DelicateMixin, HouseholdField, TypedDateField
from households.models import NEAR_NEEDS, NEEDS, PLACE_NEEDS, Channel, Household, Strength
from municipalities.town_field import TownField

ASKED = (("", "niet gevraagd"), (Strength.WISH.value, "liefst"), (Strength.HARD.value, "nodig"))
WHERE = {
    "school_town": "Kies de gemeente van de school.",
    "work_town": "Kies de gemeente van het werk.",
    "keep_near": "Kies het huishouden waar ze dichtbij willen wonen.",
}
PLACEHOLDERS = {
    "school_town": "Gemeente",
    "work_town": "Gemeente",
    "keep_near": "Naam of nummer",
}


class HouseholdForm(DelicateMixin, forms.ModelForm):
    """How they came, what they need of a place. Nothing about health or origin."""

    TEXTS = ("note",)

    arrived_on = TypedDateField(label="Aangekomen op", required=False)
    wanted_from = TypedDateField(
        label="Woning nodig vanaf", help_text="De eerste nacht waarvoor ze een plaats nodig hebben."
    )
    school_town = TownField(label="Gemeente van de school", required=False, help_text="")
    work_town = TownField(label="Gemeente van het werk", required=False, help_text="")
    keep_near = HouseholdField(label="Dicht bij huishouden", required=False)

    class Meta:
        model = Household
        fields = (
            "channel", "arrived_on", "wanted_from", *PLACE_NEEDS, "need_stay_here", "near_school", "school_town",
            "near_work", "work_town", "near_household", "keep_near", "within_km", "languages", "contact_phone",
            "contact_email", "note",
        )  # fmt: skip
        widgets: ClassVar = {"channel": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar = {
            "note": "Alleen wat helpt om een plaats te kiezen. Niets over gezondheid, herkomst of geloof.",
        }

    def __init__(self, *args: Any, own_households: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "channel" in self.fields:
            cast(forms.ChoiceField, self.fields["channel"]).choices = Channel.choices
        cast(HouseholdField, self.fields["keep_near"]).among = own_households
        for name, told in PLACEHOLDERS.items():
            self.fields[name].widget.attrs["placeholder"] = told
        self.fields["within_km"].required = False
        for name in NEEDS:
            field = cast(forms.ChoiceField, self.fields[name])
            field.widget = forms.RadioSelect()
            field.choices = ASKED

    def need_rows(self) -> list[tuple[Any, Any]]:
        """Each need with the field that says near to what, or None."""
        return [(self[name], self[NEAR_NEEDS[name]] if name in NEAR_NEEDS else None) for name in NEEDS]

    def clean_within_km(self) -> int:
        """Left empty, near is as near as the model says."""
        return self.cleaned_data["within_km"] or Household._meta.get_field("within_km").get_default()

    def clean(self) -> dict[str, Any]:
        """Near to what goes with how much: a place without it is a wish, and it without a place is asked for."""
        data = super().clean()
        for strength, where in NEAR_NEEDS.items():
            if data.get(where) and not data.get(strength):
                data[strength] = Strength.WISH.value
            elif data.get(strength) and not data.get(where) and where not in self.errors:
                self.add_error(where, WHERE[where])
        return data

    def values(self) -> dict[str, Any]:
        """The columns of the household."""
        return {
            name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data
        }

    def _post_clean(self) -> None:
        """Constraints are kept by the database and told by the verb; what belongs together, `clean` asks."""
        if not self.errors:
            super()._post_clean()  # type: ignore[misc]


class ChangeHouseholdForm(KnowsWhatItShowed, HouseholdForm):
    """The same later; how they came stays as it was."""

    class Meta(HouseholdForm.Meta):
        fields = HouseholdForm.Meta.fields[1:]  # type: ignore[assignment]
