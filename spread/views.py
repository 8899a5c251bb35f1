"""Pages about the spread: everything is read from computed rows, in a fixed number of queries."""

import hashlib
import json
import re
from datetime import date

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.hats import HatRequest, require
from accounts.models import Kind, Membership
from municipalities.models import Municipality
from spread.dcat import FORMATS, catalogue
from spread.disclosure import HOLD, THRESHOLD
from spread.drawing import spread_map
from spread.explanations import explain
from spread.filters import LEVELS, SpreadFilter, ordered
from spread.models import IndicatorSnapshot, Level, Publication, RatioClass
from spread.open_data import COLUMNS, LICENCE, LICENCE_URL, TITLE, as_csv, as_json
from spread.position import expected, groups, regions, steps
from spread.public import HOUR, MINUTE, YEAR, VisitorRequest, kept_for, public_file, public_page
from spread.rules import may_see_province, may_see_spread

NEWEST = "actueel"
WEEKS_SHOWN = 12
WEEK = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]|[1-9]\d))?", re.ASCII)
TABS = {"gemeenten": "Gemeenten", "referentieregios": "Referentieregio’s", "provincies": "Provincies"}


def overview(request: HatRequest) -> HttpResponse:
    """Map and table of Flanders: by municipality, reference region or province."""
    require(may_see_spread(request.by))
    level = LEVELS.get(request.GET.get("niveau", ""), Level.MUNICIPALITY)
    current = IndicatorSnapshot.objects.visible_to(request.by).current()
    of_level = current.of(level).defer("explanation")
    filters = SpreadFilter(request.GET, queryset=of_level) if level == Level.MUNICIPALITY else None
    rows = ordered(filters.qs if filters else of_level, request.GET.get("sorteer", ""), level)
    beside = current.beside(request.by.organisation.municipality_id)
    flanders = next((row for row in beside if row.level == Level.FLANDERS), None)
    own = next((row for row in beside if row.level == Level.MUNICIPALITY), None)
    province = filters.form.cleaned_data.get("provincie") if filters and filters.is_valid() else None
    context = {
        "map": spread_map(rows, level, on=flanders.on, href=_page_of, province=province)
        if flanders
        else None,
        "filter": filters,
        "rows": rows,
        "level": level,
        "tabs": [
            {"label": label, "url": f"?niveau={name}", "current": LEVELS[name] == level}
            for name, label in TABS.items()
        ],
        "flanders": flanders,
        "own": own,
        "province_code": _own_province(request.by),
        "own_explanation": explain(own, flanders) if own else None,
        "missing": [term for term in flanders.terms if term["status"] != "counted"] if flanders else [],
    }
    return render(request, "spread/overview.html", context)


def _own_province(by: Membership) -> int | None:
    """The code of the province of a governor, who has a page about it."""
    mine = by.organisation.province if by.is_kind(Kind.GOVERNOR) else None
    return int(mine.nis_code) if mine else None


def _page_of(row: IndicatorSnapshot) -> str:
    """Where the map leads to: only municipalities have a page of their own."""
    return reverse("spread:municipality", args=[row.municipality.nis_code]) if row.municipality else ""


def position(request: HatRequest, nis_code: int) -> HttpResponse:
    """One municipality beside comparable ones, what is expected of it, and how it moved. Three queries."""
    require(may_see_spread(request.by))
    visible = IndicatorSnapshot.objects.visible_to(request.by)
    rows = list(visible.current().of(Level.MUNICIPALITY).select_related("key").order_by("municipality__name"))
    own = next(
        (row for row in rows if row.municipality and row.municipality.nis_code == f"{nis_code:05d}"), None
    )
    if own is None:
        raise Http404
    flanders = visible.current().filter(level=Level.FLANDERS).first()
    context = {
        "row": own,
        "flanders": flanders,
        "groups": groups(own, rows),
        "expected": expected(own),
        "steps": steps(own, visible.past_of(own).values_list("on", "places", "gap")),
        "only_province": request.by.is_kind(Kind.GOVERNOR),
    }
    return render(request, "spread/position.html", context)


