"""Forms with rows: "nog een regel" without JavaScript. The server gives the same page back with one row more."""

from typing import Any

from django import forms
from django.http import HttpRequest

ADD = "add_row"


def wants_row(request: HttpRequest, prefix: str) -> bool:
    """Whether the button "nog een ..." of this formset was pressed, instead of sending the form."""
    return request.POST.get(ADD) == prefix


def with_row(formset_class: type[forms.BaseFormSet], request: HttpRequest, *, prefix: str, **kwargs: Any) -> forms.BaseFormSet:
    """The formset as posted; with an empty row added when that was asked. Nothing typed is lost."""
    data = request.POST.copy()
    if wants_row(request, prefix):
        total = f"{prefix}-TOTAL_FORMS"
        try:
            data[total] = str(min(int(data.get(total, 0)) + 1, 200))
        except ValueError:
            data[total] = "1"
    return formset_class(data, prefix=prefix, **kwargs)


def filled_rows(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    """The cleaned rows in which something was typed."""
    return [form.cleaned_data for form in formset.forms if form.has_changed()]
