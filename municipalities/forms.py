"""Uploading figures in the back office."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from municipalities.figures_file import MAX_BYTES, FigureRow, UnreadableFile, read_figures
from municipalities.models import Indicator, StatisticSource

SALT = "municipalities.import_statistics"
HOURS_VALID = 8


class FiguresForm(forms.Form):
    """The file, and everything that one must know about its figures."""

    file = forms.FileField(
        label="CSV-bestand",
        help_text="Met de kolommen nis en waarde, en soms marge. Een lege cel betekent: niet bekend.",
    )
    indicator = forms.ChoiceField(
        label="Wat staat in het bestand?", choices=[("", "Kies een indicator"), *Indicator.choices]
    )
    period = forms.DateField(
        label="Periode", help_text="De peildatum, of 1 januari van het jaar waarover de cijfers gaan."
    )
    source_name = forms.CharField(
        label="Naam van de bron", max_length=160, help_text="Bijvoorbeeld: Statbel, bevolking op 1 januari."
    )
    source_description = forms.CharField(
        label="Wat telt de bron precies?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_url = forms.URLField(
        label="Webadres van de bron", required=False, max_length=300, assume_scheme="https"
    )
    published_on = forms.DateField(label="Gepubliceerd op", required=False)

    def clean_file(self) -> list[FigureRow]:
        """The rows of the file: what follows needs no file any more."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Het bestand is groter dan 1 MB: dat is geen lijst van gemeenten.")
        try:
            return read_figures(upload.read())
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error

    def clean_period(self) -> date:
        return self._not_in_future("period", "De periode ligt in de toekomst.")

    def clean_published_on(self) -> date | None:
        if not self.cleaned_data["published_on"]:
            return None
        return self._not_in_future("published_on", "Deze datum ligt in de toekomst.")

    def _not_in_future(self, name: str, message: str) -> date:
        day: date = self.cleaned_data[name]
        if day > timezone.localdate():
            raise forms.ValidationError(message)
        return day

    def sealed(self) -> str:
        """What was uploaded, signed, to travel along with the dry run until it is confirmed."""
        data = self.cleaned_data
        return signing.dumps(
            {
                "rows": [
                    [row.line, row.nis_code, _text(row.value), _text(row.margin), row.problem]
                    for row in data["file"]
                ],
                "indicator": data["indicator"],
                "period": data["period"].isoformat(),
                "source": {
                    "name": data["source_name"],
                    "description": data["source_description"],
                    "url": data["source_url"],
                    "published_on": data["published_on"] and data["published_on"].isoformat(),
                },
            },
            salt=SALT,
            compress=True,
        )


def unseal(sealed: str, *, on: date) -> dict[str, Any]:
    """The arguments of `actions.import_statistics`, except `by`.

    Raises signing.BadSignature when someone changed it, or after HOURS_VALID hours.
    """
    data = signing.loads(sealed, salt=SALT, max_age=HOURS_VALID * 3600)
    published = data["source"].pop("published_on")
    return {
        "rows": [
            FigureRow(line, nis_code, _number(value), _number(margin), problem)
            for line, nis_code, value, margin, problem in data["rows"]
        ],
        "indicator": Indicator(data["indicator"]),
        "period": date.fromisoformat(data["period"]),
        "source": StatisticSource(
            **data["source"],
            published_on=date.fromisoformat(published) if published else None,
            retrieved_on=on,
        ),
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
