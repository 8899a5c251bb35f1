"""The pages of the cockpit in the back office: the overview, and what changed since an earlier day."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Membership
from spread.cockpit.columns import Column, changed_columns, columns, shown_rows, total_row
from spread.cockpit.drawing import map_of
from spread.cockpit.files import FILES, Table, file_of
from spread.cockpit.selection import Row, Selection, select


def overview(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Map and table of one selection; with `vorm` in the address the same as a file."""
    selection = select(request.GET, _by(request))
    found = columns(selection)
    name = f"spreiding-{selection.measure.code}"
    if file := _file(request, selection, found, name):
        return file
    drawn = map_of(selection, _page_of if selection.explained else _nowhere)
    context = _context(request, site, selection, found) | {
        "title": "Cockpit spreiding",
        "map": drawn[0] if drawn else None,
        "missing": [term for term in selection.terms if term["status"] != "counted"],
    }
    return render(request, "admin/spread/cockpit/overview.html", context)


def changes(request: HttpRequest, site: AdminSite) -> HttpResponseBase:
    """Per area before, after and difference of each measure, since a week ago or since the chosen day."""
    selection = select(request.GET, _by(request), compare=True)
    everything = "alles" in request.GET
    if not everything:
        selection = selection.only_changed([column.value for column in changed_columns()[2::3]])
    found = changed_columns()
    if file := _file(request, selection, found, "veranderd", kinds=("csv", "xlsx")):
        return file
    context = _context(request, site, selection, found, kinds=("csv", "xlsx")) | {
        "title": f"Wat is veranderd sinds {selection.beside.on:%d/%m/%Y}"
        if selection.beside
        else "Wat is veranderd",
        "everything": everything,
        "all_url": _address(request, alles="1"),
        "only_url": _address(request, alles=None),
    }
    return render(request, "admin/spread/cockpit/changes.html", context)


def _by(request: HttpRequest) -> Membership | None:
    return getattr(request, "by", None)


def _page_of(row: Row) -> str:
    """Where an area leads to: the explanation, of the figures that are explained there."""
    if row.pk is None or row.line.level != "municipality":
        return ""
    return reverse("admin:spread_indicatorsnapshot_change", args=[row.pk])


def _nowhere(row: Row) -> str:
    return ""


def _file(
    request: HttpRequest,
    selection: Selection,
    found: Sequence[Column],
    name: str,
    kinds: Sequence[str] = tuple(FILES),
) -> HttpResponseBase | None:
    kind = request.GET.get("vorm")
    if kind is None:
        return None
    if kind not in kinds or selection.moment is None:
        raise Http404
    return file_of(Table(selection, found, f"{name}-{selection.moment.on:%Y-%m-%d}"), kind)


def _context(
    request: HttpRequest,
    site: AdminSite,
    selection: Selection,
    found: Sequence[Column],
    kinds: Sequence[str] = tuple(FILES),
) -> dict[str, Any]:
    files = [{"label": FILES[kind][0], "url": _address(request, vorm=kind)} for kind in kinds]
    return {
        **site.each_context(request),
        "selection": selection,
        "columns": found,
        "rows": shown_rows(selection, found, _page_of if selection.explained else _nowhere),
        "total": total_row(selection, found),
        "files": files,
    }


def _address(request: HttpRequest, **changes: str | None) -> str:
    """This page with something else in its address."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"
