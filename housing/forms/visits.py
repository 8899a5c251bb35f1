"""The forms of one visit together: its own, the checklist, what was measured, and other findings."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from accounts.hats import PAGE_HAT
from documents.files import CheckedFile, check_file
from documents.models import Document
from households.rows import ADD, filled_rows, rows_typed
from housing.forms.inspections import ChecklistItemForm, DefectFormSet, InspectionForm, MeasuredUnitFormSet
from housing.models import ChecklistItem, InspectionAnswer, MeasuredUnit, Theme, VisitPhoto
from housing.occupancy import Occupancy, occupancy

PHOTOS = "-photos"  # the field of a finding that takes its photos, behind its prefix
NOT_TYPED = ("csrfmiddlewaretoken", PAGE_HAT, ADD, "keep", "photo_away", "start_over")

Kept = Mapping[str, Collection[VisitPhoto]]  # photos by the prefix of their finding


class VisitForms:
    """The forms of one visit together: its own, the checklist, what was measured, and other findings."""

    def __init__(
        self,
        form: InspectionForm,
        items: list[ChecklistItemForm],
        measured: forms.BaseFormSet,
        defects: forms.BaseFormSet,
        norm: Occupancy | None = None,
    ) -> None:
        self.form, self.items, self.measured, self.defects, self.norm = form, items, measured, defects, norm

    @classmethod
    def empty(cls, *, places: int | None, on: date) -> "VisitForms":
        """Nothing typed yet; `places` is how many there would be."""
        started = {"inspected_on": on, "usable_places": places}
        return cls(
            InspectionForm(on=on, initial=started),
            [ChecklistItemForm(item=item) for item in ChecklistItem.objects.valid(on=on)],
            MeasuredUnitFormSet(prefix="measured"),
            DefectFormSet(prefix="defects"),
        )

    @classmethod
    def typed(cls, data: Mapping[str, Any], *, on: date, more: str = "") -> "VisitForms":
        """As it was typed, with a row `more` where that was asked; nothing is judged yet."""
        items = [
            ChecklistItemForm(item=item, initial=_typed_in(data, f"punt-{item.pk}"))
            for item in ChecklistItem.objects.valid(on=on)
        ]
        formsets = {"measured": MeasuredUnitFormSet, "defects": DefectFormSet}
        rows = {
            prefix: rows_typed(formset, data, prefix=prefix, more=more == prefix)
            for prefix, formset in formsets.items()
        }
        sent = QueryDict(mutable=True)
        sent.update({name: value for name, value in data.items() if isinstance(value, str)})
        norm = _norm(MeasuredUnitFormSet(sent, prefix="measured"), on=on)
        return cls(InspectionForm(on=on, initial=dict(data)), items, norm=norm, **rows)

    @classmethod
    def sent(cls, request: HttpRequest, *, on: date) -> "VisitForms":
        measured = MeasuredUnitFormSet(request.POST, prefix="measured")
        norm = _norm(measured, on=on)
        form = InspectionForm(request.POST, on=on, norm=norm)
        form.full_clean()
        day = form.cleaned_data.get("inspected_on", on)  # the checklist of the day of the visit
        items = [ChecklistItemForm(request.POST, item=item) for item in ChecklistItem.objects.valid(on=day)]
        return cls(form, items, measured, DefectFormSet(request.POST, prefix="defects"), norm)

    def is_valid(self, photos: Kept) -> bool:
        judged = [
            form.is_valid() for form in (self.form, *self.items)
        ]  # all, so that every error is shown at once
        judged += [rows.is_valid() for rows in (self.measured, self.defects)]
        visited = self.form.cleaned_data.get("inspected_on")
        findings = [*self.items, *self.defects.forms]
        judged += [_repaired_after(form, visited) for form in findings]
        judged += [_said_with_photos(form) for form in findings if photos.get(str(form.prefix))]
        return all(judged)

    def as_told(self, photos: Kept) -> dict[str, Any]:
        """What `record_inspection` takes."""
        answers = []
        for item in self.items:
            answer = item.answer()
            if answer["defect"]:
                answer["defect"]["photos"] = _documents(photos, item)
            answers.append(answer)
        defects = [
            {**form.cleaned_data, "photos": _documents(photos, form)}
            for form in self.defects.forms
            if form.has_changed()
        ]
        return {
            **self.form.cleaned_data,
            "answers": answers,
            "measured": filled_rows(self.measured),
            "defects": defects,
        }

    def wrong_photo(self, prefix: str, problem: ValidationError) -> None:
        """Say at its field what is wrong with a photo."""
        for form in (*self.items, *self.defects.forms):
            if form.prefix == prefix and form.is_bound:
                form.add_error("photos", problem)

    def context(self, photos: Kept) -> dict[str, Any]:
        titled = [(form.item.text, form) for form in self.items]
        titled += [(f"Eenheid {number}", form) for number, form in enumerate(self.measured.forms, start=1)]
        titled += [(f"Gebrek {number}", form) for number, form in enumerate(self.defects.forms, start=1)]
        return {
            "form": self.form,
            "themes": [
                (
                    theme,
                    [
                        (form, photos.get(str(form.prefix), ()))
                        for form in self.items
                        if form.item.theme == theme
                    ],
                    self.form[theme.value],
                )
                for theme in Theme
            ],
            "measured": self.measured,
            "defects": self.defects,
            "defect_photos": [
                (number, photos[str(form.prefix)])
                for number, form in enumerate(self.defects.forms, start=1)
                if photos.get(str(form.prefix))
            ],
            "norm": self.norm,
            "titled_forms": titled,
            "titled_errors": any(form.errors for _, form in titled if form.is_bound),
        }


def typed_now(request: HttpRequest) -> dict[str, str]:
    """What stands in the form, to keep it."""
    return {
        name: value
        for name, value in request.POST.items()
        if isinstance(value, str) and name not in NOT_TYPED
    }


def photos_sent(
    request: HttpRequest,
) -> tuple[list[tuple[str, CheckedFile]], list[tuple[str, ValidationError]]]:
    """The photos that came along, checked, and what is wrong with the others; each with its finding's prefix."""
    good, wrong = [], []
    for name, files in request.FILES.lists():
        if not name.endswith(PHOTOS):
            continue
        prefix = name.removesuffix(PHOTOS)
        for file in files:
            if isinstance(file, UploadedFile):
                try:
                    good.append((prefix, _photo(file)))
                except ValidationError as problem:
                    wrong.append((prefix, problem))
    return good, wrong


