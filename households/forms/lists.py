"""A list with households: pasted or as a file, read with the same rules as the form at the counter."""

import io
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.spreadsheets import ACCEPT_TABLES, CSV, Cell, check_spreadsheet, read_rows
from households.forms.households import HouseholdForm
from households.forms.persons import PersonForm
from households.lists import COLUMNS, MOST_ROWS, Listed, columns_of, household_values
from households.models import Household


class ListForm(forms.Form):
    """Cleans to `rows`, the cells of the list with its headers first."""

    file = forms.FileField(
        label="Bestand",
        required=False,
        help_text="Excel (.xlsx) of csv.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT_TABLES}),
    )
    text = forms.CharField(
        label="Of plak de lijst",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Met de koppen in de eerste rij, zoals u ze uit Excel kopieert.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if upload := data.get("file"):
            checked = check_spreadsheet(upload)
            checked.upload.seek(0)
            rows = self._read(checked.upload, checked.content_type)
        elif (data.get("text") or "").strip():
            rows = self._read(io.BytesIO(data["text"].strip("\r\n").encode()), CSV)
        else:
            raise ValidationError("Kies een bestand, of plak de lijst.")
        if len(rows) < 2:
            raise ValidationError("Deze lijst heeft geen rijen onder de koppen.")
        columns_of(rows[0])
        data["rows"] = rows
        return data

    @staticmethod
    def _read(file: Any, content_type: str) -> list[list[Cell]]:
        rows: list[list[Cell]] = []
        for row in read_rows(file, content_type):
            if not rows and not any(row):
                continue
            rows.append(row)
            if len(rows) > MOST_ROWS * 2:
                raise ValidationError(f"Dit zijn meer dan {MOST_ROWS} personen. Splits de lijst op.")
        return rows


def judge(households: list[Listed], *, today: date) -> None:
    """Fill in `persons`, `fields` and `problems` of each household, by the forms of the counter."""
    certificates: dict[str, int] = {}
    for listed in households:
        form = HouseholdForm(household_values(listed, today=today), own_households=Household.objects.none())
        if form.is_valid():
            listed.fields = form.values()
        listed.problems += _problems(form, listed.numbers[0])
        if sum(row["relation"] == "reference" for row in listed.rows) > 1:
            listed.problems.append(f"Rij {listed.numbers[0]}: meer dan één referentiepersoon.")
        for number, row in zip(listed.numbers, listed.rows, strict=True):
            person = PersonForm(row)
            if person.is_valid():
                listed.persons.append(person.cleaned_data)
                certificate = person.cleaned_data["certificate_number"]
                if certificate and certificate in certificates:
                    listed.problems.append(
                        f"Rij {number}, Nummer attest: staat ook in rij {certificates[certificate]}."
                    )
                certificates.setdefault(certificate, number)
            listed.problems += _problems(person, number)


def _problems(form: forms.BaseForm, number: int) -> list[str]:
    return [
        f"Rij {number}, {COLUMNS[name].header if name in COLUMNS else 'huishouden'}: {error}"
        for name, errors in form.errors.items()
        for error in errors
    ]
