"""Forms with which an offer becomes a site with units."""

from collections.abc import Sequence
from dataclasses import asdict

from django import forms

from households.rows import RowFormSet
from housing.unit_lines import UnitLine


class ApproveForm(forms.Form):
    """Validate; the units may be said in a sentence, from which the page makes lines."""

    sentence = forms.CharField(
        label="In één zin",
        required=False,
        max_length=500,
        help_text="Bijvoorbeeld: 12 kamers van 2 plaatsen, gelijkvloers, eigen sanitair; 3 studio’s van 4.",
    )
    note = forms.CharField(
        label="Bericht voor de aanbieder", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class UnitLineForm(forms.Form):
    """One line: so many units alike."""

    count = forms.IntegerField(
        label="Aantal", min_value=1, max_value=500, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    label = forms.CharField(label="Naam", max_length=50, help_text="Kamer, Appartement, Bed …")
    places = forms.IntegerField(
        label="Slaapplekken per eenheid",
        min_value=1,
        max_value=30,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    step_free = forms.BooleanField(label="Drempelvrij", required=False)
    ground_floor = forms.BooleanField(label="Gelijkvloers", required=False)
    own_kitchen = forms.BooleanField(label="Eigen keuken", required=False)
    own_sanitary = forms.BooleanField(label="Eigen badkamer", required=False)
    pets_allowed = forms.BooleanField(label="Huisdieren welkom", required=False)
    cot = forms.BooleanField(label="Babybed", required=False)

    def line(self) -> UnitLine:
        return UnitLine(**self.cleaned_data)


UnitLineFormSet = forms.formset_factory(
    UnitLineForm, formset=RowFormSet, extra=0, min_num=1, validate_min=True
)


def rows_of(units: Sequence[UnitLine]) -> forms.BaseFormSet:
    """The lines as rows that can be changed."""
    formset = UnitLineFormSet(prefix="units", initial=[asdict(line) for line in units])
    formset.extra = max(0, len(units) - formset.min_num)
    return formset


def filled_lines(lines: forms.BaseFormSet) -> list[UnitLine]:
    """The rows of a valid formset, as the action takes them."""
    return [row.line() for row in lines.forms if row.has_changed()]
