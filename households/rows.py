"""Forms with rows: "nog een regel" without JavaScript. The server gives the same page back with one row more."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest

ADD = "add_row"
MAX_ROWS = 200


class RowFormSet(forms.BaseFormSet):
    """Rows that may stay empty, whether they came with a suggestion or not."""

    def initial_form_count(self) -> int:
        return 0


def wants_row(request: HttpRequest, prefix: str) -> bool:
    """Whether the button "nog een ..." of this formset was pressed, instead of sending the form."""
    return request.method == "POST" and request.POST.get(ADD) == prefix


def with_row(
    formset_class: type[forms.BaseFormSet], request: HttpRequest, *, prefix: str, more: bool = True
) -> forms.BaseFormSet:
    """The rows as typed, plus an empty one when `more` is wanted. Not judged yet: nobody asked for that."""
    return rows_typed(formset_class, request.POST, prefix=prefix, more=more)


def rows_typed(
    formset_class: type[forms.BaseFormSet], data: Mapping[str, Any], *, prefix: str, more: bool = False
) -> forms.BaseFormSet:
    """The same from what was kept of a form."""
    try:
        count = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0)), MAX_ROWS)
    except ValueError:
        count = 0
    names = formset_class.form.base_fields
    rows = [{name: data.get(f"{prefix}-{number}-{name}") for name in names} for number in range(count)]
    formset = formset_class(prefix=prefix, initial=rows)
    formset.extra = max(0, count + more - formset.min_num)
    return formset


def as_typed(request: HttpRequest) -> dict[str, Any]:
    """What stands in the rest of the form, to show it again without judging it."""
    return request.POST.dict()


def filled_rows(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    """The cleaned rows in which something was typed."""
    return [form.cleaned_data for form in formset.forms if form.has_changed()]
