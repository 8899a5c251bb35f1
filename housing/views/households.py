"""Pages of a household that changes: somebody comes or goes, the household splits, is reunited, leaves, waits again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.readings import note_reading, note_readings
from audit.trail import IllegalTransition
from households.actions import AlreadyKnown, CannotChange, judge_look_alike
from households.doubles import doubles_of
from households.latin import table_for_browser
from households.models import Household, HouseholdMerge, LookAlike
from households.rules import may_change_household, may_undo_household_merge
from housing import actions
from housing.forms import (
    AddPersonForm,
    DepartForm,
    HostStopsForm,
    LeaveForm,
    MergeHouseholdsForm,
    ReuniteForm,
    SplitForm,
)

REFUSALS = (
    actions.CannotChangeHousehold, actions.StayEndsTooEarly, actions.Taken, AlreadyKnown, CannotChange,
    IllegalTransition,
)  # fmt: skip


def own_household(request: HatRequest, pk: int) -> Household:
    household: Household = get_object_or_404(
        Household.objects.visible_to(request.by).select_related("registered_by").prefetch_related("persons"),
        pk=pk,
    )
    require(may_change_household(request.by, household))
    return household


def change_page(
    request: HatRequest,
    household: Household,
    form: forms.BaseForm,
    change: Callable[[dict[str, Any]], Household],
    **words: str,
) -> HttpResponse:
    """The shape of these pages: one form, one verb, back to the file. `words`: title, lead, button, done."""
    if request.method == "POST" and form.is_valid():
        try:
            after = change(form.cleaned_data)
        except REFUSALS as problem:
            form.add_error(None, str(problem))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, words["done"])
            return redirect("matching:household_detail", pk=after.pk)
    note_reading(household, words["title"].lower(), by=request.by)
    context = {"household": household, "form": form, "latin": table_for_browser(), **words}
    return render(request, "housing/household_change.html", context, status=422 if form.errors else 200)


def person_add(request: HatRequest, pk: int) -> HttpResponse:
    """A birth, or somebody who comes to live with them."""
    household = own_household(request, pk)
    today = {"joined_on": timezone.localdate(), "family_name": household.people()[0].family_name}
    form = AddPersonForm(request.POST or None, household=household, initial=today)

    def change(data: dict[str, Any]) -> Household:
        born, joined_on = data.pop("how") == "birth", data.pop("joined_on")
        actions.add_person(household=household, values=data, joined_on=joined_on, born=born, by=request.by)
        return household

    return change_page(
        request,
        household,
        form,
        change,
        title="Persoon toevoegen",
        lead="Een geboorte, of iemand die bij hen komt wonen. Wonen ze al ergens, dan woont die persoon daar ook.",
        button="Toevoegen",
        done="De persoon is toegevoegd.",
    )


def household_split(request: HatRequest, pk: int) -> HttpResponse:
    """Some go on as a household of their own, and wait for a place."""
    household = own_household(request, pk)
    form = SplitForm(request.POST or None, household=household, initial={"on": timezone.localdate()})
    return change_page(
        request,
        household,
        form,
        lambda data: actions.split_household(household=household, by=request.by, **plain(data)),
        title="Huishouden splitsen",
        lead="Wie weggaat, wordt een eigen huishouden dat op een plaats wacht. Wie blijft, houdt de plaats.",
        button="Splitsen",
        done="Het huishouden is gesplitst. Dit is het nieuwe huishouden; zoek er een plaats voor.",
    )


def household_leave(request: HatRequest, pk: int) -> HttpResponse:
    """Somebody leaves the household and needs no place from us any more."""
    household = own_household(request, pk)
    form = LeaveForm(request.POST or None, household=household, initial={"on": timezone.localdate()})

    def change(data: dict[str, Any]) -> Household:
        actions.leave_household(household=household, by=request.by, **plain(data))
        return household

    return change_page(
        request,
        household,
        form,
        change,
        title="Iemand vertrekt",
        lead="Voor een of meer personen die geen plaats meer nodig hebben. De anderen blijven.",
        button="Vertrek vastleggen",
        done="Het vertrek is vastgelegd.",
    )


def household_reunite(request: HatRequest, pk: int) -> HttpResponse:
    """Another household comes to live with this one."""
    household = own_household(request, pk)
    form = ReuniteForm(
        request.POST or None,
        household=household,
        others=Household.objects.visible_to(request.by).present(),
        initial={"on": timezone.localdate()},
    )
    return change_page(
        request,
        household,
        form,
        lambda data: actions.reunite_households(household=household, by=request.by, **data),
        title="Herenigen",
        lead="De personen van het andere huishouden komen hier wonen; hun eigen plaats komt vrij.",
        button="Herenigen",
        done="De huishoudens zijn herenigd.",
    )


def household_depart(request: HatRequest, pk: int) -> HttpResponse:
    """The whole household leaves: a reason, and where to."""
    household = own_household(request, pk)
    form = DepartForm(request.POST or None, household=household, initial={"left_on": timezone.localdate()})
    return change_page(
        request,
        household,
        form,
        lambda data: actions.depart(household=household, by=request.by, **plain(data)),
        title="Vertrek vastleggen",
        lead="Het hele huishouden vertrekt en heeft geen plaats meer nodig. Woont het ergens, dan eindigt dat.",
        button="Vertrek vastleggen",
        done="Het vertrek is vastgelegd.",
    )


def household_host_stops(request: HatRequest, pk: int) -> HttpResponse:
    """The host family stops, or they come back: known already, they wait again."""
    household = own_household(request, pk)
    form = HostStopsForm(request.POST or None, household=household, initial={"ends_on": timezone.localdate()})
    return change_page(
        request,
        household,
        form,
        lambda data: actions.host_stops(household=household, by=request.by, **data),
        title="Gastgezin stopt, of wacht opnieuw",
        lead="Dit huishouden is bekend en wordt niet opnieuw geregistreerd. Woont het nog ergens, dan eindigt dat "
        "verblijf op deze dag; vanaf dan wacht het op een andere plaats.",
        button="Wacht opnieuw",
        done="Het huishouden wacht opnieuw op een plaats.",
    )


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """What the verb asks; not whether a delicate text was to be kept."""
    return {name: value for name, value in data.items() if name != "keep_anyway"}


def household_merge(request: HatRequest, pk: int, other: int) -> HttpResponse:
    """Two registrations side by side: the same people (merge `other` into this one), or others (never asked again)."""
    both = (
        Household.objects.visible_to(request.by).select_related("registered_by").prefetch_related("persons")
    )
    rows = {household.pk: household for household in both.filter(pk__in=[pk, other])}
    if len(rows) < 2:
        raise Http404
    kept, dropped = rows[pk], rows[other]
    require(may_change_household(request.by, kept) and may_change_household(request.by, dropped))
    guesses, likeness = guessed(request, kept, dropped)
    form = MergeHouseholdsForm(request.POST or None, kept=kept, dropped=dropped, guesses=guesses)
    if request.method == "POST" and "different" in request.POST:
        judge_look_alike(
            household=kept,
            other=dropped,
            likeness=likeness,
            verdict=LookAlike.Verdict.DIFFERENT,
            by=request.by,
        )
        messages.success(request, "Genoteerd: dit zijn andere mensen. Het portaal vraagt het niet opnieuw.")
        return redirect("matching:household_detail", pk=kept.pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_households(kept=kept, dropped=dropped, same=form.same(), by=request.by)
        except actions.CannotChangeHousehold as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"{dropped.reference} is opgegaan in {kept.reference}. U kunt dat ongedaan maken."
            )
            return redirect("matching:household_detail", pk=kept.pk)
    note_readings([kept, dropped], "naast elkaar gelegd", by=request.by)
    context = {"household": kept, "other": dropped, "sides": [kept, dropped], "form": form}
    return render(request, "housing/household_merge.html", context, status=422 if form.errors else 200)


def guessed(request: HatRequest, kept: Household, dropped: Household) -> tuple[dict[int, int], list[str]]:
    """Which person of `dropped` looks like which one of `kept`, each once; and why."""
    people = dropped.people()
    matches = doubles_of(dropped, by=request.by).own.get(kept, [])
    guesses: dict[int, int] = {}
    for match in matches:
        if match.person.pk not in guesses.values():
            guesses.setdefault(people[match.number].pk, match.person.pk)
    return guesses, sorted({code for match in matches for code in match.likeness})


@require_POST
def household_merge_undo(request: HatRequest, pk: int) -> HttpResponse:
    """Take two registrations apart again."""
    merge = get_object_or_404(
        HouseholdMerge.objects.visible_to(request.by).select_related("kept__registered_by", "dropped"), pk=pk
    )
    require(may_undo_household_merge(request.by, merge))
    try:
        actions.undo_household_merge(merge=merge, by=request.by)
    except actions.CannotChangeHousehold as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De samenvoeging is ongedaan gemaakt. Beide huishoudens staan er weer.")
    return redirect("matching:household_detail", pk=merge.kept_id)
