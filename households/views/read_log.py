"""Wie keek mee: the read log of a local government, for its data-protection officer."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.hats import HatRequest, for_data_protection, require
from accounts.rules import may_read_the_read_log
from audit.models import Reading
from audit.readings import note_reading
from audit.trail import record
from documents.tables import csv_lines
from households.forms import ReadLogFilterForm
from households.read_log import looks_at, narrowed, reference_of

HEADERS = ("Wanneer", "Wie", "Voor", "Huishouden", "Wat", "Gezocht op", "Gevonden")
MOST_EXPORTED = 50_000


@for_data_protection
def read_log(request: HatRequest) -> HttpResponse:
    """Every look, the last one first; looking here is a look as well."""
    require(may_read_the_read_log(request.by))
    form = ReadLogFilterForm(request.GET)
    looks = narrowed(looks_at(request.by), form.chosen())
    page = Paginator(looks, 50).get_page(request.GET.get("pagina"))
    rows = [(look, reference_of(look)) for look in page]
    note_reading(request.by.organisation, "het inzagelogboek", by=request.by)
    query = request.GET.copy()
    query.pop("pagina", None)
    context = {"page": page, "rows": rows, "form": form, "query": query.urlencode(), "most": MOST_EXPORTED}
    return render(request, "households/read_log.html", context)


@for_data_protection
def read_log_export(request: HatRequest) -> StreamingHttpResponse:
    """The same looks as csv, at most MOST_EXPORTED; the trail keeps that it was taken."""
    require(may_read_the_read_log(request.by))
    looks = narrowed(looks_at(request.by), ReadLogFilterForm(request.GET).chosen())[:MOST_EXPORTED]
    note_reading(request.by.organisation, "het inzagelogboek, als csv", by=request.by)
    record("readings.exported", request.by.organisation, by=request.by)
    response = StreamingHttpResponse(
        csv_lines(HEADERS, lines(looks.iterator(chunk_size=1_000))), content_type="text/csv; charset=utf-8"
    )
    name = f"inzagelogboek-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def lines(looks: Iterable[Reading]) -> Iterable[list[Any]]:
    for look in looks:
        moment = f"{timezone.localtime(look.occurred_at):%d/%m/%Y %H:%M:%S}"
        yield [
            moment, look.user_name, look.organisation_name, reference_of(look), look.page, look.words, look.hits,
        ]  # fmt: skip
