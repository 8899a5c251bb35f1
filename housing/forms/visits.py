"""The forms of one visit together: its own, the checklist, what was measured, and other findings."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from households.rows import as_typed, filled_rows, wants_row, with_row
from housing.forms.inspections import ChecklistItemForm, DefectFormSet, InspectionForm, MeasuredUnitFormSet
from housing.models import ChecklistItem, MeasuredUnit, Offer, Theme
from housing.occupancy import Occupancy, occupancy


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
    def empty(cls, offer: Offer, *, on: date) -> "VisitForms":
        started = {"inspected_on": on, "usable_places": offer.estimated_places}
        return cls(
            InspectionForm(on=on, initial=started),
            [ChecklistItemForm(item=item) for item in ChecklistItem.objects.valid(on=on)],
            MeasuredUnitFormSet(prefix="measured"),
            DefectFormSet(prefix="defects"),
        )

    @classmethod
    def typed(cls, request: HttpRequest, *, on: date) -> "VisitForms":
        """As it was typed, with a row more where that was asked; nothing is judged yet."""
        items = [
            ChecklistItemForm(item=item, initial=_typed_in(request, f"punt-{item.pk}"))
            for item in ChecklistItem.objects.valid(on=on)
        ]
        more = {"measured": MeasuredUnitFormSet, "defects": DefectFormSet}
        rows = {
            prefix: with_row(formset, request, prefix=prefix, more=wants_row(request, prefix))
            for prefix, formset in more.items()
        }
        norm = _norm(MeasuredUnitFormSet(request.POST, prefix="measured"), on=on)
        return cls(InspectionForm(on=on, initial=as_typed(request)), items, norm=norm, **rows)

    @classmethod
    def sent(cls, request: HttpRequest, *, on: date) -> "VisitForms":
        measured = MeasuredUnitFormSet(request.POST, prefix="measured")
        norm = _norm(measured, on=on)
        form = InspectionForm(request.POST, on=on, norm=norm)
        form.full_clean()
        day = form.cleaned_data.get("inspected_on", on)  # the checklist of the day of the visit
        items = [ChecklistItemForm(request.POST, item=item) for item in ChecklistItem.objects.valid(on=day)]
        return cls(form, items, measured, DefectFormSet(request.POST, prefix="defects"), norm)

    def is_valid(self) -> bool:
        judged = [
            form.is_valid() for form in (self.form, *self.items)
        ]  # all, so that every error is shown at once
        judged += [rows.is_valid() for rows in (self.measured, self.defects)]
        return all(judged)

    def as_told(self) -> dict[str, Any]:
        """What `record_inspection` takes."""
        return {
            **self.form.cleaned_data,
            "answers": [form.answer() for form in self.items],
            "measured": filled_rows(self.measured),
            "defects": filled_rows(self.defects),
        }

    def context(self) -> dict[str, Any]:
        titled = [(form.item.text, form) for form in self.items]
        titled += [(f"Eenheid {number}", form) for number, form in enumerate(self.measured.forms, start=1)]
        titled += [(f"Gebrek {number}", form) for number, form in enumerate(self.defects.forms, start=1)]
        return {
            "form": self.form,
            "themes": [
                (theme, [form for form in self.items if form.item.theme == theme], self.form[theme.value])
                for theme in Theme
            ],
            "measured": self.measured,
            "defects": self.defects,
            "norm": self.norm,
            "titled_forms": titled,
            "titled_errors": any(form.errors for _, form in titled if form.is_bound),
        }


def _norm(measured: forms.BaseFormSet, *, on: date) -> Occupancy | None:
    """What the norm allows for the rows that are filled in rightly; None while they are not."""
    if not measured.is_valid():
        return None
    return occupancy([MeasuredUnit(**row) for row in filled_rows(measured)], on=on)


def _typed_in(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What stands in the fields of one prefix, without it."""
    return {
        name.removeprefix(f"{prefix}-"): value
        for name, value in request.POST.items()
        if isinstance(value, str) and name.startswith(f"{prefix}-")
    }
