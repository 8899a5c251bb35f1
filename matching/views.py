"""Matchmaking: households beside free places, proposals and their answers. People decide."""

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.readings import note_reading, note_readings
from audit.trail import IllegalTransition
from households.doubles import Doubles, doubles_of
from households.models import Household, HouseholdMerge, HouseholdQuerySet, Strength
from households.rules import may_change_household, may_register_household, may_see_readings
from housing.actions import DoesNotFit, NotAvailable, Taken
from housing.household_lists import LISTS, in_list
from housing.models import Stay, Unit
from matching import actions, rules
from matching.figures import waiting_since
from matching.forms import AcceptForm, HouseholdFilterForm, MoveInForm, ProposeForm, RefuseForm
from matching.models import Proposal
from matching.ranking import explain, explanation_rows, rank_units

SHOWN_PER_PLACE = 10


def household_list(request: HatRequest) -> HttpResponse:
    """The local government's own households, by what has to be done; found by name or number."""
    require(may_register_household(request.by) or request.by.is_kind("local_authority"))
    today = timezone.localdate()
    own = Household.objects.visible_to(request.by)
    tab = request.GET.get("lijst", "wachtend")
    tab = tab if tab in LISTS else "wachtend"
    form = HouseholdFilterForm(request.GET)
    found = form.narrow(own)
    current = Stay.objects.lived_in(on=today).select_related("unit__site__municipality")
    households = in_list(tab, found, on=today)
    households = households.with_size().prefetch_related(
        "persons", Prefetch("stays", queryset=current, to_attr="current_stays")
    )
    page = Paginator(households, 25).get_page(request.GET.get("pagina"))
    rows = [(household, waiting_since(household, on=today)) for household in page]
    context = {
        "page": page,
        "rows": rows,
        "tab": tab,
        "tabs": list_tabs(form, found, tab, on=today),
        "form": form,
        "today": today,
        "may_register": may_register_household(request.by),
    }
    return render(request, "households/household_list.html", context)


def list_tabs(
    form: HouseholdFilterForm, found: HouseholdQuerySet, tab: str, *, on: date
) -> list[dict[str, Any]]:
    """Each list with how many stand in it, of what the filter lets through."""
    return [
        {
            "label": label,
            "url": f"?{urlencode({'lijst': code, **form.chosen()})}",
            "current": code == tab,
            "count": in_list(code, found, on=on).count(),
        }
        for code, (label, _) in LISTS.items()
    ]


def own_household(request: HatRequest, pk: int) -> Household:
    return get_object_or_404(
        Household.objects.visible_to(request.by)
        .select_related(
            "registered_by__municipality",
            "keep_near",
            "school_town",
            "work_town",
            "split_from",
            "merged_into",
        )
        .prefetch_related("persons"),
        pk=pk,
    )


def household_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One household: its persons, what it needs, where it lives or was proposed."""
    household = own_household(request, pk)
    today = timezone.localdate()
    people = [(person, person.age(on=today)) for person in household.people()]
    stays = list(
        Stay.objects.standing()
        .filter(household=household)
        .select_related("unit__site__municipality")
        .order_by("-period")
    )
    proposals = list(household.proposals.select_related("unit__site__municipality"))
    housed = any(stay.status == Stay.Status.LIVED_IN and today in stay.period for stay in stays)
    open_proposal = next((item for item in proposals if item.status == Proposal.Status.OPEN), None)
    may_change = may_change_household(request.by, household)
    doubles = doubles_of(household, by=request.by) if may_change else Doubles()
    note_reading(household, "het dossier", by=request.by)
    note_readings(doubles.own, "naam in „misschien dubbel”", by=request.by)
    merges = HouseholdMerge.objects.visible_to(request.by).standing().filter(kept=household)
    context = {
        "household": household,
        "people": people,
        "hard_needs": household.needs_in_words(Strength.HARD),
        "wishes": household.needs_in_words(Strength.WISH),
        "stays": stays,
        "proposals": proposals,
        "open_proposal": open_proposal,
        "may_propose": rules.may_propose(request.by, household)
        and not household.left_on
        and household.merged_into_id is None
        and open_proposal is None,
        "housed": housed,
        "may_change": may_change,
        "may_see_readings": may_see_readings(request.by, household),
        "doubles": doubles,
        "merges": merges.select_related("dropped"),
        "split_off": household.split_off.all(),
        "today": today,
    }
    return render(request, "households/household_detail.html", context)


def household_places(request: HatRequest, pk: int) -> HttpResponse:
    """The free units that fit, best first, with the reasons; own town apart from elsewhere."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    note_reading(household, "plaats zoeken", by=request.by)
    today = timezone.localdate()
    form = MoveInForm(request.GET or None, initial={"vanaf": max(household.wanted_from, today)})
    if form.is_bound and not form.is_valid():
        return render(
            request, "matching/household_places.html", {"household": household, "form": form}, status=422
        )
    move_in_on = form.cleaned_data["vanaf"] if form.is_bound else max(household.wanted_from, today)
    ranked = rank_units(household, on=move_in_on)
    own = [candidate for candidate in ranked if candidate.own_town]
    elsewhere = [candidate for candidate in ranked if not candidate.own_town]
    context = {
        "household": household,
        "form": form,
        "move_in_on": move_in_on,
        "own": own[:SHOWN_PER_PLACE],
        "own_total": len(own),
        "elsewhere": elsewhere[:SHOWN_PER_PLACE],
        "elsewhere_total": len(elsewhere),
        "token": uuid.uuid4(),
        "size": household.persons.count(),
    }
    return render(request, "matching/household_places.html", context)


