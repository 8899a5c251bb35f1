"""The same for several sites or offers: choose on the list, see what will happen to each, confirm, see how it went."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.allowed import NotAllowed
from accounts.hats import HatRequest, require
from housing import actions
from housing.actions import NotACaseHandler
from housing.bulk import CHECK, TAKE, Deed, Judged, deeds_of_offers, deeds_of_sites
from housing.lists import OFFERS, SITES, ListOf
from housing.models import Offer, Site

MOST = 100  # at once; a page of a list has 25


@require_POST
def site_bulk(request: HatRequest) -> HttpResponse:
    """Confirm that several sites still are as they stand here, or say who handles them."""
    return bulk(request, SITES, deeds_of_sites(request.by))


@require_POST
def offer_bulk(request: HatRequest) -> HttpResponse:
    """Say who handles several offers."""
    return bulk(request, OFFERS, deeds_of_offers(request.by))


def bulk(request: HatRequest, kind: ListOf, deeds: dict[str, Deed]) -> HttpResponse:
    require(bool(deeds))
    code = request.POST.get("doen", "")
    numbers = [int(number) for number in request.POST.getlist("kies") if number.isdecimal()][:MOST]
    things = list(kind.rows(request.by).filter(pk__in=numbers).select_related("municipality", "organisation"))
    if code not in deeds or not things:
        messages.info(request, "Kies eerst in de lijst waarmee u iets wilt doen.")
        return redirect(kind.url)
    judged = deeds[code].judge(things, by=request.by, on=timezone.localdate())
    confirmed = "bevestigd" in request.POST
    context = {
        "kind": kind,
        "code": code,
        "deed": deeds[code],
        "confirmed": confirmed,
        "possible": sum(not line.problem for line in judged),
        "lines": [(line, done_with(line, code, request) if confirmed else "") for line in judged],
    }
    return render(request, "housing/bulk.html", context)


def done_with(line: Judged, code: str, request: HatRequest) -> str:
    """Does it with one thing, by the same verb as its own page and in a transaction of its own; what came of it."""
    if line.problem:
        return f"Niets gedaan. {line.problem}"
    thing = line.thing
    try:
        if code == CHECK and isinstance(thing, Site):
            actions.check_sites(sites=[thing], on=timezone.localdate(), by=request.by)
        elif isinstance(thing, Site):
            actions.assign_site(site=thing, to=request.by if code == TAKE else None, by=request.by)
        elif isinstance(thing, Offer):
            actions.assign_offer(offer=thing, to=request.by if code == TAKE else None, by=request.by)
    except (NotAllowed, NotACaseHandler) as refusal:  # decided meanwhile by somebody else
        return f"Niets gedaan. {refusal}"
    return "Gedaan."
