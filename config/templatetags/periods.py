"""`{% periods cl %}`: the years, months and days of a list of the back office, to choose from.

As Django's `{% date_hierarchy cl %}`, which reads every row to leave out the days without one. Here the first and the
last are asked, which an index tells at once, and all between is shown.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

register = template.Library()
PARTS = ("year", "month", "day")
TITLES = ("Y", "YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT")


@register.inclusion_tag("admin/date_hierarchy.html")
def periods(cl: ChangeList) -> dict[str, Any]:
    """What is one level below what was chosen; the level of years, and of months, is left out when there is but one."""
    name = cl.date_hierarchy
    if not name:
        return {"show": False}
    chosen = [part for part in PARTS if cl.params.get(f"{name}__{part}")]
    ends = cl.queryset.aggregate(first=Min(name), last=Max(name))
    first, last = day_of(ends["first"]), day_of(ends["last"])
    if first is None or last is None:
        return {
            "show": bool(chosen),
            "back": {"link": cl.get_query_string({}, [f"{name}__"]), "title": "Alle datums"},
        }

    def link(day: date, depth: int) -> str:
        values = {f"{name}__{part}": getattr(day, part) for part in PARTS[:depth]}
        return cl.get_query_string(values, [f"{name}__"])

    level = len(chosen)
    if level < 1 and first.year == last.year:
        level = 1
    if level == 1 and not chosen and first.month == last.month:
        level = 2
    title = TITLES[min(level, 2)]
    return {
        "show": True,
        "back": back_of(first, len(chosen), link) if chosen else None,
        "choices": [
            {"title": capfirst(date_format(day, title)), "link": link(day, level + 1) if level < 3 else ""}
            for day in between(first, last, level)
        ],
    }


def back_of(day: date, chosen: int, link: Any) -> dict[str, str]:
    above = capfirst(date_format(day, TITLES[chosen - 2])) if chosen > 1 else "Alle datums"
    return {"link": link(day, chosen - 1), "title": above}


def day_of(value: Any) -> date | None:
    return timezone.localdate(value) if isinstance(value, datetime) else value


def between(first: date, last: date, level: int) -> Iterator[date]:
    """A day in each year (level 0), month (1) or day (2 and below) from the first to the last."""
    day = first
    while day <= last:
        yield day
        if level == 0:
            day = date(day.year + 1, 1, 1)
        elif level == 1:
            day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        else:
            day += timedelta(days=1)
