"""Many households at once, from the list of Fedasil: look first, then register through the same verb as the counter."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.hats import HatRequest, require
from documents.tables import XLSX, xlsx_file
from households import actions, rules
from households.doubles import find_doubles_of_forms, typed_person
from households.forms import ListForm
from households.forms.lists import judge
from households.lists import Listed, as_text, example, households_in, unread_headers
from households.models import Household
from households.views.intake import likeness_of, note_doubles, valid_token


def list_add(request: HatRequest) -> HttpResponse:
    """Bring a list; see per household what would happen; confirm. Nothing is kept before that."""
    require(rules.may_register_household(request.by))
    form = ListForm(request.POST or None, request.FILES or None)
    token = valid_token(request.POST.get("form_token"))
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["rows"]
        try:
            households = households_in(rows)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            judge(households, today=timezone.localdate())
            known = known_people(request, token, households)
            if "confirm" in request.POST:
                return confirmed(request, token, rows, households, known)
            return looked_at(request, token, rows, households, known)
    context = {"form": form, "token": token, "headers": example()[0]}
    return render(request, "households/list_add.html", context, status=422 if form.errors else 200)


def list_template(request: HatRequest) -> FileResponse:
    """Our own template, with an invented household."""
    require(rules.may_register_household(request.by))
    headers, *rows = example()
    return FileResponse(
        xlsx_file(headers, rows, title="Huishoudens"),
        as_attachment=True,
        filename="huishoudens-sjabloon.xlsx",
        content_type=XLSX,
    )


def known_people(request: HatRequest, token: uuid.UUID, households: list[Listed]) -> dict[str, Any]:
    """For each household of the list (by label) which own households it looks like, and in which municipalities.
    What this same list registered before is no double: confirmed twice, it changes nothing."""
    people = [
        (listed, typed_person(values))
        for listed in households
        if not listed.problems
        for values in listed.persons
    ]
    doubles = find_doubles_of_forms(
        [person for _, person in people],
        tokens=[listed.token(token) for listed in households],
        by=request.by,
    )
    note_doubles(request, doubles)
    known: dict[str, Any] = {}
    for side, found in (("own", doubles.own), ("elsewhere", doubles.elsewhere)):
        for other, matches in found.items():
            for match in matches:
                listed = people[match.number][0]
                entry = known.setdefault(listed.label, {"own": {}, "elsewhere": {}})
                entry[side].setdefault(other, []).append(match)
    return known


def looked_at(
    request: HatRequest,
    token: Any,
    rows: Any,
    households: list[Listed],
    known: dict[str, Any],
    problem: str = "",
) -> HttpResponse:
    wrong = [listed for listed in households if listed.problems]
    asked = [
        (place, listed, known[listed.label])
        for place, listed in enumerate(households)
        if listed.label in known
    ]
    context = {
        "token": token,
        "text": as_text(rows),
        "total": len(households),
        "right": [listed for listed in households if not listed.problems and listed.label not in known],
        "asked": asked,
        "wrong": wrong,
        "unread": unread_headers(rows[0]),
        "problem": problem,
    }
    return render(request, "households/list_look.html", context, status=422 if problem else 200)


def confirmed(
    request: HatRequest, token: Any, rows: Any, households: list[Listed], known: dict[str, Any]
) -> HttpResponse:
    """Register every household that is right, or none when something stands in the way."""
    chosen: list[tuple[Listed, list[tuple[Household, list[str]]]]] = []
    for place, listed in enumerate(households):
        if listed.problems:
            continue
        if listed.label not in known:
            chosen.append((listed, []))
        elif request.POST.get(f"different-{place}"):
            others = known[listed.label]["own"].items()
            chosen.append((listed, [(other, likeness_of(matches)) for other, matches in others]))
    if any(listed.problems for listed in households) and not request.POST.get("skip_wrong"):
        problem = "Enkele huishoudens zijn fout. Verbeter de lijst, of vink aan dat u ze overslaat."
        return looked_at(request, token, rows, households, known, problem)
    if not chosen:
        return looked_at(request, token, rows, households, known, "Er is niemand om te registreren.")
    try:
        registered = actions.register_list(
            households=[
                {
                    "form_token": listed.token(token),
                    "fields": listed.fields,
                    "persons": listed.persons,
                    "different_from": others,
                }
                for listed, others in chosen
            ],
            by=request.by,
        )
    except actions.AlreadyKnown as refusal:
        return looked_at(request, token, rows, households, known, f"Er is niets geregistreerd. {refusal}")
    word = "huishouden is" if len(registered) == 1 else "huishoudens zijn"
    messages.success(request, f"{len(registered)} {word} geregistreerd.")
    return redirect(f"{reverse('matching:household_list')}?lijst=wachtend")
