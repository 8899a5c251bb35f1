"""Pages of doubles: compare two registrations of one place, merge them, take them apart again."""

from typing import TypeVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from housing import actions, rules
from housing.differences import differences
from housing.models import Merge, Offer, Site

Place = TypeVar("Place", Offer, Site)


def offer_merge(request: HatRequest, pk: int, other: int) -> HttpResponse:
    """Make one of two offers; for each difference the official says which value stays."""
    offers = Offer.objects.visible_to(request.by).select_related("organisation", "municipality")
    kept, dropped = both(offers, pk, other)
    require(rules.may_merge(request.by, kept) and rules.may_merge(request.by, dropped))
    if request.method == "POST":
        try:
            actions.merge_offers(kept=kept, dropped=dropped, take=request.POST.getlist("take"), by=request.by)
        except actions.CannotMerge as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request,
                f"{dropped.reference} is samengevoegd met {kept.reference}. U kunt dit ongedaan maken.",
            )
            return redirect("housing:offer_detail", pk=kept.pk)
    return compare(request, kept, dropped, kind="offer")


def site_merge(request: HatRequest, pk: int, other: int) -> HttpResponse:
    """Make one of two sites: the units of the other come along."""
    sites = Site.objects.visible_to(request.by).select_related("organisation", "municipality")
    kept, dropped = both(sites, pk, other)
    require(rules.may_merge(request.by, kept) and rules.may_merge(request.by, dropped))
    if request.method == "POST":
        try:
            actions.merge_sites(kept=kept, dropped=dropped, take=request.POST.getlist("take"), by=request.by)
        except actions.CannotMerge as problem:
            messages.error(request, str(problem))
        else:
            messages.success(
                request,
                f"{dropped.reference} is samengevoegd met {kept.reference}. U kunt dit ongedaan maken.",
            )
            return redirect("housing:site_detail", pk=kept.pk)
    return compare(request, kept, dropped, kind="site")


def both(places: models.QuerySet[Place], pk: int, other: int) -> tuple[Place, Place]:
    """The two, or a 404 when one of them is not to be seen."""
    found = places.in_bulk([pk, other])
    if pk not in found or other not in found:
        raise Http404
    return found[pk], found[other]


def compare(request: HatRequest, kept: Offer | Site, dropped: Offer | Site, *, kind: str) -> HttpResponse:
    """The two beside each other."""
    context = {
        "kept": kept,
        "dropped": dropped,
        "kind": kind,
        "detail": f"housing:{kind}_detail",
        "swap": f"housing:{kind}_merge",
        "differences": differences(kept, dropped),
    }
    return render(request, "housing/merge.html", context)


def merge_list(request: HatRequest) -> HttpResponse:
    """What was merged, newest first, with the way back."""
    merges = Merge.objects.visible_to(request.by).select_related(
        "kept_offer__municipality",
        "dropped_offer__municipality",
        "kept_site",
        "dropped_site",
        "merged_by",
        "undone_by",
    )
    page = CappedPaginator(merges, 25).get_page(request.GET.get("pagina"))
    rows = [(merge, rules.may_undo_merge(request.by, merge)) for merge in page]
    return render(request, "housing/merge_list.html", {"page": page, "rows": rows})


@require_POST
def merge_undo(request: HatRequest, pk: int) -> HttpResponse:
    """Take the two apart again."""
    merge = get_object_or_404(Merge.objects.visible_to(request.by), pk=pk)
    require(rules.may_merge(request.by, merge.kept))
    try:
        actions.undo_merge(merge=merge, by=request.by)
    except actions.CannotUndo as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{merge.dropped.reference} staat weer op zichzelf.")
    return redirect("housing:merge_list")
