"""A call that must be kept longer than its term."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.hats import HatRequest
from households.models import LegalHold
from households.protection.forms import HoldForm
from households.protection.holding import AlreadyHeld
from vlot import actions
from vlot.views.steps import handled_intervention


def intervention_hold(request: HatRequest, pk: int) -> HttpResponse:
    """Lay the hold on the call, or lift the one that stands; closed calls too."""
    intervention = handled_intervention(request, pk)
    hold = LegalHold.objects.standing().about(intervention).first()
    form = HoldForm(request.POST if request.method == "POST" and hold is None else None)
    if request.method == "POST" and hold is not None:
        actions.lift_case_hold(intervention=intervention, by=request.by)
        messages.success(request, "De bewaarplicht is opgeheven.")
        return redirect("vlot:intervention_detail", pk=pk)
    if form.is_valid():
        try:
            actions.hold_case(intervention=intervention, by=request.by, **form.cleaned_data)
        except AlreadyHeld as problem:
            messages.info(request, str(problem))
        else:
            messages.success(request, "De bewaarplicht staat.")
        return redirect("vlot:intervention_detail", pk=pk)
    context = {"intervention": intervention, "form": form, "hold": hold}
    return render(request, "vlot/intervention_hold.html", context, status=422 if form.errors else 200)
