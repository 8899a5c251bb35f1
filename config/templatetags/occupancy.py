"""The calendar of who lives where: units down, weeks across."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django import template

from audit.days import day_before
from config.templatetags.charts import pick
from config.templatetags.numbers import nl_date

register = template.Library()

WEEK = timedelta(days=7)
WEEKS_FOR_LABEL = 3  # a narrower cell has room for its letter only
# Letter and word per state, so that the calendar reads without colour and on paper. Strongest first:
# of two states in one week the first shows.
STATES = {
    "ended": ("X", "niet meer beschikbaar"),
    "lived_in": ("B", "bewoond"),
    "held": ("V", "voorbehouden"),
    "unavailable": ("N", "niet inzetbaar"),
    "free": ("", "vrij"),
}


class Cell(NamedTuple):
    state: str
    letter: str
    label: str
    text: str
    weeks: int
    url: str


def week_start(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def strongest(periods: list[Any], monday: date) -> Any:
    """The period that shows in a week: of those that touch it the strongest state, then the earliest."""
    touching = [
        period
        for period in periods
        if pick(period, "start") < monday + WEEK
        and (pick(period, "end") is None or pick(period, "end") > monday)
    ]
    order = list(STATES)
    return min(
        touching, key=lambda period: (order.index(pick(period, "state")), pick(period, "start")), default=None
    )


def in_words(period: Any) -> str:
    """ "bewoond, gezin van 4: van 02/11/2026 tot en met 29/11/2026"; `end` is the first day after."""
    word = STATES[pick(period, "state")][1]
    label = f", {pick(period, 'label')}" if pick(period, "label") else ""
    start, end = pick(period, "start"), pick(period, "end")
    until = f" tot en met {nl_date(day_before(end))}" if end else ", einde onbekend"
    return f"{word}{label}: van {nl_date(start)}{until}"


def cells_of(periods: Iterable[Any], mondays: list[date]) -> list[Cell]:
    """The cells of one unit: weeks in which the same period shows become one wide cell."""
    known = list(periods)
    cells = []
    for _, run in groupby((strongest(known, monday) for monday in mondays), key=id):
        weeks = list(run)
        period = weeks[0]
        if period is None:
            cells += [Cell("free", "", "", "vrij", 1, "") for _ in weeks]
        else:
            state = pick(period, "state")
            label = pick(period, "label") or "" if len(weeks) >= WEEKS_FOR_LABEL else ""
            url = pick(period, "url") or ""
            cells.append(Cell(state, STATES[state][0], label, in_words(period), len(weeks), url))
    return cells


@register.inclusion_tag("components/calendar.html")
def calendar(
    units: Iterable[Any], start: date, weeks: int, caption: str, today: date | None = None
) -> dict[str, Any]:
    """Occupancy of units over `weeks` weeks from the week of `start`.

    Each unit has label, periods and, if wished, detail and url; each period has start, end (first day after, or
    None), state (ended, lived_in, held, unavailable) and, if wished, label and url.
    """
    first = week_start(start)
    mondays = [first + number * WEEK for number in range(weeks)]
    months = [
        (month, len(list(days))) for month, days in groupby(mondays, key=lambda monday: monday.replace(day=1))
    ]
    return {
        "caption": caption,
        "months": months,
        "mondays": [(monday, today is not None and monday <= today < monday + WEEK) for monday in mondays],
        "rows": [
            {
                "label": pick(unit, "label"),
                "detail": pick(unit, "detail"),
                "url": pick(unit, "url"),
                "cells": cells_of(pick(unit, "periods") or [], mondays),
            }
            for unit in units
        ],
        "legend": [(state, letter, word) for state, (letter, word) in STATES.items()],
    }
