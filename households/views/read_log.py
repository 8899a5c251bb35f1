"""Wie keek mee: the read log of a local government, for its data-protection officer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, for_data_protection, require
from accounts.rules import may_read_the_read_log
from audit.models import Reading
from audit.paging import CappedPaginator
from audit.readings import note_reading
from audit.trail import IllegalTransition, record
from documents.tables import csv_lines
from households import actions, rules
from households.forms import JudgeLookFlagForm, ReadLogFilterForm
from households.models import LookFlag, LookRule
from households.read_log import looks_at, narrowed, of_person_on, reference_of

HEADERS = ("Wanneer", "Wie", "Voor", "Huishouden", "Wat", "Gezocht op", "Gevonden", "Waarom getoond")
MOST_EXPORTED = 50_000


@for_data_protection
def read_log(request: HatRequest) -> HttpResponse:
    """Every look, the last one first; looking here is a look as well."""
    require(may_read_the_read_log(request.by))
    form = ReadLogFilterForm(request.GET)
    looks = narrowed(looks_at(request.by), form.chosen())
    page = CappedPaginator(looks, 50).get_page(request.GET.get("pagina"))
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
            look.reason,
        ]  # fmt: skip


@for_data_protection
def look_flag_list(request: HatRequest) -> HttpResponse:
    """What stood out, what waits for him first; and by which rules."""
    require(may_read_the_read_log(request.by))
    flags = LookFlag.objects.visible_to(request.by).select_related("user", "judged_by")
    chosen = "beoordeeld" if request.GET.get("lijst") == "beoordeeld" else "te-bekijken"
    open_flags, judged = flags.to_judge(), flags.exclude(status=LookFlag.Status.RAISED)
    page = CappedPaginator(judged if chosen == "beoordeeld" else open_flags, 25).get_page(
        request.GET.get("pagina")
    )
    tabs = [
        {"label": label, "url": f"?lijst={code}", "current": code == chosen, "count": found.count()}
        for code, label, found in (
            ("te-bekijken", "Te bekijken", open_flags),
            ("beoordeeld", "Beoordeeld", judged),
        )
    ]
    rules_today = LookRule.objects.valid(on=timezone.localdate())
    context = {"page": page, "tabs": tabs, "rules": rules_today}
    return render(request, "households/look_flag_list.html", context)


@for_data_protection
def look_flag_detail(request: HatRequest, pk: int) -> HttpResponse:
    """What one person looked at on that day, and what the officer says of it."""
    flag = get_object_or_404(
        LookFlag.objects.visible_to(request.by).select_related("user", "organisation", "judged_by"), pk=pk
    )
    may_judge = rules.may_judge_look_flag(request.by, flag) and flag.status == LookFlag.Status.RAISED
    form = JudgeLookFlagForm(request.POST or None) if may_judge else None
    if request.method == "POST":
        require(rules.may_judge_look_flag(request.by, flag))
        try:
            if form is not None and form.is_valid():
                actions.judge_look_flag(flag=flag, by=request.by, **form.cleaned_data)
                messages.success(request, "Uw oordeel is bewaard.")
                return redirect("households:look_flag_list")
        except IllegalTransition as problem:
            messages.error(request, str(problem))
            return redirect("households:look_flag_detail", pk=pk)
    page = CappedPaginator(of_person_on(request.by, flag.user_id, flag.day), 50).get_page(
        request.GET.get("pagina")
    )
    rows = [(look, reference_of(look)) for look in page]
    note_reading(request.by.organisation, "een ongewone inzage", by=request.by)
    context = {"flag": flag, "form": form, "page": page, "rows": rows}
    return render(
        request, "households/look_flag_detail.html", context, status=422 if form and form.errors else 200
    )
