"""The pages of the search over everything, and what it suggests while one types."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.hats import HatRequest, require
from audit.readings import note_readings, note_readings_once, note_search
from reporting.finding import LONGEST, PARTS, SHOWN_OF_ONE, Group, by_number, find
from reporting.opened import keep_opened
from reporting.recents import recent_hits
from reporting.rules import may_look_for_things
from reporting.things import Hit, people_of

SUGGESTED_PER_KIND, SUGGESTED, RECENT = 3, 10, 8
SHORTEST = 2  # letters that are suggested for
AGAIN = timedelta(minutes=10)  # within which the same name under the box is the same look


def search(request: HatRequest) -> HttpResponse:
    """Everything that somebody means with what he typed; a number leads to its thing at once."""
    require(may_look_for_things(request.by))
    keep_opened(by=request.by)
    text = typed(request)
    only = request.GET.get("soort", "")
    only = only if only in PARTS else ""
    numbered = by_number(text, by=request.by)
    if len(numbered) == 1:
        return redirect(numbered[0].url)
    groups = [] if numbered else find(text, by=request.by, only=only)
    people = people_of(chain(numbered, *(group.hits for group in groups)))
    note_search(request.by.organisation, text, len(people), "zoeken in alles", by=request.by)
    note_readings(people, "naam bij zoeken", by=request.by)
    context = {
        "text": text,
        "only": PARTS[only][0] if only else "",
        "numbered": numbered,
        "groups": groups,
        "most": SHOWN_OF_ONE,
        "total": len(numbered) + sum(len(group.hits) for group in groups),
        "recent": [] if text else noted(request, recent_hits(request.by, most=RECENT)),
    }
    return render(request, "reporting/search.html", context)


def search_suggestions(request: HatRequest) -> HttpResponse:
    """What stands under the box while one types: things; without anything typed, those that were opened last."""
    require(may_look_for_things(request.by))
    keep_opened(by=request.by)
    text = typed(request)
    if not text:
        hits = recent_hits(request.by, most=RECENT)
    elif len(text) < SHORTEST:
        hits = []
    else:
        hits = by_number(text, by=request.by) or best_of(find(text, by=request.by))
    context = {"hits": noted(request, hits), "recent": not text}
    return render(request, "reporting/search_suggestions.html", context)


def typed(request: HatRequest) -> str:
    """What was typed, without what no keyboard gives and PostgreSQL keeps in no text."""
    return request.GET.get("zoek", "").replace("\0", " ").strip()[:LONGEST]


def best_of(groups: Iterable[Group]) -> list[Hit]:
    return [hit for group in groups for hit in group.hits[:SUGGESTED_PER_KIND]][:SUGGESTED]


def noted(request: HatRequest, hits: list[Hit]) -> list[Hit]:
    """These hits, after writing whose names they show."""
    note_readings_once(people_of(hits), "naam in de zoekbalk", within=AGAIN, by=request.by)
    return hits
