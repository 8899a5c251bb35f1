"""Forms of a visit: what was looked at, measured and found."""

from datetime import date
from typing import Any

from django import forms

from documents.fields import CheckedFilesField
from documents.files import MAX_MEGABYTES
from households.rows import RowFormSet
from housing.models import DAYS_TO_REPAIR, ChecklistItem, Defect, Inspection, InspectionAnswer, MeasuredUnit
from housing.occupancy import Occupancy

DATE = {"type": "date"}
DUE = (
    f"Laat leeg voor het voorstel: {DAYS_TO_REPAIR['3']} dagen na het bezoek (III), {DAYS_TO_REPAIR['2']} (II) of "
    f"{DAYS_TO_REPAIR['1']} (I)."
)


def photos_field() -> CheckedFilesField:
    """Photos of a finding; they are kept with the draft of the visit."""
    field = CheckedFilesField(
        label="Foto's", help_text=f"U kunt er meer tegelijk kiezen, elk hoogstens {MAX_MEGABYTES} MB."
    )
    field.widget.attrs["accept"] = "image/*"
    return field


def due_field() -> forms.DateField:
    return forms.DateField(
        label="Herstellen tegen",
        required=False,
        help_text=DUE,
        widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
    )


def yes_no(label: str, help_text: str) -> forms.TypedChoiceField:
    """A question that must be answered: neither yes nor no is filled in beforehand."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("yes", "Ja"), ("no", "Nee")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class InspectionForm(forms.ModelForm):
    """Veilig, gezond, menswaardig: three questions that must be answered."""

    safe = yes_no("Is het er veilig?", "Brand, elektriciteit, CO, stabiliteit.")
    healthy = yes_no("Is het er gezond?", "Vocht, verluchting, verwarming, water en sanitair.")
    dignified = yes_no("Is het er menswaardig?", "Privacy, genoeg plaats, een bed per persoon.")

    class Meta:
        model = Inspection
        fields = ("inspected_on", "safe", "healthy", "dignified", "usable_places", "findings")
        widgets = {
            "inspected_on": forms.DateInput(attrs=DATE, format="%Y-%m-%d"),
            "findings": forms.Textarea(attrs={"rows": 4}),
            "usable_places": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        labels = {"usable_places": "Aantal bruikbare slaapplekken"}
        help_texts = {
            "usable_places": "Hoeveel bedden zijn goed bruikbaar? Meer kunt u daarna niet valideren.",
            "findings": "Wat zag u nog, over de plaats? Schrijf hier niets over personen.",
        }

    def __init__(self, *args: Any, on: date, norm: Occupancy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on, self.norm = on, norm

    def clean_inspected_on(self) -> date:
        day: date = self.cleaned_data["inspected_on"]
        if day > self.on:
            raise forms.ValidationError(
                "Deze datum ligt in de toekomst. Leg het bezoek vast als het gebeurd is."
            )
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        places, most = data.get("usable_places"), self.norm.persons if self.norm else None
        if most is not None and places is not None and places > most and not data.get("findings"):
            self.add_error(
                "usable_places",
                f"De bezettingsnorm laat hier {most} slaapplekken toe. Pas het aantal aan, of leg bij de bevindingen "
                "uit waarom het toch kan.",
            )
        return data


class ChecklistItemForm(forms.Form):
    """What was seen for one item; what is not in order becomes a finding, with who repairs it and by when."""

    outcome = forms.ChoiceField(
        label="Gezien",
        choices=[(code, label.capitalize()) for code, label in InspectionAnswer.Outcome.choices],
        widget=forms.RadioSelect,
    )
    description = forms.CharField(label="Wat is er niet in orde?", max_length=300, required=False)
    category = forms.ChoiceField(
        label="Hoe erg?", choices=[("", "Kies"), *Defect.Category.choices], required=False
    )
    responsible = forms.ChoiceField(
        label="Wie herstelt het?", choices=Defect.Responsible.choices, required=False
    )
    due_on = due_field()
    photos = photos_field()

    def __init__(self, data: Any = None, *, item: ChecklistItem, **kwargs: Any) -> None:
        super().__init__(data, prefix=f"punt-{item.pk}", **kwargs)
        self.item = item
        self.fields["outcome"].label = item.text
        self.fields["outcome"].help_text = item.hint
        self.fields["outcome"].error_messages["required"] = "Kies wat u zag."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == InspectionAnswer.Outcome.NOT_IN_ORDER:
            if not data.get("description"):
                self.add_error("description", "Schrijf kort op wat u zag.")
            if not data.get("category"):
                self.add_error("category", "Kies hoe erg het is.")
        return data

    def answer(self) -> dict[str, Any]:
        """As the action takes it: the item, what was seen, and the finding if there is one."""
        data = self.cleaned_data
        finding = None
        if data["outcome"] == InspectionAnswer.Outcome.NOT_IN_ORDER:
            finding = {
                "description": data["description"],
                "category": data["category"],
                "responsible": data["responsible"] or Defect.Responsible.PROVIDER,
                "due_on": data["due_on"],
            }
        return {"item": self.item, "outcome": data["outcome"], "defect": finding}


class MeasuredUnitForm(forms.ModelForm):
    """Units alike, as measured."""

    class Meta:
        model = MeasuredUnit
        fields = ("count", "label", "living", "living_rooms", "floor_area")
        widgets = {
            "count": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "living_rooms": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.pop("count", None)
            self.fields["count"].initial = None


MeasuredUnitFormSet = forms.formset_factory(MeasuredUnitForm, formset=RowFormSet, extra=0)


class DefectForm(forms.ModelForm):
    due_on = due_field()
    photos = photos_field()

    class Meta:
        model = Defect
        fields = ("category", "domain", "description", "responsible", "due_on")
        help_texts = {"category": "I is klein, II is ernstig, III is gevaarlijk: dan mag er niemand wonen."}


DefectFormSet = forms.formset_factory(DefectForm, formset=RowFormSet, extra=0)


class SolutionForm(forms.Form):
    """How a finding was repaired."""

    solution = forms.CharField(
        label="Hoe is het opgelost?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SendBackForm(forms.Form):
    why = forms.CharField(
        label="Wat is nog niet in orde?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class PhotosForm(forms.Form):
    photos = CheckedFilesField(
        label="Kies foto's of neem er een", required=True, help_text=f"Elk hoogstens {MAX_MEGABYTES} MB."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs |= {"accept": "image/*", "capture": "environment"}
