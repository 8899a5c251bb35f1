"""Who handles an offer or a site."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from housing import actions, rules
from housing.forms import AssignForm
from housing.models import Offer, Site

GONE = "Deze persoon werkt niet (meer) voor uw bestuur. Kies een collega uit de lijst."


@require_POST
def offer_assign(request: HatRequest, pk: int) -> HttpResponse:
    """A colleague who handles this offer, or nobody."""
    offer = get_object_or_404(Offer.objects.visible_to(request.by), pk=pk)
    require(rules.may_assign(request.by, offer))
    form = AssignForm(request.POST, thing=offer)
    if form.is_valid():
        actions.assign_offer(offer=offer, to=form.cleaned_data["to"], by=request.by)
        messages.success(request, f"{form.cleaned_data['to'] or 'Niemand'} behandelt nu {offer.reference}.")
    else:
        messages.error(request, GONE)
    return redirect("housing:offer_detail", pk=pk)


@require_POST
def site_assign(request: HatRequest, pk: int) -> HttpResponse:
    """A colleague who handles this site, or nobody."""
    site = get_object_or_404(Site.objects.visible_to(request.by), pk=pk)
    require(rules.may_assign(request.by, site))
    form = AssignForm(request.POST, thing=site)
    if form.is_valid():
        actions.assign_site(site=site, to=form.cleaned_data["to"], by=request.by)
        messages.success(request, f"{form.cleaned_data['to'] or 'Niemand'} behandelt nu {site.reference}.")
    else:
        messages.error(request, GONE)
    return redirect("housing:site_detail", pk=pk)
