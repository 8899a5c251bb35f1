"""Forms about a site that stands: what it is like, its units and documents, a reported change, a planned visit."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, cast

from django import forms

from audit.shown import KnowsWhatItShowed
from documents.fields import CheckedFilesField
from documents.files import ALLOWED_WORDS, MAX_MEGABYTES
from housing.forms.availability import date_input
from housing.forms.decisions import ABOUT_THE_PLACE
from housing.forms.fields import DegreesField, amount, number
from housing.forms.offers import AREA, IN_BELGIUM, KINDS, MINUTES, TO_CHOOSE
from housing.models import ChangeReport, Site, SiteDocumentKind, Unit, promises

GROUPS = (
    ("Naam en contact", ("name", "contact_name", "contact_email", "contact_phone")),
    ("Wat het is", ("category", "kind", "term", "setting", "ownership", "on_request", "ready_on")),
    ("Voor wie", ("admits", "open_to_others", "minimum_months")),
    ("Kenmerken", ("floor_area", "kitchen", "sanitary", "lift", "furniture")),
    ("Ligging", ("minutes_to_transport", "minutes_to_school", "latitude", "longitude")),
    ("Huur of vergoeding", ("rent", "rent_per", "costs_included")),
)


class EditSiteForm(KnowsWhatItShowed, forms.ModelForm):
    """What is true of the place. `names` are the fields that are this reader's to say.

    Each field knows what it showed, so that `changed` holds what the reader changed, not what a colleague did.
    """

    latitude = DegreesField(
        label="Breedtegraad",
        required=False,
        min_value=promises.SOUTH,
        max_value=promises.NORTH,
        error_messages={"min_value": IN_BELGIUM, "max_value": IN_BELGIUM},
    )
    longitude = DegreesField(
        label="Lengtegraad",
        required=False,
        min_value=promises.WEST,
        max_value=promises.EAST,
        error_messages={"min_value": IN_BELGIUM, "max_value": IN_BELGIUM},
    )
    minutes_to_transport = number("Minuten te voet naar bus, tram of trein", 0, promises.MAX_MINUTES, MINUTES)
    minutes_to_school = number("Minuten te voet naar een school", 0, promises.MAX_MINUTES, MINUTES)
    minimum_months = number(
        "Minimumtermijn (maanden)",
        1,
        promises.MAX_MONTHS,
        f"Vul een minimumtermijn van 1 tot {promises.MAX_MONTHS} maanden in.",
    )
    floor_area = amount("Vloeroppervlakte (m²)", 1, 999_999, AREA, digits=1)
    rent = amount("Huur of vergoeding (€)", 0, 99_999_999, "Vul een bedrag van 0 euro of meer in.", digits=2)

    class Meta:
        model = Site
        fields = [name for _, names in GROUPS for name in names]
        widgets = {
            "category": forms.RadioSelect,
            "term": forms.RadioSelect,
            "setting": forms.RadioSelect,
            "admits": forms.RadioSelect,
            "ready_on": date_input(),
        }
        labels = {
            "rent_per": "Waarvoor geldt dit bedrag?",
            "costs_included": "Water, energie en andere kosten zijn inbegrepen",
            "on_request": "Het lokaal bestuur vroeg om deze plaats op te zetten",
            "ready_on": "Werken klaar op",
        }
        help_texts = {"ready_on": "Alleen als er werken bezig zijn: tot die dag telt de plaats niet mee."}

    def __init__(self, *args: Any, names: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name in list(self.fields):
            if names is not None and name not in names:
                del self.fields[name]
        if "kind" in self.fields:
            cast(forms.ChoiceField, self.fields["kind"]).choices = KINDS
        for name in self.fields.keys() & set(TO_CHOOSE):
            choice = cast(forms.TypedChoiceField, self.fields[name])
            choice.choices = [("", "niet bekend"), *list(cast(Any, choice.choices))[1:]]
        for name, field in self.fields.items():
            field.required = name in ("name", "category", "kind", "term", "setting", "admits")
        self.fieldsets = [
            (legend, here) for legend, group in GROUPS if (here := [n for n in group if n in self.fields])
        ]

    def refused(self, problems: Iterable[str]) -> None:
        """What the action said of it, at the top."""
        for problem in problems:
            self.add_error(None, problem)


class UnitForm(KnowsWhatItShowed, forms.ModelForm):
    """One unit: name, size and features."""

    floor_area = amount("Oppervlakte (m²)", 1, 99_999, "Vul een oppervlakte van minstens 1 m² in.", digits=1)

    class Meta:
        model = Unit
        fields = (
            "label", "places", "floor_area", "step_free", "ground_floor", "own_kitchen", "own_sanitary",
            "pets_allowed", "cot",
        )  # fmt: skip
        widgets = {"places": forms.NumberInput(attrs={"inputmode": "numeric"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["floor_area"].required = False

    def clean_places(self) -> int:
        places: int = self.cleaned_data["places"]
        if not 1 <= places <= 30:
            raise forms.ValidationError("Een wooneenheid heeft 1 tot 30 slaapplekken.")
        return places


class UnitsSaidForm(forms.Form):
    """Units in one sentence, from which the page makes lines."""

    sentence = forms.CharField(
        label="In één zin",
        required=False,
        max_length=500,
        help_text="Bijvoorbeeld: 2 kamers van 3 plaatsen, gelijkvloers, eigen sanitair.",
    )


class SiteDocumentForm(forms.Form):
    kind = forms.ChoiceField(label="Wat is het?", widget=forms.RadioSelect)
    documents = CheckedFilesField(
        label="Bestanden",
        required=True,
        help_text=f"{ALLOWED_WORDS.capitalize()}, elk hoogstens {MAX_MEGABYTES} MB.",
    )

    def __init__(self, *args: Any, kinds: Collection[SiteDocumentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [(kind.value, kind.label) for kind in kinds]


class ReportForm(forms.Form):
    """What is different at this site."""

    text = forms.CharField(
        label="Wat is er veranderd?",
        max_length=1000,
        help_text=f"Bijvoorbeeld: minder kamers, werken, verkocht. {ABOUT_THE_PLACE}",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecideReportForm(forms.Form):
    """What became of a reported change."""

    outcome = forms.ChoiceField(
        label="Wat deed u ermee?",
        choices=[
            (status.value, status.label.capitalize())
            for status in ChangeReport.Status
            if status != ChangeReport.Status.OPEN
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Antwoord aan wie het meldde",
        max_length=1000,
        help_text="Eén zin is genoeg. Bijvoorbeeld: we verwijderden de twee kamers.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PlanVisitForm(forms.Form):
    planned_on = forms.DateField(label="Dag van het bezoek", widget=date_input())
    reason = forms.CharField(
        label="Waarom gaat u langs?", max_length=200, help_text="De aanbieder leest deze zin."
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_planned_on(self) -> date:
        day: date = self.cleaned_data["planned_on"]
        if day < self.on:
            raise forms.ValidationError(
                "Deze dag is voorbij. Kies vandaag of later, of leg het bezoek meteen vast."
            )
        return day


class AfterVisitForm(forms.Form):
    """Which units nobody may live in until what a visit found is solved; those that can be are ticked."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="Welke wooneenheden gaan buiten gebruik?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Duid minstens één wooneenheid aan."},
    )

    def __init__(self, *args: Any, units: Collection[Unit], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"units": [unit.pk for unit in units]})
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelMultipleChoiceField, self.fields["units"])
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("pk")
        choice.label_from_instance = lambda unit: f"{unit.label} ({unit.places})"  # type: ignore[method-assign,assignment]
