"""Pages of the log of nuisance of a site."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from housing.models import Site
from vlot import actions, rules
from vlot.figures import nuisance_trend
from vlot.forms import IncidentForm
from vlot.models import Channel, Incident, Intervention
from vlot.views.steps import typed


def visible_site(request: HatRequest, pk: int) -> Site:
    """404 for a site that is not there for this reader; 403 where its log is not for him."""
    site = get_object_or_404(Site.objects.visible_to(request.by).select_related("municipality"), pk=pk)
    require(rules.sees_incidents(request.by, site))
    return site


def incident_list(request: HatRequest, pk: int) -> HttpResponse:
    """The log of a site, with its trend."""
    site = visible_site(request, pk)
    incidents = Incident.objects.visible_to(request.by).filter(site=site)
    case = (
        Intervention.objects.visible_to(request.by)
        .filter(site=site, channel=Channel.NUISANCE_LOG)
        .exclude(status="closed")
        .first()
    )
    context = {
        "site": site,
        "page": CappedPaginator(incidents.select_related("recorded_by"), 25).get_page(
            request.GET.get("pagina")
        ),
        "trend": nuisance_trend(incidents, on=timezone.localdate()),
        "case": case,
        "may_log": rules.may_log_incident(request.by, site),
        "window": actions.WINDOW_DAYS,
    }
    return render(request, "vlot/incident_list.html", context)


def incident_add(request: HatRequest, pk: int) -> HttpResponse:
    """Log what happened."""
    site = visible_site(request, pk)
    require(rules.may_log_incident(request.by, site))
    today = timezone.localdate()
    form = IncidentForm(typed(request), site=site, on=today, initial={"happened_on": today})
    if form.is_bound and form.is_valid():
        actions.log_incident(site=site, by=request.by, **form.cleaned_data)
        messages.success(request, "Het incident staat in het logboek.")
        return redirect("vlot:incident_list", pk=pk)
    context = {"site": site, "form": form}
    return render(request, "vlot/incident_add.html", context, status=422 if form.errors else 200)
