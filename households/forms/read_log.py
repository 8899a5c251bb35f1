"""What the data-protection officer narrows his log by, and what he says of a flag."""

from typing import Any

from django import forms

from households.models import LookFlag


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class JudgeLookFlagForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Wat vindt u ervan?",
        choices=[
            (LookFlag.Status.FINE, "Bekeken, in orde"),
            (LookFlag.Status.FOLLOWED_UP, "Opgevolgd: ik deed er iets mee"),
        ],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label="Waarom is het in orde, of wat deed u?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReadLogFilterForm(forms.Form):
    """Narrows the read log (GET); what cannot be understood narrows nothing."""

    wie = forms.CharField(label="Wie keek", required=False, max_length=100)
    huishouden = forms.CharField(label="Nummer van het huishouden", required=False, max_length=12)
    van = forms.DateField(label="Vanaf", required=False, widget=date_input())
    tot = forms.DateField(label="Tot en met", required=False, widget=date_input())
    soort = forms.ChoiceField(
        label="Wat",
        choices=[
            ("", "Alles"),
            ("zoeken", "Alleen zoekopdrachten"),
            ("nummers", "Alleen nummers die voluit getoond werden"),
        ],
        required=False,
    )

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
