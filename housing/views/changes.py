"""Pages on which a site is kept true: its facts, its units, its documents, and changes that somebody reported."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.overtaken import Overtaken
from audit.paging import CappedPaginator
from audit.shown import tell
from audit.trail import IllegalTransition
from documents.serve import attachment
from housing import actions, rules
from housing.forms import DecideReportForm, EditSiteForm, ReportForm, SiteDocumentForm
from housing.models import ChangeReport, Site, SiteDocument, SiteDocumentKind
from housing.views.availability import changed_site, page


def site_edit(request: HatRequest, pk: int) -> HttpResponse:
    """Name, contact and features: the municipality all of it, the provider what is his to say."""
    site = changed_site(request, pk)
    all_of_it = rules.is_municipality_of_site(request.by, site)
    form = EditSiteForm(request.POST or None, instance=site, names=None if all_of_it else rules.FOR_PROVIDER)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_site(site=site, seen=form.seen(), by=request.by, **form.changed())
        except Overtaken as problem:
            form.show_overtaken(problem.stored)
        except ValidationError as refusal:
            form.refused(refusal.messages)
        else:
            tell(request, form, "De gegevens zijn bewaard.")
            return redirect("housing:site_detail", pk=pk)
    site_as_it_is = Site.objects.select_related("municipality").get(pk=pk)
    return page(request, site_as_it_is, form, "Gegevens wijzigen", "Bewaren")


def site_documents(request: HatRequest, pk: int) -> HttpResponse:
    """Add a contract, permit, floor plan or photos."""
    site = changed_site(request, pk)
    kinds = [kind for kind in SiteDocumentKind if rules.may_add_document(request.by, kind, site)]
    form = SiteDocumentForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["documents"]
        actions.add_site_document(site=site, kind=form.cleaned_data["kind"], files=files, by=request.by)
        messages.success(
            request, "Het document is toegevoegd." if len(files) == 1 else "De documenten zijn toegevoegd."
        )
        return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Documenten toevoegen", "Toevoegen")


def site_document(request: HatRequest, pk: int, document: uuid.UUID) -> FileResponse:
    """A document of a site, for who may see the site and this kind of document."""
    links = SiteDocument.objects.visible_to(request.by).select_related("document")
    return attachment(get_object_or_404(links, site=pk, document=document).document)


@require_POST
def site_document_remove(request: HatRequest, pk: int, document: uuid.UUID) -> HttpResponse:
    """Take a file off."""
    links = SiteDocument.objects.visible_to(request.by).select_related("site")
    link = get_object_or_404(links, site=pk, document=document)
    require(rules.may_remove_document(request.by, link, link.site))
    actions.remove_site_document(site=link.site, document=document, by=request.by)
    messages.success(request, "Het document is verwijderd.")
    return redirect("housing:site_detail", pk=pk)


def site_report(request: HatRequest, pk: int) -> HttpResponse:
    """Say that something is different: it waits for the municipality."""
    site = get_object_or_404(
        Site.objects.visible_to(request.by).select_related("municipality", "organisation"), pk=pk
    )
    require(rules.may_change_site(request.by, site))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.report_change(site=site, text=form.cleaned_data["text"], by=request.by)
        messages.success(request, f"Bedankt. Gemeente {site.municipality} bekijkt uw melding.")
        return redirect("housing:site_detail", pk=pk)
    return page(request, site, form, "Verandering melden", "Melden")


def change_report_list(request: HatRequest) -> HttpResponse:
    """Reported changes that wait for the municipality, longest waiting first."""
    reports = (
        ChangeReport.objects.visible_to(request.by)
        .open()
        .select_related("site__municipality", "organisation", "reported_by")
        .order_by("reported_at", "pk")
    )
    today = timezone.localdate()
    found = CappedPaginator(reports, 25).get_page(request.GET.get("pagina"))
    context = {"page": found, "rows": [(report, report.days(on=today)) for report in found]}
    return render(request, "housing/change_report_list.html", context)


def change_report(request: HatRequest, pk: int) -> HttpResponse:
    """One reported change, and what became of it."""
    report = get_object_or_404(
        ChangeReport.objects.visible_to(request.by).select_related(
            "site__municipality", "site__organisation", "organisation", "reported_by", "decided_by"
        ),
        pk=pk,
    )
    may_decide = rules.may_decide_report(request.by, report)
    form = DecideReportForm(request.POST or None)
    if request.method == "POST":
        require(may_decide)
        if form.is_valid():
            try:
                actions.decide_report(report=report, by=request.by, **form.cleaned_data)
            except IllegalTransition as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, f"Afgehandeld. {report.organisation} leest uw antwoord.")
            return redirect("housing:change_report", pk=pk)
    context = {
        "report": report,
        "days": report.days(on=timezone.localdate()),
        "form": form if may_decide and report.status == ChangeReport.Status.OPEN else None,
        "may_edit": rules.may_change_units(request.by, report.site),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "housing/change_report.html", context, status=status)
