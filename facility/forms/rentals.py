"""What people may type about templates and contracts; validates, never saves."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Membership
from audit.shown import KnowsWhatItShowed
from documents.fields import CheckedFilesField
from documents.files import DOCX, CheckedFile
from facility import word
from facility.forms.contracts import day_field, euro_choice
from facility.models import ContractTemplate, RentalContract
from facility.models.rentals import ContractKind
from housing.models import Site


class TemplateForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=ContractKind.choices)
    name = forms.CharField(
        label="Naam", max_length=120, help_text="Een naam die er al is, wordt een nieuwe versie."
    )
    file = CheckedFilesField(
        label="Sjabloon (.docx)", required=True, help_text="Word, met namen zoals {{ begin }}."
    )
    to_review = forms.BooleanField(label="Ontwerp: een jurist moet dit nog nakijken", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_file(self) -> CheckedFile:
        files: list[CheckedFile] = self.cleaned_data["file"]
        if len(files) != 1 or files[0].content_type != DOCX:
            raise forms.ValidationError("Kies één Word-bestand (.docx).", code="docx")
        files[0].upload.seek(0)
        word.placeholders(files[0].upload.read())
        return files[0]


class RentalForm(forms.Form):
    """The beginning of a contract: what the portal cannot know."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    template = forms.ModelChoiceField(label="Sjabloon", queryset=ContractTemplate.objects.none())
    site = forms.ModelChoiceField(label="Locatie", queryset=Site.objects.none())
    counterparty = forms.CharField(label="Andere partij (eigenaar of aanbieder)", max_length=160)
    begins_on = day_field("Begin")
    ends_on = day_field("Laatste dag")
    notice_months = forms.IntegerField(
        label="Opzegtermijn in maanden", min_value=0, max_value=36, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Hoelang vooraf moet men zeggen dat het contract stopt?",
    )  # fmt: skip
    rent = euro_choice("Huur per maand", required=False, help_text="Leeg als er geen huur is.")

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        templates: Any = self.fields["template"]
        newest = ContractTemplate.objects.visible_to(by).in_use()
        templates.queryset = ContractTemplate.objects.filter(pk__in=newest.values("pk")).order_by(
            "kind", "name"
        )
        sites: Any = self.fields["site"]
        own = Site.objects.visible_to(by).filter(municipality=by.organisation.municipality)
        sites.queryset = own.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins_on") and data.get("ends_on") and data["ends_on"] <= data["begins_on"]:
            self.add_error("ends_on", "Het einde ligt na het begin.")
        return data


class FillForm(KnowsWhatItShowed, forms.Form):
    """What the template asks and the portal does not know."""

    def __init__(self, *args: Any, contract: RentalContract, asked: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name in asked:
            self.fields[name] = forms.CharField(
                label=word.FIELDS[name], required=False, max_length=500, initial=contract.values.get(name, "")
            )
        self.remember()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any("{{" in text or "{%" in text for text in data.values()):
            raise ValidationError("Vul gewone tekst in, zonder accolades.", code="code")
        return data


class SignedForm(forms.Form):
    signed_on = day_field("Getekend op")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.on = on

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > self.on:
            raise forms.ValidationError("Deze dag moet nog komen.", code="future")
        return day
