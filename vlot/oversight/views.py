"""Pages on VLOT's own work: the teams today, the months, and what moved."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from documents.tables import XLSX
from vlot.models import Intervention
from vlot.oversight import rules
from vlot.oversight.cases import next_steps, next_visits, team_lines, teams_of
from vlot.oversight.effects import AFTER_DAYS, effects_of
from vlot.oversight.forms import EffectForm, OverviewForm
from vlot.oversight.models import MonthlyReport
from vlot.oversight.paper import paper_of, sheet_of, words_of

EFFECTS_PER_PAGE = 10


def team_overview(request: HatRequest) -> HttpResponse:
    """The open cases of the teams that this hat oversees: age, nobody's, silent, and what comes next."""
    require(rules.may_see_overview(request.by))
    today = timezone.localdate()
    form = OverviewForm(request.GET)
    teams = teams_of(request.by)
    lines = team_lines(teams, by=request.by, on=today, silent_days=form.days)
    context = {
        "form": form,
        "days": form.days,
        "lines": lines,
        "ages": [label for label, _ in lines[0].by_age] if lines else [],
        "without_owner": [case for line in lines for case in line.without_owner],
        "silent": sorted(
            (case for line in lines for case in line.silent), key=lambda case: (-case.silent, case.call.pk)
        ),
        "next_steps": next_steps(teams, by=request.by, on=today),
        "next_visits": next_visits(teams, by=request.by, on=today),
        "today": today,
        "total": sum(len(line.cases) for line in lines),
    }
    return render(request, "vlot/team_overview.html", context)


def report_list(request: HatRequest) -> HttpResponse:
    """All months, the newest first; per month Flanders and the teams."""
    require(rules.may_see_reports(request.by))
    visible = MonthlyReport.objects.visible_to(request.by).select_related("province").defer("figures")
    in_order = visible.order_by("-month", "scope", "province__name", "pk")
    page = CappedPaginator(in_order, 42).get_page(request.GET.get("pagina"))
    return render(request, "vlot/report_list.html", {"page": page})


def visible_report(request: HatRequest, pk: int) -> MonthlyReport:
    """404 for who may not see it."""
    return get_object_or_404(MonthlyReport.objects.visible_to(request.by).select_related("province"), pk=pk)


def report_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One month of one team, or of Flanders."""
    report = visible_report(request, pk)
    figures = report.figures
    context = {
        "report": report,
        "figures": figures,
        "words": words_of(report),
        "asked": [{"label": line["label"], "value": line["asked"]} for line in figures["topics"]],
        "time": [{"label": line["label"], "value": line["minutes"]} for line in figures["kinds"]],
    }
    return render(request, "vlot/report_detail.html", context)


def report_sheet(request: HatRequest, pk: int) -> FileResponse:
    """The same as a spreadsheet."""
    report = visible_report(request, pk)
    return FileResponse(
        sheet_of(report), as_attachment=True, filename=f"{file_name(report)}.xlsx", content_type=XLSX
    )


def report_paper(request: HatRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    report = visible_report(request, pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(report)}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(paper_of(report), content_type="application/pdf", headers=headers)


def file_name(report: MonthlyReport) -> str:
    about = report.province.code.lower() if report.province else report.scope
    return f"vlot-maandverslag-{report.month:%Y-%m}-{about}"


def effect_board(request: HatRequest) -> HttpResponse:
    """What moved around closed cases, the last closed first; said above the table that it proves nothing."""
    require(rules.may_see_effects(request.by))
    form = EffectForm(request.GET)
    closed = (
        Intervention.objects.visible_to(request.by)
        .filter(status=Intervention.Status.CLOSED)
        .select_related("municipality", "team__province", "topic")
        .order_by("-closed_at", "-pk")
    )
    if form.topic:
        closed = closed.filter(topic=form.topic)
    page = CappedPaginator(closed, EFFECTS_PER_PAGE).get_page(request.GET.get("pagina"))
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "effects": effects_of(list(page), on=timezone.localdate()),
        "after_days": AFTER_DAYS,
    }
    return render(request, "vlot/effect_board.html", context)
