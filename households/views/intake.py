"""The family before the desk: one page, by keyboard, with a look at who is known already."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.hats import HatRequest, require
from audit.readings import note_readings
from households import actions, rules
from households.doubles import Doubles, Match, find_doubles_of_forms, typed_person
from households.forms import HouseholdForm, PersonFormSet, persons_in_latin
from households.latin import table_for_browser
from households.models import Channel, Household, Relation
from households.rows import as_typed, filled_rows, wants_row, with_row
from households.search import search_households

FIRST_ROWS = 4
VIA = {"loket": Channel.COUNTER, "fedasil": Channel.FEDASIL, "gastgezin": Channel.HOST_STOPS}
SHOWN = 10


def household_add(request: HatRequest) -> HttpResponse:
    """Register; or find out that they are registered, and open that file."""
    require(rules.may_register_household(request.by))
    own = Household.objects.visible_to(request.by).present().prefetch_related("persons")
    today = timezone.localdate()
    token = valid_token(request.POST.get("form_token"))
    doubles, status = Doubles(), 200
    if request.method == "POST" and "accept_latin" in request.POST:
        persons_in_latin(request)
        form = HouseholdForm(own_households=own, initial=as_typed(request))
        persons = with_row(PersonFormSet, request, prefix="persons", more=False)
    elif wants_row(request, "persons"):
        form = HouseholdForm(own_households=own, initial=as_typed(request))
        persons = with_row(PersonFormSet, request, prefix="persons")
    elif request.method == "POST":
        status = 422
        form = HouseholdForm(request.POST, own_households=own)
        persons = PersonFormSet(request.POST, prefix="persons")
        if form.is_valid() & persons.is_valid():
            rows = filled_rows(persons)
            doubles = find_doubles_of_forms(
                [typed_person(row) for row in rows], tokens=[token], by=request.by
            )
            if same := said_same(request, doubles):
                return known_already(request, same)
            if all_different(request, doubles):
                try:
                    household = actions.register_household(
                        form_token=token,
                        fields=form.values(),
                        persons=rows,
                        different_from=[
                            (other, likeness_of(matches)) for other, matches in doubles.own.items()
                        ],
                        by=request.by,
                    )
                except actions.AlreadyKnown as known:
                    form.add_error(None, str(known))
                else:
                    messages.success(request, f"{household.name} is geregistreerd. Kies nu een plaats.")
                    return redirect("matching:household_detail", pk=household.pk)
            else:
                note_doubles(request, doubles)
    else:
        form = HouseholdForm(
            own_households=own,
            initial={
                "channel": VIA.get(request.GET.get("via", ""), Channel.COUNTER),
                "wanted_from": today,
                "arrived_on": today if request.GET.get("via") != "gastgezin" else None,
            },
        )
        first = {"relation": Relation.REFERENCE}
        rest = {"relation": Relation.CHILD}
        persons = PersonFormSet(prefix="persons", initial=[first, *[rest] * (FIRST_ROWS - 1)])
        persons.extra = FIRST_ROWS
        if request.GET.get("via") != "gastgezin":  # there, first look whether they are known
            persons.forms[0].fields["given_name"].widget.attrs["autofocus"] = True
    context: dict[str, Any] = {
        "form": form,
        "persons": persons,
        "token": token,
        "latin": table_for_browser(),
        "doubles": doubles,
        "pairs": pairs_of(request, doubles, persons) if doubles else [],
        **known_households(request),
    }
    return render(request, "households/household_add.html", context, status=status)


def known_households(request: HatRequest) -> dict[str, Any]:
    """For a host family that stops: households that are registered, so that nobody is registered a second time."""
    via = request.GET.get("via", "")
    text = request.GET.get("zoek", "")
    found: list[Household] = []
    if via == "gastgezin" and text.strip():
        households = Household.objects.visible_to(request.by).filter(merged_into__isnull=True)
        found = list(search_households(households, text).prefetch_related("persons")[:SHOWN])
    return {"via": via, "searched": text, "found": found}


def said_same(request: HatRequest, doubles: Doubles) -> Household | None:
    """The own household of which the clerk said that it is the same people."""
    return next((other for other in doubles.own if request.POST.get(f"double-{other.pk}") == "same"), None)


def all_different(request: HatRequest, doubles: Doubles) -> bool:
    own = all(request.POST.get(f"double-{other.pk}") == "different" for other in doubles.own)
    return own and (not doubles.elsewhere or request.POST.get("double-elsewhere") == "different")


def likeness_of(matches: list[Match]) -> list[str]:
    return sorted({code for match in matches for code in match.likeness})


def known_already(request: HatRequest, household: Household) -> HttpResponse:
    """No second registration: the file that is there, where they can be made to wait again."""
    messages.info(
        request,
        f"{household.reference} stond er al; er is niets dubbel geregistreerd. "
        "Hebben ze opnieuw een plaats nodig, kies dan „Wacht opnieuw” of „Gastgezin stopt”.",
    )
    return redirect("matching:household_detail", pk=household.pk)


def pairs_of(request: HatRequest, doubles: Doubles, persons: Any) -> list[dict[str, Any]]:
    """What was typed beside what is known, of one's own households; with what was answered so far."""
    rows = [typed_person(row) for row in filled_rows(persons)]
    return [
        {
            "household": other,
            "answer": request.POST.get(f"double-{other.pk}", ""),
            "lines": [(rows[match.number], match.person, match.reasons) for match in matches],
        }
        for other, matches in doubles.own.items()
    ]


def note_doubles(request: HatRequest, doubles: Doubles) -> None:
    """Who is shown was looked at; who was recognised for another municipality can be seen in that file as well."""
    note_readings(doubles.own, "vergeleken bij een aanmelding", by=request.by)
    note_readings(doubles.elsewhere, "herkend bij een aanmelding elders, zonder gegevens", by=request.by)


def valid_token(typed: str | None) -> uuid.UUID:
    """The name of this form; a damaged one gets a new name instead of an error page."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return uuid.uuid4()
