"""What people may type outside the case: mail, the contact book, themes, the inventory and the log of nuisance."""

import uuid
from datetime import date
from operator import attrgetter
from typing import Any

from django import forms

from accounts.models import Membership
from audit.shown import KnowsWhatItShowed
from households.forms.fields import DelicateMixin
from housing.models import FIRST_DAY, Site
from municipalities.models import Municipality
from municipalities.town_field import TownField
from vlot import rules
from vlot.forms.calls import DAMAGED
from vlot.mail_reading import MAX_MEGABYTES, MailRefused, ReadMail, read_mail
from vlot.models import (
    Incident,
    Intervention,
    LadderStep,
    PossibleSite,
    Referral,
    SectorContact,
    Severity,
    Topic,
)

DATE = {"type": "date"}


class MailForm(forms.Form):
    """One message, as a mail program saves it. Cleans to what it says (ReadMail)."""

    mail = forms.FileField(
        label="E-mail (.eml)",
        help_text=f"Bewaar de e-mail uit uw postvak als .eml-bestand. Hoogstens {MAX_MEGABYTES} MB.",
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
    )

    def clean_mail(self) -> ReadMail:
        upload = self.cleaned_data["mail"]
        if upload.size > MAX_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(f"Dit bestand is groter dan {MAX_MEGABYTES} MB.", code="too_large")
        try:
            return read_mail(upload.read())
        except MailRefused as problem:
            raise forms.ValidationError(str(problem), code="refused") from problem


class SectorContactForm(KnowsWhatItShowed, forms.ModelForm):
    class Meta:
        model = SectorContact
        fields = ("domain", "province", "organisation_name", "function", "email", "phone", "remark")
        help_texts = {
            "function": "Bijvoorbeeld “coördinator onthaalonderwijs”. Liefst geen naam van een persoon.",
            "remark": "Waarmee kan deze dienst helpen?",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain: Any = self.fields["domain"]
        domain.queryset = Topic.objects.liaison().to_choose(kept=self.instance.domain_id)
        domain.empty_label = "Kies een domein"
        domain.label_from_instance = attrgetter("name")
        province: Any = self.fields["province"]
        province.empty_label = "Heel Vlaanderen"


class ReferralForm(DelicateMixin, forms.ModelForm):
    """A question to a service of the contact book."""

    TEXTS = ("question",)

    class Meta:
        model = Referral
        fields = ("contact", "question", "due_on")
        widgets = {
            "question": forms.Textarea(attrs={"rows": 4}),
            "due_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
        }
        help_texts = {"contact": "Staat de dienst er niet bij? Voeg ze eerst toe aan het contactboek."}

    def __init__(self, *args: Any, intervention: Intervention, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        contacts: Any = self.fields["contact"]
        contacts.queryset = SectorContact.objects.for_call(intervention)
        contacts.empty_label = "Kies een dienst"

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.on:
            raise forms.ValidationError("Deze dag is al voorbij.")
        return day

    def validate_constraints(self) -> None:
        """The constraint is about the answer."""


class ReferralAnswerForm(DelicateMixin, forms.Form):
    TEXTS = ("answer",)

    answer = forms.CharField(label="Wat is het antwoord?", widget=forms.Textarea(attrs={"rows": 4}))


class ThemeStepForm(forms.Form):
    text = forms.CharField(label="Wat gebeurde er?", widget=forms.Textarea(attrs={"rows": 4}))
    settled = forms.BooleanField(label="Dit thema is afgerond", required=False)


class PossibleSiteForm(KnowsWhatItShowed, forms.ModelForm):
    """A place for the inventory."""

    municipality = TownField()

    class Meta:
        model = PossibleSite
        fields = (
            "municipality", "name", "street", "house_number", "postal_code", "owner", "contact_name",
            "estimated_places", "findings",
        )  # fmt: skip
        widgets = {
            "findings": forms.Textarea(attrs={"rows": 4}),
            "estimated_places": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        help_texts = {
            "contact_name": "Een functie, geen naam van een persoon.",
            "findings": "Wat zag of hoorde u over het gebouw? Niets over personen.",
        }

    def __init__(self, *args: Any, by: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_municipality(self) -> Municipality:
        town: Municipality = self.cleaned_data["municipality"]
        if not rules.may_keep_inventory(self.by, town):
            raise forms.ValidationError(
                f"{town} ligt bij een ander team van VLOT. Kies een gemeente uit uw eigen provincie.",
                code="other_team",
            )
        return town

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        same = PossibleSite.objects.filter(
            municipality=data.get("municipality"), name=data.get("name")
        ).exclude(pk=self.instance.pk)
        if data.get("municipality") and same.exists():
            self.add_error("name", "Deze plaats staat al in de inventaris van de gemeente.")
        return data

    def validate_constraints(self) -> None:
        """The one constraint that these fields can break has its check above."""


class DropForm(forms.Form):
    reason = forms.CharField(label="Waarom kan deze plaats niet?", max_length=240)


class IncidentForm(DelicateMixin, forms.ModelForm):
    """What happened at a site, in codes. `on` is today."""

    TEXTS = ("note",)

    form_token = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages={"invalid": DAMAGED, "required": DAMAGED}
    )
    severity = forms.ChoiceField(label="Hoe erg?", choices=Severity.choices, widget=forms.RadioSelect)
    steps = forms.MultipleChoiceField(
        label="Wat werd geprobeerd?",
        choices=LadderStep.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Incident
        fields = ("happened_on", "part_of_day", "kind", "severity", "place", "steps", "result", "note")
        widgets = {
            "happened_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {"note": "Alleen wat nodig is om te helpen. Geen namen, geen herkomst, geen gezondheid."}

    fieldsets = (
        ("Wat gebeurde er?", ("happened_on", "part_of_day", "kind", "severity", "place", "note")),
        ("Wat deed u?", ("steps", "result")),
    )

    def __init__(self, *args: Any, site: Site, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.site = on, site
        self.use_required_attribute = False

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if not FIRST_DAY <= day <= self.on:
            raise forms.ValidationError("Kies een dag tussen 14 maart 2022 en vandaag.")
        return day

    def validate_constraints(self) -> None:
        """Each constraint has its check above, or is a choice."""
