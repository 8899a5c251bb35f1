"""Pages about subsidies: what a municipality is due today and why, reference dates, and why two of them differ."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition, record
from documents.tables import XLSX, csv_lines, xlsx_file
from housing import actions, rules
from housing.forms import CorrectLineForm, PlanStateForm
from housing.models import Site, SubsidyLine, SubsidyRule, SubsidyState
from housing.subsidy_check import check_town
from housing.subsidy_differences import differences
from housing.subsidy_facts import facts_of
from municipalities.models import Municipality

PER_PAGE = 50
HEADERS = [
    "Peildatum", "NIS-code", "Gemeente", "Locatie", "Regel", "Bedrag per eenheid", "Aantal", "Bedrag", "Zeker",
    "Berekening", "Ontbreekt", "Correctie", "Reden", "Bron",
]  # fmt: skip


def subsidy_overview(request: HatRequest) -> HttpResponse:
    """The reference dates, and where to begin; a local government begins at its own municipality."""
    require(rules.may_see_subsidies(request.by))
    states = list(SubsidyState.objects.visible_to(request.by))
    newest = next((state for state in states if state.status == SubsidyState.Status.FROZEN), None)
    context = {
        "states": states,
        "newest": newest,
        "towns": _towns(request, newest) if newest else [],
        "own": request.by.organisation.municipality,
        "may_plan": rules.may_keep_subsidies(request.by),
        "totals": SubsidyLine.objects.visible_to(request.by).filter(state=newest).sums() if newest else None,
    }
    return render(request, "housing/subsidy_overview.html", context)


def subsidy_rules(request: HatRequest) -> HttpResponse:
    """The table of rules as it stands: amounts, terms, sources, and what is not certain."""
    require(rules.may_see_subsidies(request.by))
    return render(request, "housing/subsidy_rules.html", {"rules": SubsidyRule.objects.in_order()})


def subsidy_town(request: HatRequest, nis_code: int) -> HttpResponse:
    """What one municipality is due today, site by site, with what is missing on top."""
    require(rules.may_see_subsidies(request.by))
    town = get_object_or_404(Municipality, nis_code=f"{nis_code:05d}")
    if not rules.sees_subsidies_of(request.by, town):
        raise Http404
    on = timezone.localdate()
    sites = Site.objects.visible_to(request.by).filter(municipality=town)
    check = check_town(facts_of(sites, on=on), list(SubsidyRule.objects.in_order()), on=on)
    checks = sorted(check.sites, key=lambda one: (not one.missing, one.site.name))
    context = {
        "town": town,
        "check": check,
        "page": CappedPaginator(checks, PER_PAGE).get_page(request.GET.get("pagina")),
        "with_gaps": sum(bool(one.missing) for one in checks),
        "on": on,
    }
    return render(request, "housing/subsidy_town.html", context)


def subsidy_site(request: HatRequest, pk: int) -> HttpResponse:
    """One site: the category, every condition, every step, and what is missing."""
    site = get_object_or_404(Site.objects.visible_to(request.by).select_related("municipality"), pk=pk)
    require(rules.sees_subsidies_of(request.by, site.municipality))
    on = timezone.localdate()
    found = facts_of(Site.objects.visible_to(request.by).filter(pk=pk), on=on)
    check = check_town(found, list(SubsidyRule.objects.in_order()), on=on)
    context = {"site": site, "check": check, "one": check.sites[0] if check.sites else None, "on": on}
    return render(request, "housing/subsidy_site.html", context)


def subsidy_plan(request: HatRequest) -> HttpResponse:
    """Name a reference date."""
    require(rules.may_keep_subsidies(request.by))
    form = PlanStateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state = actions.plan_state(by=request.by, **form.cleaned_data)
        messages.success(request, "De peildatum is gepland. Ze wordt vastgelegd zodra die dag voorbij is.")
        return redirect("housing:subsidy_state", pk=state.pk)
    return render(request, "housing/subsidy_plan.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def subsidy_plan_again(request: HatRequest, pk: int) -> HttpResponse:
    """Try again to freeze a reference date."""
    state = state_of(request, pk)
    require(rules.may_keep_subsidies(request.by))
    try:
        actions.plan_again(state=state, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    return redirect("housing:subsidy_state", pk=pk)


def state_of(request: HatRequest, pk: int) -> SubsidyState:
    """A reference date that this hat may read: 403 for who has nothing to do with subsidies."""
    require(rules.may_see_subsidies(request.by))
    return get_object_or_404(SubsidyState.objects.visible_to(request.by), pk=pk)


def subsidy_state(request: HatRequest, pk: int) -> HttpResponse:
    """A reference date: sums by municipality, and the lines of one of them."""
    state = state_of(request, pk)
    lines = SubsidyLine.objects.visible_to(request.by).filter(state=state)
    town = _town_asked(request)
    of_town = lines.filter(municipality=town).select_related("corrected_by") if town else lines.none()
    of_town = of_town.order_by("site_name", "site_id", "correction", "pk")
    context = {
        "state": state,
        "town": town,
        "towns": [] if town else _towns(request, state),
        "page": CappedPaginator(of_town, PER_PAGE).get_page(request.GET.get("pagina")),
        "totals": (of_town if town else lines).sums(),
        "previous": SubsidyState.objects.visible_to(request.by).before(state),
        "may_correct": rules.may_keep_subsidies(request.by) and state.status == SubsidyState.Status.FROZEN,
        "may_plan_again": rules.may_keep_subsidies(request.by) and state.status == SubsidyState.Status.FAILED,
    }
    return render(request, "housing/subsidy_state.html", context)


def _town_asked(request: HatRequest) -> Municipality | None:
    """The municipality in the address, or the own one of a local government."""
    code = request.GET.get("gemeente", "")
    if code.isdecimal():
        return get_object_or_404(Municipality, nis_code=code)
    return request.by.organisation.municipality if request.by.is_kind(Kind.LOCAL_AUTHORITY) else None


def _towns(request: HatRequest, state: SubsidyState) -> list[Any]:
    """Sums by municipality of one state. One query."""
    lines = SubsidyLine.objects.visible_to(request.by).filter(state=state)
    return list(
        lines.values("municipality__nis_code", "municipality__name")
        .annotate(
            sure=Sum("amount", filter=Q(certain=True)),
            unsure=Sum("amount", filter=Q(certain=False)),
            sites=Count("site", distinct=True),
            corrections=Count("pk", filter=Q(correction=True)),
        )
        .order_by("municipality__name")
    )


def subsidy_export(request: HatRequest, pk: int) -> HttpResponseBase:
    """The lines of a reference date as a file, csv or xlsx; of one municipality when it is asked for."""
    state = state_of(request, pk)
    lines = SubsidyLine.objects.visible_to(request.by).filter(state=state).select_related("municipality")
    town = _town_asked(request)
    if town:
        lines = lines.filter(municipality=town)
    record("subsidy.exported", state, by=request.by, changes={"rows": lines.count()})
    name = f"subsidies-{state.on:%Y-%m-%d}"
    if request.GET.get("vorm") == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            csv_lines(HEADERS, _rows(state, lines)), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    else:
        file = xlsx_file(HEADERS, _rows(state, lines), title="Subsidies")
        response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(state: SubsidyState, lines: Any) -> Iterator[list[Any]]:
    for line in lines.iterator(chunk_size=1_000):
        town = line.municipality
        yield [
            state.on, town.nis_code, town.name, line.site_name, line.title, line.rate, line.quantity, line.amount,
            line.certain, line.steps, "; ".join(line.missing), line.correction, line.reason, line.source,
        ]  # fmt: skip


def subsidy_difference(request: HatRequest, pk: int) -> HttpResponse:
    """Why a reference date differs from the one before it, line by line, for one municipality."""
    state = state_of(request, pk)
    states = SubsidyState.objects.visible_to(request.by).frozen()
    asked = request.GET.get("met", "")
    previous = get_object_or_404(states, pk=asked) if asked.isdecimal() else states.before(state)
    town = _town_asked(request)
    lines = SubsidyLine.objects.visible_to(request.by)
    found = []
    if previous and town:
        found = differences(
            lines.filter(state=previous, municipality=town), lines.filter(state=state, municipality=town)
        )
    context = {
        "state": state,
        "previous": previous,
        "states": states.exclude(pk=state.pk),
        "town": town,
        "towns": [] if town else _towns(request, state),
        "differences": found,
        "total": sum(one.amount for one in found),
    }
    return render(request, "housing/subsidy_difference.html", context)


def subsidy_correct(request: HatRequest, pk: int) -> HttpResponse:
    """Correct a line of a frozen reference date, by a line of its own."""
    require(rules.may_see_subsidies(request.by))
    line = get_object_or_404(
        SubsidyLine.objects.visible_to(request.by)
        .filter(correction=False)
        .select_related("state", "municipality", "site"),
        pk=pk,
    )
    require(rules.may_keep_subsidies(request.by))
    form = CorrectLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct_line(line=line, by=request.by, **form.cleaned_data)
        messages.success(request, "De correctie staat als een eigen lijn bij de peildatum.")
        town = f"?gemeente={line.municipality.nis_code}"
        return redirect(reverse("housing:subsidy_state", args=[line.state_id]) + town)
    context = {"line": line, "form": form}
    return render(request, "housing/subsidy_correct.html", context, status=422 if form.errors else 200)
