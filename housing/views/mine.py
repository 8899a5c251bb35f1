""" "Mijn aanbod": everything that this organisation offers, with what is going on in words."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from housing import rules
from housing.models import Offer
from housing.wording import Words, status_words

WAITS, HANDLED, DONE = "Wacht op u", "In behandeling", "Afgerond"
GROUPS: dict[str, str] = {
    Offer.Status.DRAFT: WAITS,
    Offer.Status.INFO_REQUESTED: WAITS,
    Offer.Status.SUBMITTED: HANDLED,
}
ORDER = Case(
    *(When(status=status, then=Value(0 if group == WAITS else 1)) for status, group in GROUPS.items()),
    default=Value(2),
    output_field=IntegerField(),
)


class Row(NamedTuple):
    """One offer of this provider, with what is going on and what he may do."""

    offer: Offer
    words: Words
    group: str
    may_edit: bool
    may_withdraw: bool


def offer_mine(request: HatRequest) -> HttpResponse:
    """What waits for this provider first, then what the municipality handles, then what is done."""
    require(rules.is_provider(request.by))
    offers = (
        Offer.objects.filter(organisation=request.by.organisation)
        .select_related("organisation", "municipality", "site")
        .order_by(ORDER, "-created_at", "-pk")
    )
    page = Paginator(offers, 25).get_page(request.GET.get("pagina"))
    today = timezone.localdate()
    rows = [
        Row(
            offer,
            status_words(offer, by=request.by, on=today),
            GROUPS.get(offer.status, DONE),
            rules.may_edit_offer(request.by, offer),
            rules.may_withdraw_offer(request.by, offer),
        )
        for offer in page
    ]
    context = {"page": page, "rows": rows, "may_offer": rules.may_offer(request.by)}
    return render(request, "housing/offer_mine.html", context)
