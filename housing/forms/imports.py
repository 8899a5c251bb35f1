"""Forms of a file with many offers: choose it, say what its columns are, and confirm."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents.files import CheckedFile
from documents.spreadsheets import ACCEPT_TABLES, check_spreadsheet
from housing.forms.import_columns import DIFFERENT, REFERENCE, as_text, columns_suggested, header_of
from housing.forms.offers import FILES, OfferForm
from housing.forms.sections import REQUIRED_TO_SUBMIT, SECTIONS
from municipalities.lookup import plain

FIXED = tuple(
    name
    for name in REQUIRED_TO_SUBMIT
    if name not in ("street", "house_number", "postal_code", "estimated_places")
)


NOT_READ = "-"


class ImportFileForm(forms.Form):
    file = forms.FileField(
        label="Kies een bestand",
        help_text="Excel (.xlsx) of csv, hoogstens 20 MB en 25.000 rijen. De koppen staan in de eerste rij.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT_TABLES}),
        error_messages={"empty": "Dit bestand is leeg. Kies een bestand met rijen."},
    )

    def clean_file(self) -> CheckedFile:
        return check_spreadsheet(self.cleaned_data["file"])


class ColumnsForm(forms.Form):
    """Which column is which field; and for what the file does not say, one text for every row."""

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        samples: Sequence[Sequence[str]],
        remembered: Mapping[str, str],
        fixed: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headers = headers
        suggested = columns_suggested(headers, remembered)
        choices = [(NOT_READ, "Niet invoeren"), *_choices()]
        for number, header in enumerate(headers):
            examples = ", ".join(samples[number][:3]) if number < len(samples) else ""
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=header or f"Kolom {number + 1} (zonder kop)",
                help_text=f"Bijvoorbeeld: {examples[:120]}"
                if examples
                else "Geen waarden in de eerste rijen",
                choices=choices,
                initial=suggested.get(number, NOT_READ),
            )
        for name in FIXED:
            field = deepcopy(OfferForm.base_fields[name])
            field.required, field.initial = False, fixed.get(name)
            if isinstance(field.widget, forms.RadioSelect):
                field.widget = forms.Select()
                field.choices = [("", "Kies"), *[pair for pair in field.choices if pair[0]]]  # type: ignore[attr-defined]
            field.help_text = ""
            self.fields[f"fixed-{name}"] = field
        self.fieldsets = [
            ("Kolommen van uw bestand", [f"column-{number}" for number in range(len(headers))]),
            ("Voor elke rij hetzelfde, als het bestand het niet zegt", [f"fixed-{name}" for name in FIXED]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for number in range(len(self.headers)):
            field = self.field_of(number)
            if field and field in taken:
                self.add_error(
                    f"column-{number}", f"{header_of(field)} koos u al voor de kolom „{taken[field]}”."
                )
            elif field:
                taken[field] = self.headers[number] or f"kolom {number + 1}"
        if REFERENCE not in taken:
            raise ValidationError(
                f"Kies welke kolom „{header_of(REFERENCE)}” is: een eigen nummer per plaats, waarmee we ze later "
                "terugvinden."
            )
        for name in REQUIRED_TO_SUBMIT:
            if name in taken or data.get(f"fixed-{name}"):
                continue
            if name in FIXED:
                self.add_error(
                    f"fixed-{name}", f"Kies een kolom voor „{header_of(name)}”, of vul het hier in."
                )
            else:
                raise ValidationError(f"Kies welke kolom „{header_of(name)}” is.")
        return data

    def columns(self) -> dict[int, str]:
        return {number: self.field_of(number) for number in range(len(self.headers)) if self.field_of(number)}

    def field_of(self, number: int) -> str:
        """The field that this column is, or "" when it is not read."""
        chosen = self.cleaned_data.get(f"column-{number}", NOT_READ)
        return "" if chosen == NOT_READ else chosen

    def told_headers(self) -> dict[str, str]:
        """Each header with its field, for the next file."""
        return {plain(header): self.field_of(number) for number, header in enumerate(self.headers)}

    def fixed(self) -> dict[str, str]:
        texts = {name: self.cleaned_data.get(f"fixed-{name}") for name in FIXED}
        return {name: as_text(name, value) for name, value in texts.items() if value}


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    groups = [
        (legend, [(name, header_of(name)) for name in names if name not in FILES])
        for legend, names in SECTIONS
    ]
    return [*groups, ("Van dit bestand", [(DIFFERENT, header_of(DIFFERENT))])]


class ConfirmImportForm(forms.Form):
    skip_wrong = forms.BooleanField(
        label="Sla rijen die fout of in conflict zijn over, en voer de andere in", required=False
    )

    def __init__(self, *args: Any, wrong: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wrong:
            del self.fields["skip_wrong"]