def _photo(file: UploadedFile) -> CheckedFile:
    checked = check_file(file)
    if not checked.content_type.startswith("image/"):
        raise ValidationError(f"“{checked.name}” is geen foto. Kies een jpg, png of heic.")
    return checked


def _repaired_after(form: forms.BaseForm, visited: date | None) -> bool:
    """Whether the day by which it is to be repaired does not lie before the visit."""
    due = form.cleaned_data.get("due_on") if hasattr(form, "cleaned_data") else None
    if due and visited and due < visited:
        form.add_error("due_on", "Deze dag ligt voor het bezoek. Kies een latere dag.")
        return False
    return True


def _said_with_photos(form: Any) -> bool:
    """Whether something is said about what stands on the photos; else they would belong to nothing."""
    if isinstance(form, ChecklistItemForm):
        if form.cleaned_data.get("outcome") in (None, InspectionAnswer.Outcome.NOT_IN_ORDER):
            return True
        form.add_error("outcome", "Hier zijn foto's bij. Kies “niet in orde”, of haal de foto's weg.")
        return False
    if form.has_changed():
        return True
    form.add_error("description", "Hier zijn foto's bij. Schrijf op wat er niet in orde is.")
    return False


def _documents(photos: Kept, form: forms.BaseForm) -> list[Document]:
    return [photo.document for photo in photos.get(str(form.prefix), ())]


def _norm(measured: forms.BaseFormSet, *, on: date) -> Occupancy | None:
    """What the norm allows for the rows that are filled in rightly; None while they are not."""
    if not measured.is_valid():
        return None
    return occupancy([MeasuredUnit(**row) for row in filled_rows(measured)], on=on)


def _typed_in(data: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """What stands in the fields of one prefix, without it."""
    return {
        name.removeprefix(f"{prefix}-"): value
        for name, value in data.items()
        if isinstance(value, str) and name.startswith(f"{prefix}-")
    }
