"""Aankomsten en vertrekken: of a day or a week, on screen and on paper."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.readings import note_readings
from housing import rules
from housing.forms import DayForm
from housing.movements import WEEK, movements, week_of

FARTHEST = timedelta(days=3650)


def movement_list(request: HatRequest) -> HttpResponse:
    """Who comes and who goes, in one's own municipality and of one's own households."""
    require(rules.may_see_movements(request.by))
    today = timezone.localdate()
    weekly = request.GET.get("per") == "week"
    form = DayForm(request.GET or None, initial={"dag": today})
    context: dict[str, Any] = {"form": form, "weekly": weekly, "today": today}
    if form.is_bound and not form.is_valid():
        return render(request, "housing/movement_list.html", context, status=422)
    day = (form.cleaned_data["dag"] if form.is_bound else None) or today
    day = min(max(day, today - FARTHEST), today + FARTHEST)
    form = DayForm(initial={"dag": day})
    begin, length = (week_of(day), WEEK) if weekly else (day, timedelta(days=1))
    found = movements(request.by, begin=begin, end=begin + length)
    named = {row.stay.household for row in [*found.arrivals, *found.departures] if row.sees_people}
    note_readings(
        sorted(named, key=lambda household: household.pk), "aankomsten en vertrekken", by=request.by
    )
    context |= {
        "form": form,
        "day": day,
        "begin": begin,
        "last": begin + length - timedelta(days=1),
        "earlier": begin - length,
        "later": begin + length,
        "lists": [("Aankomsten", found.arrivals), ("Vertrekken", found.departures)],
        "views": [
            {"label": "Dag", "url": f"?dag={day:%Y-%m-%d}", "current": not weekly},
            {"label": "Week", "url": f"?per=week&dag={day:%Y-%m-%d}", "current": weekly},
        ],
    }
    return render(request, "housing/movement_list.html", context)
