"""Pages of the inventory of possible collective sites."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.overtaken import Overtaken
from audit.shown import tell
from audit.trail import IllegalTransition
from vlot import actions, rules
from vlot.figures import by_spread
from vlot.forms import DropForm, PossibleSiteForm
from vlot.models import PossibleSite, TeamMembership
from vlot.views.steps import typed

Status = PossibleSite.Status
STEPS = {Status.VISITED: "Bezocht", Status.FEASIBLE: "Haalbaar", Status.IDEA: "Terug naar de ideeën"}


def possible_site_list(request: HatRequest) -> HttpResponse:
    """First where the spread shows that a municipality carries relatively less."""
    require(request.by.is_kind(Kind.VLOT, Kind.ABB, Kind.LOCAL_AUTHORITY))
    visible = PossibleSite.objects.visible_to(request.by)
    asked = request.GET.get("fase", "")
    stage = asked if asked in Status.values else ""
    shown = visible.filter(status=stage) if stage else visible.exclude(status=Status.DROPPED)
    tabs = [{"label": "Alle", "url": "?", "current": not stage}] + [
        {"label": str(label), "url": f"?fase={value}", "current": stage == value}
        for value, label in Status.choices
    ]
    context = {
        "ranked": by_spread(shown),
        "tabs": tabs if not request.by.is_kind(Kind.LOCAL_AUTHORITY) else [],
        "may_add": may_add(request),
    }
    return render(request, "vlot/possible_site_list.html", context)


def may_add(request: HatRequest) -> bool:
    places = TeamMembership.objects.filter(membership=request.by)
    return rules.may_keep_contact_book(request.by) and places.exists()


def possible_site_form(request: HatRequest, possible: PossibleSite | None) -> HttpResponse:
    initial = {"municipality": possible.municipality} if possible else {}
    form = PossibleSiteForm(typed(request), instance=possible, initial=initial, by=request.by)
    if form.is_bound and form.is_valid():
        try:
            saved = actions.save_possible_site(
                possible=possible, seen=form.seen(), by=request.by, **form.cleaned_data
            )
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        else:
            tell(
                request,
                form,
                "De gegevens zijn bewaard." if possible else "De plaats staat in de inventaris.",
            )
            return redirect("vlot:possible_site_detail", pk=saved.pk)
    context = {"form": form, "possible": possible}
    return render(request, "vlot/possible_site_edit.html", context, status=422 if form.errors else 200)


def possible_site_add(request: HatRequest) -> HttpResponse:
    require(may_add(request))
    return possible_site_form(request, None)


def visible_place(request: HatRequest, pk: int) -> PossibleSite:
    return get_object_or_404(
        PossibleSite.objects.visible_to(request.by).select_related("municipality", "noted_by"), pk=pk
    )


def kept_place(request: HatRequest, pk: int) -> PossibleSite:
    possible = visible_place(request, pk)
    require(rules.may_keep_inventory(request.by, possible.municipality))
    return possible


def possible_site_edit(request: HatRequest, pk: int) -> HttpResponse:
    return possible_site_form(request, kept_place(request, pk))


def possible_site_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One place, and its next stage."""
    possible = visible_place(request, pk)
    keeps = rules.may_keep_inventory(request.by, possible.municipality)
    following = [(str(status), label) for status, label in STEPS.items() if possible.may_become(status)]
    context = {
        "possible": possible,
        "following": following if keeps else [],
        "may_edit": keeps and possible.status != Status.OFFERED,
        "may_drop": keeps and possible.may_become(Status.DROPPED),
        "may_offer": rules.may_offer_possible_site(request.by, possible)
        and possible.may_become(Status.OFFERED),
        "sees_offer": request.by.is_kind(Kind.LOCAL_AUTHORITY) and possible.offer_id is not None,
    }
    return render(request, "vlot/possible_site_detail.html", context)


@require_POST
def possible_site_move(request: HatRequest, pk: int) -> HttpResponse:
    """On to the next stage, or back to an idea."""
    possible = kept_place(request, pk)
    stage = request.POST.get("fase", "")
    if stage in STEPS:
        try:
            actions.move_possible_site(possible=possible, status=stage, by=request.by)
        except IllegalTransition as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"De plaats staat nu op “{possible.get_status_display()}”.")
    return redirect("vlot:possible_site_detail", pk=pk)


def possible_site_drop(request: HatRequest, pk: int) -> HttpResponse:
    """It cannot be: say why."""
    possible = kept_place(request, pk)
    form = DropForm(typed(request))
    if form.is_bound and form.is_valid():
        try:
            actions.move_possible_site(
                possible=possible, status=Status.DROPPED, by=request.by, **form.cleaned_data
            )
        except IllegalTransition as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "De plaats is afgevoerd.")
        return redirect("vlot:possible_site_detail", pk=pk)
    context = {"possible": possible, "form": form}
    return render(request, "vlot/possible_site_drop.html", context, status=422 if form.errors else 200)


@require_POST
def possible_site_offer(request: HatRequest, pk: int) -> HttpResponse:
    """The municipality makes it an offer, and goes on in its form."""
    possible = visible_place(request, pk)
    require(rules.may_offer_possible_site(request.by, possible))
    try:
        offer = actions.offer_possible_site(possible=possible, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
        return redirect("vlot:possible_site_detail", pk=pk)
    messages.success(request, "Het aanbod is klaargezet. Vul het aan en meld het aan.")
    return redirect("housing:offer_edit", token=offer.form_token)
