"""Pages about what is available until when."""

from django.contrib import messages
from django.forms import Form, ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.overtaken import Overtaken
from audit.shown import tell
from housing import actions, rules
from housing.forms import AvailabilityForm, CloseSiteForm, ConditionsForm, OutOfUseForm, TermsForm
from housing.models import Site, Unavailability, Unit


def changed_site(request: HatRequest, pk: int) -> Site:
    """A site that this hat may change: 404 when unseen, 403 when it is another's."""
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation")
    site = get_object_or_404(sites, pk=pk)
    require(rules.may_change_site(request.by, site))
    return site


def site_availability(request: HatRequest, pk: int) -> HttpResponse:
    """Longer or shorter; not under people."""
    site = changed_site(request, pk)
    form = AvailabilityForm(request.POST or None, site=site, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_availability(
                site=site,
                until=form.until(),
                reason=form.cleaned_data["reason"],
                seen=form.seen(),
                by=request.by,
            )
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except actions.PeopleLiveThere as problem:
            form.add_error("last_day", str(problem))
        else:
            tell(request, form, "De nieuwe periode is bewaard.")
            return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Periode wijzigen", "Bewaren")


def site_close(request: HatRequest, pk: int) -> HttpResponse:
    """Close from a day on; not under people."""
    site = changed_site(request, pk)
    form = CloseSiteForm(request.POST or None, site=site, initial={"closes_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_site(
                site=site,
                on=form.cleaned_data["closes_on"],
                reason=form.cleaned_data["reason"],
                by=request.by,
            )
        except (actions.PeopleLiveThere, actions.ClosedBeforeOpening) as problem:
            form.add_error("closes_on", str(problem))
        else:
            messages.success(request, f"{site} is gesloten vanaf {form.cleaned_data['closes_on']:%d/%m/%Y}.")
            return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Locatie sluiten", "Sluiten", danger=True)


@require_POST
def site_reopen(request: HatRequest, pk: int) -> HttpResponse:
    """Closing was a mistake, or is off."""
    site = changed_site(request, pk)
    actions.reopen_site(site=site, by=request.by)
    messages.success(request, f"{site} is weer open.")
    return redirect("housing:site_detail", pk=pk)


def site_terms(request: HatRequest, pk: int) -> HttpResponse:
    """Contract, permit, cost, days between two households."""
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation")
    site = get_object_or_404(sites, pk=pk)
    require(rules.may_keep_terms(request.by, site))
    form = TermsForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_site(site=site, seen=form.seen(), by=request.by, **form.cleaned_data)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        else:
            tell(request, form, "De afspraken zijn bewaard.")
            return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Contract, vergunning en kost", "Bewaren")


def site_conditions(request: HatRequest, pk: int) -> HttpResponse:
    """For whom the site is, and whether other municipalities may ask for it."""
    sites = Site.objects.visible_to(request.by).select_related("municipality", "organisation")
    site = get_object_or_404(sites, pk=pk)
    require(rules.may_keep_terms(request.by, site))
    form = ConditionsForm(request.POST or None, instance=site)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_conditions(site=site, seen=form.seen(), by=request.by, **form.cleaned_data)
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        else:
            done = "Bewaard: vanaf nu passen alleen huishoudens die hieraan voldoen."
            tell(request, form, done)
            return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Voor wie is deze locatie?", "Bewaren")


def unit_out_of_use(request: HatRequest, pk: int) -> HttpResponse:
    """Take one unit out of use for a period."""
    units = Unit.objects.visible_to(request.by).select_related("site__municipality", "site__organisation")
    unit = get_object_or_404(units, pk=pk)
    require(rules.may_change_site(request.by, unit.site))
    form = OutOfUseForm(request.POST or None, initial={"begins_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.take_out_of_use(
                unit=unit, period=data["period"], kind=data["kind"], reason=data["reason"], by=request.by
            )
        except (actions.PeopleLiveThere, actions.OutOfUseAlready) as problem:
            form.add_error("begins_on", str(problem))
        else:
            messages.success(request, f"{unit.label} is buiten gebruik in die periode.")
            return redirect("housing:site_detail", pk=unit.site_id)
    return page(request, unit.site, form, f"{unit.label} buiten gebruik", "Bewaren")


@require_POST
def unit_into_use(request: HatRequest, pk: int) -> HttpResponse:
    """The unit can be lived in again from today."""
    outages = Unavailability.objects.visible_to(request.by)
    outage = get_object_or_404(outages.select_related("unit__site"), pk=pk)
    require(rules.may_change_site(request.by, outage.unit.site))
    actions.take_into_use(outage=outage, on=timezone.localdate(), by=request.by)
    messages.success(request, f"{outage.unit.label} is weer in gebruik.")
    return redirect("housing:site_detail", pk=outage.unit.site_id)


def page(
    request: HatRequest,
    site: Site,
    form: Form | ModelForm,
    title: str,
    button: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    """The page of one change of a site."""
    context = {"site": site, "form": form, "title": title, "button": button, "danger": danger}
    return render(request, "housing/site_change.html", context, status=422 if form.errors else 200)
