"""The rights of the people of one household: what we keep of them, correcting it, and erasing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, for_data_protection, require
from audit.readings import note_reading
from households.models import Erasure, Household, LegalHold, RetentionTerm
from households.protection import actions, rules
from households.protection.exporting import as_zip, dossier
from households.protection.forms import EraseForm, ExportForm, HoldForm
from households.read_log import households_of


def found_household(request: HatRequest, pk: int) -> Household:
    """One that this hat follows, or whose officer it is."""
    households = (
        households_of(request.by)
        if request.by.is_data_protection_officer
        else Household.objects.visible_to(request.by)
    )
    return get_object_or_404(households.select_related("registered_by"), pk=pk)


def rights_page(request: HatRequest, household: Household, **forms_with_errors: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    term = RetentionTerm.objects.valid(on=today).filter(kind="households").first()
    context: dict[str, Any] = {
        "household": household,
        "officer": request.by.is_data_protection_officer,
        "hold": LegalHold.objects.standing().about(household).select_related("organisation").first(),
        "erasure": Erasure.objects.visible_to(request.by).filter(household_number=household.pk).first(),
        "reasons": actions.reasons_to_keep(household, on=today) if household.erased_at is None else [],
        "term": term,
        "export_form": ExportForm(),
        "erase_form": EraseForm(),
        "hold_form": HoldForm(),
        **forms_with_errors,
    }
    note_reading(household, "de rechten van het huishouden", by=request.by)
    status = 422 if forms_with_errors else 200
    return render(request, "households/household_rights.html", context, status=status)


@for_data_protection
def household_rights(request: HatRequest, pk: int) -> HttpResponse:
    """What can be done when they ask; the officer sees the number of the household and none of its people."""
    household = found_household(request, pk)
    require(rules.may_see_rights(request.by, household))
    return rights_page(request, household)


@for_data_protection
@require_POST
def household_export(request: HatRequest, pk: int) -> HttpResponseBase:
    """Everything about the household as one file; why and by whom is written down first."""
    household = found_household(request, pk)
    require(rules.may_export_household(request.by, household))
    form = ExportForm(request.POST)
    if not form.is_valid():
        return rights_page(request, household, export_form=form)
    actions.note_export(household=household, by=request.by, **form.cleaned_data)
    response = HttpResponse(as_zip(dossier(household)), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="gegevens-{household.reference}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@for_data_protection
@require_POST
def household_erase(request: HatRequest, pk: int) -> HttpResponse:
    """Erase who they were; refused with the reason while something stands in the way."""
    household = found_household(request, pk)
    require(rules.may_erase_household(request.by, household))
    form = EraseForm(request.POST)
    if not form.is_valid():
        return rights_page(request, household, erase_form=form)
    try:
        actions.erase_household(
            household=household,
            ground=form.cleaned_data["ground"],
            reference=form.cleaned_data["reference"],
            on=timezone.localdate(),
            by=request.by,
        )
    except actions.CannotErase as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, f"De gegevens van {household.reference} zijn gewist. Aantallen en periodes blijven."
        )
    return redirect("households:household_rights", pk=pk)


@for_data_protection
@require_POST
def household_hold(request: HatRequest, pk: int) -> HttpResponse:
    """This file must stay, whatever its term."""
    household = found_household(request, pk)
    require(rules.may_hold_household(request.by, household))
    form = HoldForm(request.POST)
    if not form.is_valid():
        return rights_page(request, household, hold_form=form)
    try:
        actions.hold_household(household=household, reason=form.cleaned_data["reason"], by=request.by)
    except actions.AlreadyHeld as problem:
        messages.info(request, str(problem))
    else:
        messages.success(
            request, "De bewaarplicht staat. Niets van dit dossier wordt gewist tot u ze opheft."
        )
    return redirect("households:household_rights", pk=pk)


@for_data_protection
@require_POST
def household_hold_lift(request: HatRequest, pk: int) -> HttpResponse:
    """The term of this file counts again."""
    household = found_household(request, pk)
    require(rules.may_hold_household(request.by, household))
    actions.lift_household_hold(household=household, by=request.by)
    messages.success(request, "De bewaarplicht is opgeheven. De gewone bewaartermijn geldt weer.")
    return redirect("households:household_rights", pk=pk)
