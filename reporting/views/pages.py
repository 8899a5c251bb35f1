"""The first page that people see."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.readings import note_readings_once
from municipalities.models import Municipality
from notifications.models import Notification
from reporting.actions import hide_first_steps
from reporting.first_steps import first_steps
from reporting.home import figures, task_groups
from reporting.officer import officer_figures
from reporting.opened import keep_opened
from reporting.people import COLUMNS, people_lines
from reporting.recents import recent_hits
from reporting.rules import may_hide_first_steps, may_see_people_figures, may_see_town_sheet
from reporting.things import people_of
from reporting.town import town_sheet

RECENT = 8  # of the things that were opened last


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor: what this is and how to begin. For a hat: what waits, what changed, my figures."""
    by = request.by  # type: ignore[attr-defined]
    if by is None:
        if request.user.is_authenticated:
            return redirect("accounts:register_organisation")
        return render(request, "reporting/landing.html")
    if by.is_data_protection_officer:
        return render(request, "reporting/home_officer.html", {"officer": officer_figures(by)})
    today = timezone.localdate()
    keep_opened(by=by)
    recent = recent_hits(by, most=RECENT)
    note_readings_once(people_of(recent), "laatst geopend", within=timedelta(days=1), by=by)
    context = {
        "recent": recent,
        "steps": first_steps(by),
        "groups": task_groups(by, on=today),
        "figures": figures(by, on=today),
        "changes": Notification.objects.visible_to(by)[:8],
        "today": today,
    }
    return render(request, "reporting/home.html", context)


@require_POST
def first_steps_hide(request: HatRequest) -> HttpResponse:
    """Whoever knows his way takes the list of first steps away."""
    require(may_hide_first_steps(request.by))
    hide_first_steps(by=request.by)
    return redirect("home")


def people_figures(request: HatRequest) -> HttpResponse:
    """How many wait and how many are housed, per municipality: for who may not see a household."""
    require(may_see_people_figures(request.by))
    today = timezone.localdate()
    total, lines = people_lines(request.by, on=today)
    shown = [line for line in lines if any(number is not None for number in line.numbers)]
    page = CappedPaginator(shown, 50).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "lines": [total, *page],
        "left_out": len(lines) - len(shown),
        "columns": COLUMNS.values(),
        "today": today,
    }
    return render(request, "reporting/people.html", context)


def vlot_town(request: HatRequest, nis_code: int) -> HttpResponse:
    """All about one municipality, to prepare a meeting with it."""
    require(may_see_town_sheet(request.by))
    town = get_object_or_404(
        Municipality.objects.current().select_related("province"), nis_code=f"{nis_code:05d}"
    )
    today = timezone.localdate()
    context = {"town": town, "sheet": town_sheet(town, by=request.by, on=today), "today": today}
    return render(request, "reporting/town.html", context)
