"""Matchmaking: households beside free places, proposals and their answers. People decide."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.readings import note_reading, note_readings, note_search
from audit.trail import IllegalTransition
from households.doubles import Doubles, doubles_of
from households.models import Household, HouseholdMerge, HouseholdQuerySet, Strength
from households.protection.rules import may_see_rights
from households.rules import may_change_household, may_register_household, may_see_readings
from housing.actions import DoesNotFit, NotAvailable, Taken, refuse_taken
from housing.household_lists import LISTS, in_list, list_counts
from housing.models import Stay, Unit
from housing.views.bulk import undo_of
from matching import actions, rules
from matching.conditions import FREE, failing
from matching.deeds import SEVERAL_HOUSEHOLDS, SEVERAL_PROPOSALS, deeds_in_list
from matching.figures import waiting_since
from matching.forms import AcceptForm, HouseholdFilterForm, ProposeForm, RefuseForm
from matching.ledger import ledger
from matching.models import Chain, Proposal
from matching.ranking import Question, explanation_rows
from municipalities.models import Municipality


def household_list(request: HatRequest) -> HttpResponse:
    """The local government's own households, by what has to be done; found by name or number."""
    require(may_register_household(request.by) or request.by.is_kind("local_authority"))
    today = timezone.localdate()
    own = Household.objects.visible_to(request.by)
    tab = request.GET.get("lijst", "wachtend")
    tab = tab if tab in LISTS else "wachtend"
    form = HouseholdFilterForm(request.GET)
    found = form.narrow(own)
    households = in_list(tab, found, on=today).prefetch_related("persons")
    if tab not in ("wachtend", "dringend", "vertrokken"):  # these live nowhere
        current = Stay.objects.lived_in(on=today).select_related("unit__site")
        current = current.only("household", "unit__label", "unit__site__name")
        households = households.prefetch_related(Prefetch("stays", queryset=current, to_attr="current_stays"))
    page = CappedPaginator(households, 25).get_page(request.GET.get("pagina"))
    rows = [(household, waiting_since(household, on=today)) for household in page]
    note_search(
        request.by.organisation,
        form.chosen().get("zoek", ""),
        page.paginator.count,
        "de lijst van huishoudens",
        by=request.by,
    )
    context = {
        "page": page,
        "rows": rows,
        "tab": tab,
        "tabs": list_tabs(form, found, tab, on=today),
        "form": form,
        "today": today,
        "may_register": may_register_household(request.by),
        "deeds": deeds_in_list(tab, request.by),
        "undo": undo_of(request, SEVERAL_HOUSEHOLDS),
    }
    return render(request, "households/household_list.html", context)


def list_tabs(
    form: HouseholdFilterForm, found: HouseholdQuerySet, tab: str, *, on: date
) -> list[dict[str, Any]]:
    """Each list with how many stand in it, of what the filter lets through."""
    counts = list_counts(found, on=on)
    return [
        {
            "label": label,
            "url": f"?{urlencode({'lijst': code, **form.chosen()})}",
            "current": code == tab,
            "count": counts[code],
        }
        for code, (label, _) in LISTS.items()
    ]


