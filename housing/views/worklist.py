""" "Wacht op u": what a municipality has to decide about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from housing import rules
from housing.models import Offer
from housing.worklist import undecided, work


def offer_worklist(request: HatRequest) -> HttpResponse:
    """Oldest and biggest first, with days waiting and the next step; `?van=mij` leaves what this reader handles."""
    require(rules.may_see_worklist(request.by))
    offers = Offer.objects.visible_to(request.by).in_charge_of(request.by)
    mine = request.GET.get("van") == "mij"
    everything = undecided(offers)
    handled = everything.filter(responsible=request.by.pk)
    page = CappedPaginator(handled if mine else everything, 25).get_page(request.GET.get("pagina"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [work(offer, on=today) for offer in page],
        "mine": mine,
        "choices": [
            {"label": "Alles", "url": request.path, "current": not mine, "count": everything.count()},
            {
                "label": "Door mij behandeld",
                "url": f"{request.path}?van=mij",
                "current": mine,
                "count": handled.count(),
            },
        ],
    }
    return render(request, "housing/offer_worklist.html", context)
