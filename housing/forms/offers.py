"""The offer form: can always be kept as a draft, and is checked in full when it is submitted."""

import re
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange

from documents.fields import CheckedFilesField
from housing.models import FIRST_DAY, SPECIFIC_KINDS, Category, HousingKind, Offer, Readiness, promises
from municipalities.lookup import municipalities_for
from municipalities.models import Municipality

REQUIRED_TO_SUBMIT = (
    "street",
    "house_number",
    "postal_code",
    "kind",
    "category",
    "term",
    "setting",
    "estimated_places",
    "readiness",
    "available_from",
    "contact_name",
    "contact_email",
)

SECTIONS = (
    ("Waar is het?", ("title", "street", "house_number", "box", "postal_code", "municipality")),
    (
        "Wat biedt u aan?",
        ("kind", "category", "setting", "term", "estimated_places", "step_free", "source_reference"),
    ),
    ("Wanneer kan er iemand wonen?", ("available_from", "available_until", "readiness", "works", "ready_on")),
    ("Wie kunnen we bellen?", ("contact_name", "contact_email", "contact_phone")),
    ("Foto's, plannen en opmerkingen", ("documents", "remarks")),
)


class OfferForm(forms.ModelForm):
    """One form for draft and submission. `submitting=False` accepts holes, and says only what is wrong, not missing."""

    # Wider than their columns, so that our own sentence explains what is wrong with a long or negative value.
    postal_code = forms.CharField(
        label="Postcode",
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )
    estimated_places = forms.IntegerField(
        label="Aantal slaapplekken",
        help_text="Elk bed telt als één slaapplek.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    available_from = forms.DateField(
        label="Beschikbaar vanaf",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Niet vroeger dan 14 maart 2022.",
    )
    available_until = forms.DateField(
        label="Beschikbaar tot en met",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Laat leeg als er nog geen einddatum is.",
    )
    documents = CheckedFilesField(label="Foto's, plannen of andere documenten")

    class Meta:
        model = Offer
        fields = (
            "title", "street", "house_number", "box", "postal_code", "municipality", "kind", "category", "setting",
            "term", "estimated_places", "step_free", "source_reference", "readiness", "works", "ready_on",
            "contact_name", "contact_email", "contact_phone", "remarks",
        )  # fmt: skip
        widgets = {
            "ready_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "works": forms.Textarea(attrs={"rows": 3}),
            "remarks": forms.Textarea(attrs={"rows": 4}),
            "category": forms.RadioSelect,
            "setting": forms.RadioSelect,
            "term": forms.RadioSelect,
            "readiness": forms.RadioSelect,
            "house_number": forms.TextInput(attrs={"size": 6}),
            "box": forms.TextInput(attrs={"size": 6}),
        }
        labels = {"title": "Naam van de plaats", "remarks": "Opmerkingen over de plaats"}
        help_texts = {
            "title": "Bijvoorbeeld de naam van het gebouw. Laat leeg om het adres te gebruiken.",
            "category": "Publiek: opgezet door of op vraag van het lokaal bestuur. Twijfelt u, kies dan privaat.",
            "source_reference": "Alleen als dezelfde plaats ook in de federale tool staat.",
            "remarks": "Schrijf hier niets over de gezondheid of herkomst van personen.",
            "step_free": "Er zijn geen treden tussen de straat en het bed.",
        }

    def __init__(self, *args: Any, submitting: bool = True, **kwargs: Any) -> None:
        offer: Offer | None = kwargs.get("instance")
        if offer is not None and offer.pk:
            kwargs["initial"] = {**period_as_typed(offer), **offer.typed, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        kinds = cast(forms.ChoiceField, self.fields["kind"])
        kinds.choices = [("", "Kies wat het is"), *HousingKind.choices]
        for name in REQUIRED_TO_SUBMIT:
            self.fields[name].required = submitting
        for name in self.fields.keys() - set(REQUIRED_TO_SUBMIT):
            self.fields[name].required = False
        self.submitting = submitting
        self.candidates = self.municipalities_of_postal_code()
        if len(self.candidates) > 1:
            towns = cast(forms.ModelChoiceField, self.fields["municipality"])
            towns.queryset = Municipality.objects.filter(pk__in=[town.pk for town in self.candidates])
            towns.empty_label = "Kies de gemeente"
            towns.help_text = "Deze postcode ligt in meer dan één gemeente."
        else:
            del self.fields["municipality"]
        present = [(legend, [name for name in names if name in self.fields]) for legend, names in SECTIONS]
        self.fieldsets = present

    def municipalities_of_postal_code(self) -> list[Municipality]:
        code = (
            self.data.get(self.add_prefix("postal_code"))
            if self.is_bound
            else self.initial.get("postal_code")
        )
        return municipalities_for((code or "").strip())

    def clean_postal_code(self) -> str:
        code = (self.cleaned_data["postal_code"] or "").strip()
        if not code:
            return code
        if not re.fullmatch(r"\d{4}", code):
            raise forms.ValidationError(
                "Een Belgische postcode telt vier cijfers. Plaatsen in het buitenland kunt u hier niet aanmelden.",
                code="foreign",
            )
        if not self.candidates:
            raise forms.ValidationError(
                f"Postcode {code} kennen we niet in Vlaanderen. Kijk de postcode na. Voor plaatsen in Brussel of "
                "Wallonië neemt u contact op met de gemeente daar.",
                code="unknown",
            )
        return code

    def clean_available_from(self) -> Any:
        begin = self.cleaned_data["available_from"]
        if begin and begin < FIRST_DAY:
            raise forms.ValidationError(
                "De startdatum mag niet voor 14 maart 2022 liggen: plaatsen van vroeger komen niet in aanmerking.",
                code="too_early",
            )
        return begin

    def clean_estimated_places(self) -> int | None:
        places = self.cleaned_data["estimated_places"]
        if places is not None and not 1 <= places <= 5000:
            raise forms.ValidationError("Vul minstens 1 slaapplek in (en hoogstens 5.000).", code="places")
        return places

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "postal_code" in data:
            if len(self.candidates) <= 1:
                data["municipality"] = self.candidates[0] if self.candidates else None
            elif self.submitting and not data.get("municipality"):
                self.add_error("municipality", "Deze postcode ligt in meer dan één gemeente. Kies de juiste.")
        begin, end = data.get("available_from"), data.get("available_until")
        if begin and end and end < begin:
            self.add_error("available_until", "De einddatum ligt voor de startdatum. Kies een latere datum.")
        if self.submitting and data.get("readiness") == Readiness.WORKS and not data.get("ready_on"):
            self.add_error(
                "ready_on", "Zijn er eerst werken nodig, vul dan in wanneer de plaatsen klaar zijn."
            )
        specific = self.submitting and data.get("category") == Category.SPECIFIC
        if specific and data.get("kind") and data["kind"] not in SPECIFIC_KINDS:
            self.add_error("kind", promises.SPECIFIC_KIND_NEEDED)
        return data

    def validate_constraints(self) -> None:
        """Left to `submit_offer`: a draft may have holes."""

    def values(self) -> dict[str, Any]:
        """The valid values, as columns of Offer."""
        names = [name for name in self.Meta.fields if name in self.cleaned_data and name not in self.errors]
        values = {name: self.cleaned_data[name] for name in names}
        begin = self.cleaned_data.get("available_from")
        if begin:
            end = self.cleaned_data.get(
                "available_until"
            )  # absent while it is wrong: then it stays in `typed`
            values["available"] = DateRange(begin, following_day(end))
        return values

    def typed(self) -> dict[str, Any]:
        """What stands in the fields that are not valid yet, as it was typed."""
        return {
            name: self.data.get(self.add_prefix(name), "")
            for name in self.errors
            if name in self.fields and name != "documents"
        }


def following_day(day: Any) -> Any:
    """People say "tot en met", the database keeps half-open ranges."""
    return day + timedelta(days=1) if day else None


def period_as_typed(offer: Offer) -> dict[str, Any]:
    """The available period as two days, the last one included."""
    if offer.available is None:
        return {}
    upper = offer.available.upper
    return {
        "available_from": offer.available.lower,
        "available_until": upper - timedelta(days=1) if upper else None,
    }
