"""Pages about the private host of a site, and about keeping its file longer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from households.models import LegalHold
from households.protection.forms import HoldForm
from households.protection.holding import AlreadyHeld
from housing import actions, rules
from housing.forms import NoteHostForm, WithdrawHostForm
from housing.models import Site, Stay


def seen_site(request: HatRequest, pk: int) -> Site:
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation", "host_told_by")
    return get_object_or_404(sites, pk=pk)


def site_host(request: HatRequest, pk: int) -> HttpResponse:
    """Note that the contact person is a private person who agreed; or that he takes it back, with what follows."""
    site = seen_site(request, pk)
    require(rules.may_note_host(request.by, site))
    today = timezone.localdate()
    withdraws = site.private_host and site.host_withdrew_on is None
    form: NoteHostForm | WithdrawHostForm
    if withdraws:
        form = WithdrawHostForm(request.POST or None, initial={"on": today})
    else:
        form = NoteHostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if withdraws:
                actions.withdraw_host(site=site, by=request.by, **form.cleaned_data)
            else:
                actions.note_host(site=site, by=request.by, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, "Het is genoteerd.")
            return redirect("housing:site_detail", pk=pk)
    context = {
        "site": site,
        "form": form,
        "withdraws": withdraws,
        "living": Stay.objects.visible_to(request.by).after(today).filter(unit__site=site).count()
        if withdraws
        else 0,
    }
    return render(request, "housing/site_host.html", context, status=422 if form.errors else 200)


def site_hold(request: HatRequest, pk: int) -> HttpResponse:
    """The file of the site must stay: lay the hold on it, or lift the one that stands."""
    site = seen_site(request, pk)
    require(rules.may_hold_site(request.by, site))
    hold = LegalHold.objects.standing().about(site).first()
    form = HoldForm(request.POST if request.method == "POST" and hold is None else None)
    if request.method == "POST" and hold is not None:
        actions.lift_site_hold(site=site, by=request.by)
        messages.success(request, "De bewaarplicht is opgeheven.")
        return redirect("housing:site_detail", pk=pk)
    if form.is_valid():
        try:
            actions.hold_site(site=site, by=request.by, **form.cleaned_data)
        except AlreadyHeld as problem:
            messages.info(request, str(problem))
        else:
            messages.success(request, "De bewaarplicht staat, ook voor wie hier woonde.")
        return redirect("housing:site_detail", pk=pk)
    context = {"site": site, "form": form, "hold": hold}
    return render(request, "housing/site_hold.html", context, status=422 if form.errors else 200)