def province(request: HatRequest, nis_code: int) -> HttpResponse:
    """One province: its figures, its reference regions, and its municipalities from the furthest below the target.

    A governor sees his own only. Three queries.
    """
    require(may_see_spread(request.by))
    visible = IndicatorSnapshot.objects.visible_to(request.by)
    areas = visible.current().select_related("municipality", "province", "reference_region", "key")
    whole = areas.filter(level=Level.PROVINCE, province__nis_code=f"{nis_code:05d}").first()
    if whole is None or not may_see_province(request.by, whole.province_id):
        raise Http404
    found = areas.filter(level=Level.MUNICIPALITY, province=whole.province_id).defer("explanation")
    rows = list(found.order_by(F("gap").asc(nulls_last=True), "municipality__name"))
    context = {
        "row": whole,
        "rows": rows,
        "regions": regions(rows),
        "low": sum(1 for row in rows if row.ratio_class == RatioClass.LOW),
        "steps": steps(whole, visible.past_of(whole).values_list("on", "places", "gap")),
    }
    return render(request, "spread/province.html", context)


def municipality(request: HatRequest, nis_code: int) -> HttpResponse:
    """The figures of one municipality, explained factor by factor. The code of before a merger finds its successor."""
    require(may_see_spread(request.by))
    code = f"{nis_code:05d}"
    current = IndicatorSnapshot.objects.visible_to(request.by).current()
    snapshot = (
        current.of(Level.MUNICIPALITY).select_related("key").filter(municipality__nis_code=code).first()
    )
    if snapshot is None:
        try:
            successor = Municipality.objects.resolve(code)
        except Municipality.DoesNotExist:
            raise Http404 from None
        if successor.nis_code == code:
            raise Http404
        return redirect("spread:municipality", nis_code=int(successor.nis_code))
    flanders = current.filter(level=Level.FLANDERS).first()
    context = {"row": snapshot, "flanders": flanders, "explanation": explain(snapshot, flanders)}
    return render(request, "spread/municipality.html", context)


@public_page
def open_data(request: VisitorRequest) -> HttpResponse:
    """For everybody: what is published each week, since when, under which licence, and what the columns say."""
    publications = Publication.objects.visible_to(request.by)
    weeks = publications.weeks()
    newest = publications.select_related("key").of_week(None)
    context = {
        "publication": newest,
        "areas": [*newest.level(Level.PROVINCE), *newest.level(Level.FLANDERS)] if newest else [],
        "weeks": weeks[:WEEKS_SHOWN],
        "first": weeks.last(),
        "columns": COLUMNS,
        "title": TITLE,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "threshold": THRESHOLD,
        "hold": HOLD,
    }
    response = render(request, "spread/open_data.html", context)
    return kept_for(response, 5 * MINUTE, request=request)


@public_page
def open_data_file(request: VisitorRequest, week: str, kind: str) -> HttpResponse:
    """The rows of one week (`2026-11-23`), of its second version (`2026-11-23-2`) or of the newest (`actueel`), as
    csv or json. What an address of a week gives never changes."""
    if kind not in FORMATS:
        raise Http404
    monday, revision = (None, None) if week == NEWEST else _week_and_version(week)
    publication = Publication.objects.visible_to(request.by).select_related("key").of_week(monday, revision)
    if publication is None:
        raise Http404
    body = as_csv(publication) if kind == "csv" else as_json(publication)
    return public_file(
        request,
        body,
        f"{FORMATS[kind][1]}; charset=utf-8",
        mark=hashlib.sha256(body).hexdigest(),
        name=f"huisvesting-{publication.address}.{kind}",
        seconds=HOUR if monday is None else YEAR,
    )


def _week_and_version(text: str) -> tuple[date, int]:
    """What stands in an address; 404 for what is none."""
    found = WEEK.fullmatch(text)
    try:
        monday = date.fromisoformat(found[1]) if found else None
    except ValueError:
        monday = None
    if found is None or monday is None:
        raise Http404
    return monday, int(found[2] or 1)


@public_page
def open_data_metadata(request: VisitorRequest) -> HttpResponse:
    """The catalogue in DCAT-AP (JSON-LD), with a distribution for each week that was ever published."""
    site = settings.SITE_URL.rstrip("/")
    found = catalogue(
        list(Publication.objects.visible_to(request.by).versions()),
        page=site + reverse("open_data"),
        file_of=lambda week, kind: site + reverse("open_data_file", args=[week, kind]),
    )
    body = json.dumps(found, ensure_ascii=False, indent=1).encode()
    mark = hashlib.sha256(body).hexdigest()
    return public_file(request, body, "application/ld+json", mark=mark, seconds=HOUR)
