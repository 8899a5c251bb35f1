"""Exactly the units that a number counts."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.hats import HatRequest
from audit.paging import CappedPaginator
from housing.counted import COUNTED
from housing.figures import capacity
from housing.models import Offer, Site, Unit

PER_PAGE = 50


def unit_list(request: HatRequest) -> HttpResponse:
    """The units behind a number (`?telt=vrij`), of everything one sees or of one site (`&locatie=12`)."""
    today = timezone.localdate()
    chosen = request.GET.get("telt", "")
    word = COUNTED.get(chosen, COUNTED["gevalideerd"])
    units, offers = Unit.objects.visible_to(request.by), Offer.objects.visible_to(request.by).undecided()
    site, scope = None, ""
    if number := request.GET.get("locatie", ""):
        sites = Site.objects.visible_to(request.by)
        site = get_object_or_404(sites, pk=int(number) if number.isascii() and number.isdigit() else 0)
        units, offers, scope = units.filter(site=site), offers.none(), f"&locatie={site.pk}"
    counted = word.units(units, today).select_related("site__municipality")
    page = CappedPaginator(
        counted.order_by("site__municipality__name", "site__name", "site_id", "label", "pk"), PER_PAGE
    ).get_page(request.GET.get("pagina"))
    waiting = offers.none() if word is not COUNTED["geregistreerd"] else offers
    context = {
        "word": word,
        "page": page,
        "site": site,
        "waiting": CappedPaginator(
            waiting.select_related("municipality", "organisation").order_by("submitted_at", "pk"), PER_PAGE
        ).get_page(request.GET.get("aanbodpagina")),
        "capacity": capacity(units, offers, on=today),
        "capacity_scope": scope,
    }
    return render(request, "housing/unit_list.html", context)
