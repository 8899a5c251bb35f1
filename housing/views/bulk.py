"""The same for several rows of a list: choose them, say what must be known, see what will happen to each, confirm, see
how it went, and take it back for some minutes."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.readings import note_readings
from housing.actions.bulk import do_with_several, undo_with_several
from housing.bulk import MOST, Done, Outcome, Several, TooLate, in_time
from housing.deeds import SEVERAL_OFFERS, SEVERAL_SITES

LONGEST_QUERY = 1000  # characters of the address of a list that are kept along
UNDO_KEY = "housing.bulk"  # in the session: what was done last, for as long as it can be taken back


@require_POST
def site_bulk(request: HatRequest) -> HttpResponse:
    """Confirm that several sites still are as they stand here, or say who handles them."""
    return bulk(request, SEVERAL_SITES)


@require_POST
def site_bulk_undo(request: HatRequest) -> HttpResponse:
    return bulk_undo(request, SEVERAL_SITES)


@require_POST
def offer_bulk(request: HatRequest) -> HttpResponse:
    """Say who handles several offers."""
    return bulk(request, SEVERAL_OFFERS)


@require_POST
def offer_bulk_undo(request: HatRequest) -> HttpResponse:
    return bulk_undo(request, SEVERAL_OFFERS)


def bulk(request: HatRequest, several: Several) -> HttpResponse:
    """The page of any list: first the form of what is asked, if there is one; then the preview; then the outcome."""
    by, today, code = request.by, timezone.localdate(), request.POST.get("doen", "")
    deeds = several.deeds(by)
    require(bool(deeds))
    numbers, back = ticked(request.POST), list_as_it_was(request.POST, several)
    if code not in deeds or not numbers:
        messages.info(request, "Kies eerst in de lijst waarmee u iets wilt doen.")
        return redirect(back)
    if len(numbers) > MOST:
        messages.error(request, f"U koos er {len(numbers)}. Kies er hoogstens {MOST} tegelijk.")
        return redirect(back)
    deed, filled = deeds[code], "ingevuld" in request.POST
    form = deed.form(request.POST if filled else None, on=today) if deed.form else None
    context: dict[str, Any] = {
        "several": several,
        "code": code,
        "deed": deed,
        "form": form,
        "numbers": numbers,
        "back": back,
        "asked": request.POST.get("lijst-als", ""),
    }
    if form is not None and not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "housing/bulk_form.html", context, status=status)
    values = form.cleaned_data if form else {}
    confirmed = "bevestigd" in request.POST
    sent = stands_of(request.POST)
    stands = {number: sent.get(number, "") if confirmed else None for number in numbers}
    # The preview does it too, and rolls it back: so a rule of PostgreSQL, or one row that stands in the way of another,
    # is told beforehand.
    with transaction.atomic():
        outcomes = do_with_several(several=several, code=code, stands=stands, values=values, on=today, by=by)
        transaction.set_rollback(not confirmed)
    if confirmed:
        keep_undo(request, several, code, [outcome for outcome in outcomes if not outcome.problem])
    people = [household for outcome in outcomes if (household := several.people(outcome.thing))]
    note_readings(people, f"„{deed.label}” voor verschillende", by=by)
    context |= {
        "confirmed": confirmed,
        "possible": sum(not outcome.problem for outcome in outcomes),
        "lines": [(*several.named(outcome.thing), outcome) for outcome in outcomes],
        "undo": undo_of(request, several),
    }
    return render(request, "housing/bulk.html", context)


def bulk_undo(request: HatRequest, several: Several) -> HttpResponse:
    """Take back what was done last in this list; says of each row that stays as it is, why."""
    require(bool(several.deeds(request.by)))
    last = undo_of(request, several)
    request.session.pop(UNDO_KEY, None)
    try:
        if last is None:
            raise TooLate
        outcomes = undo_with_several(
            several=several,
            code=last["code"],
            done=[Done(*row) for row in last["rows"]],
            done_at=datetime.fromisoformat(last["at"]),
            now=timezone.now(),
            by=request.by,
        )
    except TooLate as late:
        messages.error(request, str(late))
        return redirect(list_as_it_was(request.POST, several))
    if undone := sum(not outcome.problem for outcome in outcomes):
        messages.success(request, f"Ongedaan gemaakt: {counted(undone)}.")
    for outcome in outcomes:
        if outcome.problem:
            messages.error(request, f"{outcome.thing.reference}: {outcome.problem}")
    note_readings(
        [household for outcome in outcomes if (household := several.people(outcome.thing))],
        "ongedaan gemaakt voor verschillende",
        by=request.by,
    )
    return redirect(list_as_it_was(request.POST, several))


def list_as_it_was(posted: QueryDict, several: Several) -> str:
    """The list with the same filter, tab and page as when the rows were ticked."""
    asked = QueryDict(posted.get("lijst-als", "")[:LONGEST_QUERY]).urlencode()
    return reverse(several.list_url) + (f"?{asked}" if asked else "")


def counted(number: int) -> str:
    return "1 rij" if number == 1 else f"{number} rijen"


def ticked(posted: QueryDict) -> list[int]:
    """The rows that were chosen, each once."""
    return list(dict.fromkeys(int(text) for text in posted.getlist("kies") if is_number(text)))


def stands_of(posted: QueryDict) -> dict[int, str]:
    """How each row stood in the preview, as it sent along: "12:mark"."""
    pairs = (text.partition(":") for text in posted.getlist("stand"))
    return {int(number): mark for number, _, mark in pairs if is_number(number)}


def is_number(text: str) -> bool:
    """Whether a row can have it: not more digits than PostgreSQL keeps."""
    return text.isdecimal() and len(text) < 19


def keep_undo(request: HatRequest, several: Several, code: str, done: list[Outcome]) -> None:
    """What the next minutes can take back. Where nothing was done, what was done before stays: so a form that was sent
    twice loses nothing."""
    if not done:
        return
    if several.deeds(request.by)[code].undo is None:
        request.session.pop(UNDO_KEY, None)
        return
    request.session[UNDO_KEY] = {
        "list": several.code,
        "by": request.by.pk,
        "code": code,
        "at": timezone.now().isoformat(),
        "rows": [[outcome.thing.pk, outcome.before, outcome.after] for outcome in done],
    }


def undo_of(request: HatRequest, several: Several) -> dict[str, Any] | None:
    """What this hat can still take back in this list, with how it is called; None when there is nothing."""
    last: dict[str, Any] | None = request.session.get(UNDO_KEY)
    if last is None or last["list"] != several.code or last["by"] != request.by.pk:
        return None
    deed = several.deeds(request.by).get(last["code"])
    if deed is None or not in_time(datetime.fromisoformat(last["at"]), now=timezone.now()):
        return None
    return {**last, "label": deed.label, "number": len(last["rows"]), "page": several.undo_page}
