""" "Mijn aanbod": everything that this organisation offers, with what is going on in words."""

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from housing import rules
from housing.models import Offer
from housing.wording import GROUPS, WAITS, overview

ORDER = Case(
    *(When(status=status, then=Value(0 if group == WAITS else 1)) for status, group in GROUPS.items()),
    default=Value(2),
    output_field=IntegerField(),
)


def offer_mine(request: HatRequest) -> HttpResponse:
    """What waits for this provider first, then what the municipality handles, then what is done."""
    require(rules.is_provider(request.by))
    offers = (
        Offer.objects.visible_to(request.by)
        .filter(organisation=request.by.organisation)
        .select_related("organisation", "municipality", "site")
        .order_by(ORDER, "-created_at", "-pk")
    )
    page = CappedPaginator(offers, 25).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "rows": overview(page, by=request.by, on=timezone.localdate()),
        "may_offer": rules.may_offer(request.by),
    }
    return render(request, "housing/offer_mine.html", context)
