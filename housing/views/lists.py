"""The lists of sites and of offers: on screen, on the map and as a file."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest
from accounts.models import SavedFilter
from audit.paging import CappedPaginator
from audit.trail import record
from documents.tables import XLSX, csv_lines, xlsx_file
from housing import rules
from housing.deeds import SEVERAL_OFFERS, SEVERAL_SITES
from housing.lists import OFFERS, SITES, ListOf
from housing.models import Offer
from housing.town_map import town_map
from housing.views.bulk import undo_of

PER_PAGE = 25
WIPED = "housing.filter_wiped"  # the filter that was wiped last: offered once, on the next list, to put back


def site_list(request: HatRequest) -> HttpResponse:
    """The validated places that this hat sees, with honest capacity above (the template asks `spread`)."""
    context = {
        **one_list(SITES, request),
        "may_check_sites": rules.may_check_sites(request.by),
        "may_see_terms": rules.may_see_terms(request.by),
        "may_confirm_sites": rules.may_confirm_sites(request.by),
        "capacity_scope": "",
        "deeds": SEVERAL_SITES.deeds(request.by),
        "undo": undo_of(request, SEVERAL_SITES),
    }
    return render(request, "housing/site_list.html", context)


def offer_list(request: HatRequest) -> HttpResponse:
    """Everything that this hat sees, to search in; "Mijn aanbod" (offer_mine) tells a provider what is going on."""
    context = {
        **one_list(OFFERS, request),
        "waiting": Offer.objects.visible_to(request.by).waiting_for(request.by).count(),
        "may_offer": rules.may_offer(request.by),
        "deeds": SEVERAL_OFFERS.deeds(request.by),
        "undo": undo_of(request, SEVERAL_OFFERS),
        "is_provider": rules.is_provider(request.by),
        "may_see_worklist": rules.may_see_worklist(request.by),
    }
    return render(request, "housing/offer_list.html", context)


def site_export(request: HatRequest) -> HttpResponseBase:
    """The same sites as a file, csv or xlsx."""
    return file_of(SITES, request)


def offer_export(request: HatRequest) -> HttpResponseBase:
    """The same offers as a file, csv or xlsx."""
    return file_of(OFFERS, request)


def one_list(kind: ListOf, request: HatRequest) -> dict[str, Any]:
    """What both pages need: the filter, the page, the filters that are on or kept, and the map when it is asked for."""
    today = timezone.localdate()
    chosen, rows = kind.filtered(request.GET, by=request.by, on=today)
    shown = rows.select_related("municipality", "organisation").only(*kind.shown)
    page = CappedPaginator(shown, PER_PAGE).get_page(request.GET.get("pagina"))
    kind.complete(list(page), today)
    query = chosen.query()
    on_map = request.GET.get("kaart") == "ja"
    return {
        "kind": kind,
        "filter": chosen,
        "chips": chosen.chips(),
        "page": page,
        "query": query,
        "saved": [
            {"filter": saved, "current": bool(query) and saved.query == query}
            for saved in SavedFilter.objects.visible_to(request.by).filter(list=kind.name)
        ],
        "wiped": request.session.pop(WIPED, None),
        "views": [
            {"label": "Lijst", "url": f"?{query}", "current": not on_map},
            {"label": "Kaart", "url": f"?{query}{'&' if query else ''}kaart=ja", "current": on_map},
        ],
        **(town_map(kind, rows, chosen=chosen, on=today) if on_map else {}),
    }


def file_of(kind: ListOf, request: HatRequest) -> HttpResponseBase:
    """Exactly the rows of the screen, in the same order, all pages. The trail keeps who took what."""
    form = "csv" if request.GET.get("vorm") == "csv" else "xlsx"
    today = timezone.localdate()
    chosen, rows = kind.filtered(request.GET, by=request.by, on=today)
    record(
        kind.verb,
        request.by.organisation,
        by=request.by,
        changes={"filter": chosen.query(), "rows": rows.count(), "form": form},
    )
    name = f"{kind.file_name}-{today:%Y-%m-%d}.{form}"
    headers = [column.header for column in kind.columns]
    written = kind.file_rows(rows, on=today)
    response: HttpResponseBase
    if form == "xlsx":
        file = xlsx_file(headers, written, title=kind.file_name.capitalize())
        response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(headers, written), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
