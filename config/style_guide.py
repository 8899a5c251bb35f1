"""The living page of the house style: /stijl/."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.style_examples import (
    TODAY,
    ExampleFilter,
    ExampleForm,
    example_figures,
    example_lists,
    example_map,
    example_shell,
    example_units,
    refused_form,
)


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with invented data; the accessibility tests walk over it."""
    return render(
        request,
        "style_guide.html",
        {
            "form": ExampleForm(),
            "wrong_form": refused_form(),
            "filter_form": ExampleFilter(request.GET or None, auto_id="filter_%s"),
            "units": example_units(),
            "today": TODAY,
            "map": example_map(),
            **example_figures(),
            **example_lists(),
            **example_shell(),
        },
    )
