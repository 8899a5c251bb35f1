"""Pages of the inventory."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind, Membership
from audit.models import AuditEvent
from audit.paging import CappedPaginator
from audit.readings import note_readings
from housing import actions, rules
from housing.calendar import occupancy
from housing.figures import capacity
from housing.forms import AssignForm
from housing.history import sentences
from housing.models import (
    ChangeReport,
    Inspection,
    Offer,
    Site,
    SiteDocument,
    Stay,
    Unavailability,
    Unit,
    VisitPlan,
)
from housing.models.units import lasts_after

WINDOW = timedelta(weeks=12)
FARTHEST = timedelta(days=3650)  # that the calendar goes from today


def site_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One site: its units, who may move in, what happened."""
    today = timezone.localdate()
    site = get_object_or_404(
        Site.objects.visible_to(request.by).select_related(
            "municipality", "organisation", "responsible__user", "opening_hold"
        ),
        pk=pk,
    )
    begin = shown_from(request.GET.get("vanaf", ""), today)
    units = list(site.units.order_by("pk"))  # each knows its site
    stays = list(
        Stay.objects.after(begin)
        .filter(unit__site=site)
        .select_related("household__registered_by")
        .prefetch_related("household__persons")
    )
    outages = list(
        Unavailability.objects.filter(unit__site=site).filter(lasts_after(begin)).order_by("period", "pk")
    )
    unit_by_number = {unit.pk: unit for unit in units}
    for stay in stays:
        stay.unit = unit_by_number[stay.unit_id]
    for outage in outages:
        outage.unit = unit_by_number[outage.unit_id]
    # Who lives there is for the local governments concerned; others see that a unit is taken, not by whom.
    sees_people = request.by.is_kind(Kind.LOCAL_AUTHORITY)
    listed = [stay for stay in stays if sees_people and rules.may_end_stay(request.by, stay)]
    named = [
        stay.household
        for stay in listed
        if stay.status == Stay.Status.LIVED_IN
        or stay.household.registered_by_id == request.by.organisation_id
    ]
    note_readings(named, f"de locatie {site.reference}", by=request.by)
    context = {
        "site": site,
        "units": units,
        "capacity": capacity(Unit.objects.filter(site=site), on=today),
        "capacity_scope": f"&locatie={site.pk}",
        "calendar": occupancy(units, stays, outages, ends_on=site.ends_on),
        "begin": begin,
        "earlier": begin - WINDOW,
        "later": begin + WINDOW,
        "today": today,
        "stays": listed,
        "outages": [outage for outage in outages if lasts(outage.period.upper, today)],
        "may_see_subsidy": rules.sees_subsidies_of(request.by, site.municipality),
        "freshness": site.freshness(on=today),
        "term_days": settings.FRESHNESS_TERM_DAYS,
        **dossier(request.by, site, places=sum(unit.places for unit in units)),
        "blocked": [
            outage for outage in outages if outage.inspection_id and lasts(outage.period.upper, today)
        ],
        "may_check": rules.may_check_site(request.by, site),
        "may_visit": rules.may_visit_site(request.by, site),
        "may_change_units": rules.may_change_units(request.by, site),
        "may_change": rules.may_change_site(request.by, site),
        "may_keep_terms": rules.may_keep_terms(request.by, site),
        "may_see_presence": rules.may_see_presence(request.by, site),
        "may_note_host": rules.may_note_host(request.by, site),
        "may_confirm": rules.may_confirm_site(request.by, site),
        "assign_form": AssignForm(thing=site) if rules.may_assign(request.by, site) else None,
        "history": sentences(AuditEvent.objects.about(site)),
    }
    return render(request, "housing/site_detail.html", context)


def lasts(end: date | None, today: date) -> bool:
    return end is None or end > today


def dossier(by: Membership, site: Site, *, places: int) -> dict[str, Any]:
    """What is known of a site besides its units: visits, documents and reports, as far as this reader sees them."""
    offer = Offer.objects.visible_to(by).filter(pk=site.offer_id).first() if site.offer_id else None
    inspections = list(
        Inspection.objects.visible_to(by)
        .to_site(site)
        .select_related("recorded_by")
        .prefetch_related("defects")
        .order_by("-inspected_on", "-pk")
    )
    links = SiteDocument.objects.visible_to(by).filter(site=site).select_related("document")
    last = max(inspections, key=lambda inspection: inspection.pk, default=None)
    stands = last if last is not None and last.site_id is not None else None  # later than its approval
    return {
        "sees_dossier": rules.sees_dossier(by),
        "sees_offer": offer is not None,
        "inspections": inspections,
        "last_visit": last,
        "places": places,
        "to_repair": stands is not None and not stands.passed,
        "fewer_usable": stands is not None and stands.usable_places < places,
        "documents": [(link, rules.may_remove_document(by, link, site)) for link in links],
        "offer_documents": offer.documents.all() if offer else [],
        "reports": ChangeReport.objects.visible_to(by)
        .open()
        .filter(site=site)
        .select_related("organisation"),
        "plan": VisitPlan.objects.visible_to(by).open().filter(site=site).first(),
    }


def shown_from(typed: str, today: date) -> date:
    """The first day that the calendar shows: what the address asks for, or today."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if abs(day - today) < FARTHEST else today


def unconfirmed_list(request: HatRequest) -> HttpResponse:
    """*Specifieke* sites that wait for ABB, longest waiting first, with what is needed to decide."""
    today = timezone.localdate()
    sites = (
        Site.objects.visible_to(request.by)
        .unconfirmed(on=today)
        .select_related("municipality", "organisation", "offer__passed_inspection")
        .annotate(unit_count=Count("units"), places_sum=Sum("units__places", default=0))
        .order_by("opened_at", "pk")
    )
    page = CappedPaginator(sites, 25).get_page(request.GET.get("pagina"))
    rows = [
        (site, (today - timezone.localdate(site.opened_at)).days, rules.may_confirm_site(request.by, site))
        for site in page
    ]
    return render(request, "housing/unconfirmed_list.html", {"page": page, "rows": rows})


@require_POST
def site_check(request: HatRequest, pk: int) -> HttpResponse:
    """Say that the site is still as it stands here."""
    site = get_object_or_404(Site.objects.visible_to(request.by), pk=pk)
    require(rules.may_check_site(request.by, site))
    actions.check_sites(sites=[site], on=timezone.localdate(), by=request.by)
    messages.success(request, f"{site} is vandaag nagekeken.")
    return redirect("housing:site_detail", pk=pk)


@require_POST
def site_confirm(request: HatRequest, pk: int) -> HttpResponse:
    """ABB confirms a *specifiek* site."""
    site = get_object_or_404(Site.objects.visible_to(request.by), pk=pk)
    require(rules.may_confirm_site(request.by, site))
    actions.confirm_site(site=site, by=request.by)
    messages.success(request, f"{site} is bevestigd.")
    return redirect("housing:site_detail", pk=pk)
