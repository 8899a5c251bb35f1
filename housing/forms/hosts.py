"""What is asked about a private host in the offer form."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import Kind, Organisation
from housing.forms.fields import day
from housing.models import Told

HOST = ("private_host", "host_told_on", "host_told_how")
MISSING = {
    "host_told_on": "Noteer wanneer de particulier op de hoogte was en akkoord ging.",
    "host_told_how": "Kies hoe u het verteld hebt.",
}


def enters_for_others(organisation: Organisation | None) -> bool:
    """Only a local government enters the place of a private person, and notes that he knows and agrees."""
    return organisation is not None and organisation.kind == Kind.LOCAL_AUTHORITY


def host_problems(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Of a private person it is known when and how he was told; of anybody else nothing of the kind. Per problem the
    field and a sentence."""
    told = data.get("host_told_on")
    if told and told > timezone.localdate():
        yield "host_told_on", "Deze dag ligt in de toekomst."
    if data.get("private_host"):
        yield from ((name, sentence) for name, sentence in MISSING.items() if not data.get(name))
    elif any(data.get(name) for name in MISSING):
        yield "private_host", "Vink aan dat de contactpersoon een particulier is, of laat de rest leeg."


class NoteHostForm(forms.Form):
    told_on = day("Op de hoogte en akkoord sinds", required=True)
    told_how = forms.ChoiceField(label="Hoe vertelde u het?", choices=Told, widget=forms.RadioSelect)

    def clean_told_on(self) -> date:
        told: date = self.cleaned_data["told_on"]
        if told > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst.", code="future")
        return told


class WithdrawHostForm(forms.Form):
    on = day("Ingetrokken op", required=True)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst.", code="future")
        return on
