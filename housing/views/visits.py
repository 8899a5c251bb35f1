"""Pages of a visit, to what is offered and to a site: planned, filled in on a phone, and what follows from it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.trail import IllegalTransition
from households.rows import ADD
from housing import actions, rules
from housing.forms import AfterVisitForm, PlanVisitForm, VisitForms, photos_sent, typed_now
from housing.models import Inspection, Offer, Site, Stay, VisitDraft, VisitPhoto, VisitPlan
from housing.models.units import lasts_after
from housing.views.availability import page
from housing.views.offers import already_decided, judged_offer

REFUSED = (
    actions.NotVisitedYet,
    actions.ChecklistIncomplete,
    actions.RepairedBeforeFound,
    actions.SiteNotOpen,
)


def offer_inspect(request: HatRequest, pk: int) -> HttpResponse:
    """Record what was seen on the spot; made for a phone."""
    offer = judged_offer(request, pk)

    def record(told: dict[str, Any]) -> HttpResponse:
        try:
            inspection = actions.record_inspection(offer=offer, by=request.by, **told)
        except IllegalTransition as problem:
            return already_decided(request, offer, problem)
        if inspection.passed:
            messages.success(request, "Het plaatsbezoek is geslaagd. U kunt het aanbod nu valideren.")
            return redirect("housing:offer_approve", pk=pk)
        messages.warning(
            request, "Het plaatsbezoek is vastgelegd. Het aanbod kan zo nog niet gevalideerd worden."
        )
        return redirect("housing:offer_detail", pk=pk)

    context = {
        "offer": offer,
        "back": reverse("housing:offer_detail", args=[pk]),
        "keep_url": reverse("housing:offer_inspect_keep", args=[pk]),
    }
    return visit_page(request, offer, record, context, places=offer.estimated_places)


@require_POST
def offer_inspect_keep(request: HatRequest, pk: int) -> HttpResponse:
    """Keeps what is typed of a visit while one types; photos only come with the form itself."""
    offer = judged_offer(request, pk)
    if offer.status != Offer.Status.SUBMITTED:
        return JsonResponse({"message": str(IllegalTransition(offer, Offer.Status.APPROVED))}, status=409)
    actions.keep_visit_draft(place=offer, typed=typed_now(request), by=request.by)
    return HttpResponse(status=204)


def visited_site(request: HatRequest, pk: int) -> Site:
    """A site that this hat may visit: 404 when unseen, 403 when it is another's."""
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation")
    site = get_object_or_404(sites, pk=pk)
    require(rules.may_visit_site(request.by, site))
    return site


def site_visit(request: HatRequest, pk: int) -> HttpResponse:
    """Record a visit to a site that stands, with the same list as when it was offered."""
    site = visited_site(request, pk)

    def record(told: dict[str, Any]) -> HttpResponse:
        inspection = actions.record_site_visit(site=site, by=request.by, **told)
        if inspection.passed:
            messages.success(request, "Het plaatsbezoek is geslaagd en vastgelegd.")
        else:
            messages.warning(
                request,
                "Het plaatsbezoek is vastgelegd en is niet geslaagd. Zeg hieronder wat er moet gebeuren.",
            )
        return redirect("housing:visit_detail", pk=inspection.pk)

    context = {
        "site": site,
        "back": reverse("housing:site_detail", args=[pk]),
        "keep_url": reverse("housing:site_visit_keep", args=[pk]),
    }
    places = sum(site.units.values_list("places", flat=True))
    return visit_page(request, site, record, {**context, "places": places}, places=places)


@require_POST
def site_visit_keep(request: HatRequest, pk: int) -> HttpResponse:
    """Keeps what is typed of a visit while one types; photos only come with the form itself."""
    site = visited_site(request, pk)
    actions.keep_visit_draft(place=site, typed=typed_now(request), by=request.by)
    return HttpResponse(status=204)


def own_draft(request: HatRequest, place: Offer | Site) -> VisitDraft | None:
    of = {"offer": place} if isinstance(place, Offer) else {"site": place}
    return VisitDraft.objects.filter(**of, kept_by=request.by.user).first()


def kept_photos(draft: VisitDraft | None) -> dict[str, list[VisitPhoto]]:
    """The photos of the draft, by the prefix of their finding in the form."""
    photos = defaultdict(list)
    for photo in draft.photos.select_related("document") if draft else ():
        photos[photo.place_in_form].append(photo)
    return photos


