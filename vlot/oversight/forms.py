"""What a reader of the overview may choose."""

from typing import Any

from django import forms

from vlot.models import Topic
from vlot.oversight.cases import SILENT_DAYS


class OverviewForm(forms.Form):
    dagen = forms.IntegerField(
        label="Zonder contact sinds meer dan (dagen)", required=False, min_value=1, max_value=365,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, data: Any) -> None:
        super().__init__(data if "dagen" in data else {"dagen": SILENT_DAYS})

    @property
    def days(self) -> int:
        """The number chosen; the ordinary one for nothing or nonsense."""
        return (self.cleaned_data.get("dagen") if self.is_valid() else None) or SILENT_DAYS


class EffectForm(forms.Form):
    onderwerp = forms.ModelChoiceField(
        label="Onderwerp", required=False, queryset=Topic.objects.all(), empty_label="alle onderwerpen"
    )

    @property
    def topic(self) -> Topic | None:
        return self.cleaned_data.get("onderwerp") if self.is_valid() else None