@require_POST
def proposal_add(request: HatRequest, pk: int) -> HttpResponse:
    """Propose one of the units: it is held until there is an answer."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    form = ProposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies een plaats uit de lijst en probeer opnieuw.")
        return redirect("matching:household_places", pk=pk)
    data = form.cleaned_data
    unit = get_object_or_404(Unit.objects.select_related("site__municipality"), pk=data["unit"])
    points = explain(household, unit, on=data["move_in_on"])
    try:
        proposal = actions.propose(
            household=household,
            unit=unit,
            move_in_on=data["move_in_on"],
            form_token=data["form_token"],
            score=sum(item.points for item in points),
            explanation=[item._asdict() for item in points],
            note=data["note"],
            by=request.by,
        )
    except (NotAvailable, DoesNotFit, Taken) as problem:
        messages.error(request, str(problem))
        return redirect("matching:household_places", pk=pk)
    if rules.may_answer_proposal(request.by, proposal):
        messages.success(request, "De plaats is voorbehouden. Kijk het voorstel na en ken de plaats toe.")
    else:
        messages.success(
            request, f"Uw vraag is verstuurd naar {unit.site.municipality}. De plaats is voorbehouden."
        )
    return redirect("matching:proposal_detail", pk=proposal.pk)


def proposal_list(request: HatRequest) -> HttpResponse:
    """What waits for my answer first, then everything else."""
    require(request.by.is_kind("local_authority"))
    proposals = (
        Proposal.objects.visible_to(request.by)
        .select_related("household__registered_by", "unit__site__municipality")
        .prefetch_related("household__persons")
    )
    waiting = list(proposals.waiting_for(request.by).order_by("answer_by", "pk")[:50])
    page = Paginator(proposals, 25).get_page(request.GET.get("pagina"))
    return render(request, "matching/proposal_list.html", {"page": page, "waiting": waiting})


def visible_proposal(request: HatRequest, pk: int) -> Proposal:
    return get_object_or_404(
        Proposal.objects.visible_to(request.by)
        .select_related(
            "household__registered_by", "unit__site__municipality", "hold", "proposed_by", "decided_by"
        )
        .prefetch_related("household__persons"),
        pk=pk,
    )


def proposal_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One proposal. Who answers for another town's household sees how many persons, not who."""
    proposal = visible_proposal(request, pk)
    own = proposal.household.registered_by_id == request.by.organisation_id
    here = proposal.unit.site.municipality_id == request.by.organisation.municipality_id
    accepted = proposal.status == Proposal.Status.ACCEPTED
    if own or (here and accepted):
        note_reading(proposal.household, f"voorstel {proposal.reference}", by=request.by)
    context = {
        "proposal": proposal,
        "size": len(proposal.household.persons.all()),
        "rows": explanation_rows(proposal.explanation),
        "shows_persons": own or (here and accepted),
        "shows_address": here or accepted,
        "own": own,
        "may_answer": rules.may_answer_proposal(request.by, proposal),
        "may_withdraw": rules.may_withdraw_proposal(request.by, proposal),
    }
    return render(request, "matching/proposal_detail.html", context)


@require_POST
def proposal_accept(request: HatRequest, pk: int) -> HttpResponse:
    """Grant the unit."""
    proposal = visible_proposal(request, pk)
    require(rules.is_for_me_to_answer(request.by, proposal))
    form = AcceptForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.accept_proposal(proposal=proposal, note=note, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De plaats is toegekend. Het verblijf staat in de kalender van de locatie.")
    return redirect("matching:proposal_detail", pk=pk)


def proposal_refuse(request: HatRequest, pk: int) -> HttpResponse:
    """Refuse with a reason; the unit is free again."""
    proposal = visible_proposal(request, pk)
    require(rules.is_for_me_to_answer(request.by, proposal))
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_proposal(proposal=proposal, by=request.by, **form.cleaned_data)
        except IllegalTransition as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Het voorstel is geweigerd. De plaats is weer vrij.")
        return redirect("matching:proposal_detail", pk=pk)
    return render(
        request,
        "matching/proposal_refuse.html",
        {"proposal": proposal, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def proposal_withdraw(request: HatRequest, pk: int) -> HttpResponse:
    """Who asked takes the question back."""
    proposal = visible_proposal(request, pk)
    require(rules.may_propose(request.by, proposal.household))
    try:
        actions.withdraw_proposal(proposal=proposal, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het voorstel is ingetrokken. De plaats is weer vrij.")
    return redirect("matching:household_detail", pk=proposal.household_id)
