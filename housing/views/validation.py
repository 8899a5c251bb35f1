"""The page with which a municipality validates: the units that follow from the visit."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.hats import HatRequest
from audit.trail import IllegalTransition
from households.rows import as_typed, wants_row, with_row
from housing import actions
from housing.forms import ApproveForm, UnitLineFormSet, filled_lines, rows_of
from housing.models import Inspection, Offer
from housing.unit_lines import NotUnderstood, UnitLine, labels, read_sentence, suggestion
from housing.views.offers import already_decided, judged_offer


def offer_approve(request: HatRequest, pk: int) -> HttpResponse:
    """Validate with units: the offer becomes a site. The units may be said in a sentence, and are shown by name."""
    offer = judged_offer(request, pk)
    inspection = offer.inspections.prefetch_related("defects", "measured_units").first()
    if request.method != "POST":
        units = suggestion(offer, inspection)
        return approve_page(request, offer, inspection, ApproveForm(), rows_of(units), units)
    form, lines = ApproveForm(request.POST), UnitLineFormSet(request.POST, prefix="units")
    asked = next((name for name in ("units", "preview", "sentence") if wants_row(request, name)), "")
    typed = filled_lines(lines) if lines.is_valid() else []
    if asked == "sentence" and form.is_valid():
        try:
            units = read_sentence(form.cleaned_data["sentence"])
        except NotUnderstood as problem:
            form.add_error("sentence", str(problem))
            lines = with_row(UnitLineFormSet, request, prefix="units", more=False)
            return approve_page(request, offer, inspection, form, lines, typed, status=422)
        return approve_page(
            request, offer, inspection, ApproveForm(initial=as_typed(request)), rows_of(units), units
        )
    if asked:
        form = ApproveForm(initial=as_typed(request))
        lines = with_row(UnitLineFormSet, request, prefix="units", more=asked == "units")
        return approve_page(request, offer, inspection, form, lines, typed)
    if form.is_valid() & lines.is_valid():
        try:
            site = actions.approve_offer(
                offer=offer, units=typed, note=form.cleaned_data["note"], by=request.by
            )
        except (actions.NotInspected, actions.NoUnits, actions.TooManyPlaces) as problem:
            form.add_error(None, str(problem))
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        else:
            messages.success(request, f"{site} is gevalideerd. De wooneenheden staan in de inventaris.")
            return redirect("housing:site_detail", pk=site.pk)
    return approve_page(request, offer, inspection, form, lines, typed, status=422)


def approve_page(
    request: HatRequest,
    offer: Offer,
    inspection: Inspection | None,
    form: ApproveForm,
    lines: forms.BaseFormSet,
    units: Sequence[UnitLine],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, with `units` as the preview of what the lines would make."""
    context = {
        "offer": offer,
        "inspection": inspection,
        "form": form,
        "lines": lines,
        "preview": list(labels(units)),
        "preview_places": sum(line.count * line.places for line in units),
    }
    return render(request, "housing/offer_approve.html", context, status=status)