def own_household(request: HatRequest, pk: int) -> Household:
    """404 for who may not see it. What few households have (another one to be near, towns of school and work) is asked
    for when it is there."""
    household = get_object_or_404(Household.objects.visible_to(request.by).prefetch_related("persons"), pk=pk)
    household.registered_by = request.by.organisation  # or it would not be visible
    return household


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
        "open_chain": Chain.objects.visible_to(request.by).open().filter(household=household).first(),
        "may_propose": rules.may_propose(request.by, household)
        and not household.left_on
        and household.merged_into_id is None
        and open_proposal is None,
        "housed": housed,
        "may_change": may_change,
        "may_see_readings": may_see_readings(request.by, household),
        "may_see_rights": may_see_rights(request.by, household),
        "doubles": doubles,
        "merges": merges.select_related("dropped"),
        "split_off": household.split_off.all(),
        "today": today,
    }
    return render(request, "households/household_detail.html", context)


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
    sent = Proposal.objects.visible_to(request.by).filter(household=household, form_token=data["form_token"])
    if twice := sent.first():
        return redirect("matching:proposal_detail", pk=twice.pk)
    here = f"{reverse('matching:household_places', args=[pk])}?vanaf={data['move_in_on']}"
    units = Unit.objects.askable_by(request.by).select_related("site__municipality")
    unit = get_object_or_404(units, pk=data["unit"])
    try:
        refuse_taken(household, unit, on=data["move_in_on"], reader=request.by)
    except Taken as problem:
        messages.error(request, str(problem))
        return redirect(here)
    question = Question.of(household, start=data["move_in_on"], days=form.days(), today=timezone.localdate())
    place = question.place(unit)
    # Whether somebody was earlier at this very moment is told by the verb, with what is free instead.
    if wrong := [item for item in failing(question.asked, place) if item != FREE]:
        why = "; ".join(condition.why(question.asked, place) for condition in wrong)
        messages.error(request, f"Deze plaats past niet (meer): {why}. Kies een andere.")
        return redirect(here)
    explained = question.explain(unit, place)
    try:
        proposal = actions.propose(
            household=household,
            unit=unit,
            move_in_on=data["move_in_on"],
            until=data["until"],
            form_token=data["form_token"],
            note=data["note"],
            by=request.by,
            **explained._asdict(),
        )
    except NotAvailable:  # says which unit it is, and elsewhere that is not for this reader
        messages.error(request, "Deze plaats is op die dag niet meer vrij. Kies een andere.")
        return redirect(here)
    except (DoesNotFit, Taken) as problem:
        messages.error(request, str(problem))
        return redirect(here)
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
    proposals = Proposal.objects.visible_to(request.by).select_related("asked_by", "unit__site__municipality")
    waiting = list(proposals.waiting_for(request.by).order_by("answer_by", "pk")[:50])
    page = CappedPaginator(proposals, 25).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "waiting": waiting,
        "waiting_numbers": {proposal.pk for proposal in waiting},
        "deeds": SEVERAL_PROPOSALS.deeds(request.by),
        "undo": undo_of(request, SEVERAL_PROPOSALS),
    }
    return render(request, "matching/proposal_list.html", context)


def visible_proposal(request: HatRequest, pk: int) -> Proposal:
    return get_object_or_404(
        Proposal.objects.visible_to(request.by)
        .select_related(
            "household__registered_by",
            "asked_by__municipality",
            "unit__site__municipality",
            "hold",
            "proposed_by",
            "decided_by",
            "hand_over",
            "weights",
        )
        .prefetch_related("household__persons"),
        pk=pk,
    )


def proposal_detail(request: HatRequest, pk: int) -> HttpResponse:
    """One proposal. Who answers for another town's household sees how many persons, not who."""
    proposal = visible_proposal(request, pk)
    responsible = proposal.household.registered_by_id == request.by.organisation_id
    hand_over = getattr(proposal, "hand_over", None)
    here = proposal.unit.site.municipality_id == request.by.organisation.municipality_id
    accepted = proposal.status == Proposal.Status.ACCEPTED
    if responsible or (here and accepted):
        note_reading(proposal.household, f"voorstel {proposal.reference}", by=request.by)
    context = {
        "proposal": proposal,
        "rows": explanation_rows(proposal.explanation),
        "shows_persons": responsible or (here and accepted),
        "shows_address": here or accepted,
        "responsible": responsible,
        "hand_over": hand_over,
        "accounts": ledger(
            Municipality.objects.filter(
                pk__in=[proposal.asked_by.municipality_id, proposal.unit.site.municipality_id]
            ).order_by("name")
        )
        if proposal.crosses_border
        else [],
        "may_answer": rules.may_answer_proposal(request.by, proposal),
        "may_withdraw": rules.may_withdraw_proposal(request.by, proposal),
        "may_restore": rules.may_restore_proposal(request.by, proposal, now=timezone.now()),
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
    require(rules.is_asker(request.by, proposal))
    try:
        actions.withdraw_proposal(proposal=proposal, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het voorstel is ingetrokken. De plaats is weer vrij.")
    return redirect("matching:proposal_detail", pk=pk)


@require_POST
def proposal_restore(request: HatRequest, pk: int) -> HttpResponse:
    """Withdrawing was a mistake: for some minutes, and as long as the place is free."""
    proposal = visible_proposal(request, pk)
    require(rules.is_asker(request.by, proposal))
    try:
        actions.restore_proposal(proposal=proposal, now=timezone.now(), by=request.by)
    except (actions.CannotRestore, IllegalTransition, DoesNotFit, Taken) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het voorstel staat er weer. De plaats is opnieuw voorbehouden.")
    return redirect("matching:proposal_detail", pk=pk)