def visit_page(
    request: HatRequest,
    place: Offer | Site,
    record: Callable[[dict[str, Any]], HttpResponse],
    context: dict[str, Any],
    *,
    places: int | None,
) -> HttpResponse:
    """The form of a visit. Whatever is sent is kept first: nothing that was typed or photographed gets lost."""
    today = timezone.localdate()
    draft = own_draft(request, place)
    if request.method != "POST":
        visit = (
            VisitForms.typed(draft.typed, on=today) if draft else VisitForms.empty(places=places, on=today)
        )
        resumed = draft.kept_at if draft else None
        return shown(request, visit, kept_photos(draft), {**context, "resumed": resumed})
    if "start_over" in request.POST:
        actions.end_visit_draft(place=place, by=request.by)
        messages.success(request, "Wat u bewaard had, is weg. U begint met een leeg formulier.")
        return redirect(request.path)
    if isinstance(place, Offer) and place.status != Offer.Status.SUBMITTED:
        return already_decided(request, place, IllegalTransition(place, Offer.Status.APPROVED))
    good, wrong = photos_sent(request)
    draft = actions.keep_visit_draft(place=place, typed=typed_now(request), photos=good, by=request.by)
    if photo := request.POST.get("photo_away", ""):
        if photo.isdecimal():
            actions.drop_visit_photo(place=place, photo=int(photo), by=request.by)
        return redirect(request.path)
    photos = kept_photos(draft)
    if "keep" in request.POST or ADD in request.POST:
        for _, mistake in wrong:
            messages.error(request, " ".join(mistake.messages))
        if "keep" in request.POST:
            messages.success(request, "Bewaard. U kunt later verder, ook op een ander toestel.")
            return redirect(request.path)
        visit = VisitForms.typed(typed_now(request), on=today, more=request.POST[ADD])
        return shown(request, visit, photos, context)
    visit = VisitForms.sent(request, on=today)
    if visit.is_valid(photos) and not wrong:
        try:
            return record(visit.as_told(photos))
        except REFUSED as problem:
            visit.form.add_error(None, str(problem))
    for prefix, mistake in wrong:
        visit.wrong_photo(prefix, mistake)
    return shown(request, visit, photos, context, status=422)


def shown(
    request: HatRequest,
    visit: VisitForms,
    photos: dict[str, list[VisitPhoto]],
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    return render(request, "housing/visit.html", {**context, **visit.context(photos)}, status=status)


def site_visit_plan(request: HatRequest, pk: int) -> HttpResponse:
    """Say when somebody comes, and why."""
    site = visited_site(request, pk)
    today = timezone.localdate()
    form = PlanVisitForm(request.POST or None, on=today)
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["planned_on"], form.cleaned_data["reason"]
        try:
            actions.plan_visit(site=site, on=day, reason=reason, by=request.by)
        except actions.CannotPlan as problem:
            form.add_error("planned_on", str(problem))
        else:
            messages.success(
                request, f"Het bezoek van {day:%d/%m/%Y} is gepland. De aanbieder krijgt bericht."
            )
            return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Plaatsbezoek plannen", "Plannen")


@require_POST
def site_visit_cancel(request: HatRequest, pk: int) -> HttpResponse:
    """The planned visit is off."""
    plan = get_object_or_404(VisitPlan.objects.visible_to(request.by).select_related("site"), pk=pk)
    require(rules.may_cancel_visit(request.by, plan))
    actions.cancel_visit(plan=plan, by=request.by)
    messages.success(request, "Het bezoek gaat niet door. De aanbieder krijgt bericht.")
    return redirect("housing:site_detail", pk=plan.site_id)


def visit_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One visit to a site, and what follows from it: units out of use, fewer places."""
    inspection = get_object_or_404(
        Inspection.objects.visible_to(request.by)
        .filter(site__isnull=False)
        .select_related("site__municipality", "site__organisation", "recorded_by")
        .prefetch_related("defects", "answers__item", "answers__defect", "measured_units"),
        pk=pk,
    )
    site = inspection.site
    assert site is not None  # noqa: S101  filtered above
    today = timezone.localdate()
    units = list(site.units.order_by("pk"))
    outages = list(
        inspection.outages.filter(lasts_after(today)).select_related("unit").order_by("unit__label", "pk")
    )
    out = {outage.unit_id for outage in outages}
    lived_in = set(Stay.objects.after(today).filter(unit__in=units).values_list("unit", flat=True))
    latest = not site.inspections.filter(pk__gt=inspection.pk).exists()
    may_act = rules.may_visit_site(request.by, site)
    choosing = may_act and latest and not inspection.passed
    free = [unit for unit in units if unit.pk not in out | lived_in]
    form = AfterVisitForm(request.POST if request.method == "POST" else None, units=free)
    if request.method == "POST":
        require(may_act)
        if form.is_valid():
            try:
                taken = actions.take_out_after_visit(
                    inspection=inspection, units=form.cleaned_data["units"], on=today, by=request.by
                )
            except (
                actions.VisitPassed,
                actions.PeopleLiveThere,
                actions.OutOfUseAlready,
            ) as problem:
                form.add_error("units", str(problem))
            else:
                count = "1 wooneenheid is" if len(taken) == 1 else f"{len(taken)} wooneenheden zijn"
                messages.success(request, f"{count} buiten gebruik tot alles opgelost is.")
                return redirect("housing:visit_detail", pk=pk)
    context = {
        "inspection": inspection,
        "site": site,
        "places": sum(unit.places for unit in units),
        "outages": outages,
        "lived_in": [unit for unit in units if unit.pk in lived_in and unit.pk not in out],
        "latest": latest,
        "form": form if choosing and free else None,
        "may_change_units": rules.may_change_units(request.by, site),
    }
    return render(request, "housing/visit_detail.html", context, status=422 if form.errors else 200)
