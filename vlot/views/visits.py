"""Pages of visits: plan one, drive a day, report on the spot."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from vlot import actions, rules
from vlot.forms import VisitForm, VisitReportForm
from vlot.models import TeamMembership, Visit
from vlot.routes import route
from vlot.views.steps import handled_intervention, step, typed


def visit_plan(request: HatRequest, pk: int) -> HttpResponse:
    """Plan a visit for a case."""
    intervention = handled_intervention(request, pk)
    today = timezone.localdate()
    own = TeamMembership.objects.filter(membership=request.by, team=intervention.team).first()
    form = VisitForm(
        typed(request),
        intervention=intervention,
        on=today,
        initial={"planned_on": today + timedelta(days=1), "visitor": own},
    )
    return step(
        request, intervention, form, actions.plan_visit,
        title="Bezoek plannen", button="Plannen", done="Het bezoek is gepland. De gemeente krijgt bericht.",
    )  # fmt: skip


def visit_day(request: HatRequest) -> HttpResponse:
    """One's own visits of a day in the order of the road, for the screen, the telephone and paper."""
    require(request.by.is_kind(Kind.VLOT))
    today = timezone.localdate()
    day = asked_day(request.GET.get("dag", ""), today)
    mine = Visit.objects.visible_to(request.by).filter(visitor=request.by.user)
    visits = list(
        mine.filter(planned_on=day, cancelled_at__isnull=True).select_related(
            "intervention__municipality",
            "intervention__site__municipality",
            "intervention__team__province",
            "intervention__topic",
        )
    )
    stops = route(visits)
    context = {
        "day": day,
        "today": today,
        "stops": stops,
        "kilometres": sum(stop.km or 0.0 for stop in stops),
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1),
        "coming": mine.to_do().exclude(planned_on=day).select_related("intervention__municipality")[:20],
    }
    return render(request, "vlot/visit_day.html", context)


def asked_day(text: str, today: date) -> date:
    """The day in the address; today for what is no day, or is too far for a calendar."""
    try:
        day = parse_date(text)
    except ValueError:
        return today
    return day if day and abs((day - today).days) < 3650 else today


def visible_visit(request: HatRequest, pk: int) -> Visit:
    """404 for who may not see its case."""
    visit = get_object_or_404(Visit.objects.visible_to(request.by).select_related("intervention"), pk=pk)
    require(rules.may_handle_intervention(request.by, visit.intervention))
    return visit


def visit_report(request: HatRequest, pk: int) -> HttpResponse:
    """What was found there, on a telephone."""
    visit = visible_visit(request, pk)
    intervention = handled_intervention(request, visit.intervention_id)
    today = timezone.localdate()
    form = VisitReportForm(typed(request), on=today, initial={"held_on": min(visit.planned_on, today)})
    return step(
        request, intervention, form, lambda intervention, **fields: actions.report_visit(visit=visit, **fields),
        title="Verslag van het bezoek", button="Verslag bewaren", done="Het verslag is bewaard.",
        template="vlot/visit_report.html", visit=visit,
    )  # fmt: skip


@require_POST
def visit_cancel(request: HatRequest, pk: int) -> HttpResponse:
    """The visit does not go on."""
    visit = visible_visit(request, pk)
    try:
        actions.cancel_visit(visit=visit, by=request.by)
    except actions.VisitOver as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het bezoek is afgelast. De gemeente krijgt bericht.")
    return redirect("vlot:intervention_detail", pk=visit.intervention_id)
