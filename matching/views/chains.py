"""Chains of moves: find one for a household that waits, write down who consents, carry it out. People decide."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.readings import note_readings
from audit.trail import IllegalTransition
from matching import actions, rules
from matching.chain_search import days_of
from matching.forms import ChainForm
from matching.models import Chain, ChainMove
from matching.planning.chains import MOST_MOVES
from matching.views.proposals import own_household


def household_chain(request: HatRequest, pk: int) -> HttpResponse:
    """Look for moves that free a place for this household; what was found before stands below."""
    household = own_household(request, pk)
    require(rules.may_propose(request.by, household))
    today = timezone.localdate()
    wanted = request.GET.get("vanaf") or max(household.wanted_from, today)
    form = ChainForm(request.POST or None, initial={"vanaf": wanted}, today=today)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            chain = actions.propose_chain(household=household, on=form.cleaned_data["vanaf"], by=request.by)
        except actions.NoChain as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, "Er is een ketting gevonden. Vraag nu toestemming aan wie zou verhuizen."
            )
            return redirect("matching:chain_detail", pk=chain.pk)
    note_readings([household], "naam bij kettingverhuis", by=request.by)
    context = {
        "household": household,
        "form": form,
        "problem": problem,
        "chains": Chain.objects.visible_to(request.by).filter(household=household),
        "most": MOST_MOVES,
    }
    return render(
        request, "matching/household_chain.html", context, status=422 if problem or form.errors else 200
    )


def visible_chain(request: HatRequest, pk: int) -> Chain:
    return get_object_or_404(
        Chain.objects.visible_to(request.by)
        .select_related("household", "made_for", "created_by", "ended_by")
        .prefetch_related("household__persons"),
        pk=pk,
    )


def chain_detail(request: HatRequest, pk: int) -> HttpResponse:
    """Who would move where and when, and who consents. A household that went to another municipality has no name."""
    chain = visible_chain(request, pk)
    moves = list(
        ChainMove.objects.visible_to(request.by)
        .filter(chain=chain)
        .select_related("household", "stay__unit__site", "unit__site", "consent_by")
        .prefetch_related("household__persons")
        .order_by("position")
    )
    first = max(chain.on, timezone.localdate())
    own = [move.household for move in moves if move.household.registered_by_id == request.by.organisation_id]
    note_readings(own, f"kettingverhuis {chain.reference}", by=request.by)
    context: dict[str, Any] = {
        "chain": chain,
        "rows": [
            (move, day, move.household in own)
            for move, day in zip(moves, days_of(first, [move.stay for move in moves]), strict=True)
        ],
        "movers": sum(move.stay_id is not None for move in moves),
        "missing": sum(move.stay_id is not None and move.consent_at is None for move in moves),
        "may_handle": rules.may_handle_chain(request.by, chain),
    }
    return render(request, "matching/chain_detail.html", context)


@require_POST
def chain_consent(request: HatRequest, pk: int, move: int) -> HttpResponse:
    """Write down that a household consents, or that it does not after all."""
    chain = visible_chain(request, pk)
    require(rules.is_for_me_to_chain(request.by, chain))
    step = get_object_or_404(
        ChainMove.objects.visible_to(request.by), chain=chain, pk=move, stay__isnull=False
    )
    try:
        actions.record_consent(move=step, given=request.POST.get("given") == "ja", by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    return redirect("matching:chain_detail", pk=pk)


@require_POST
def chain_carry_out(request: HatRequest, pk: int) -> HttpResponse:
    """Every move at once, or none."""
    chain = visible_chain(request, pk)
    require(rules.is_for_me_to_chain(request.by, chain))
    try:
        actions.carry_out_chain(chain=chain, by=request.by)
    except (actions.ConsentMissing, actions.ChainBroken, IllegalTransition) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De verhuizingen zijn vastgelegd en de plaats is toegekend.")
    return redirect("matching:chain_detail", pk=pk)


@require_POST
def chain_drop(request: HatRequest, pk: int) -> HttpResponse:
    """It does not go on; nobody moved."""
    chain = visible_chain(request, pk)
    require(rules.is_for_me_to_chain(request.by, chain))
    try:
        actions.drop_chain(chain=chain, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "De ketting gaat niet door. Er is niemand verhuisd.")
    return redirect("matching:household_chain", pk=chain.household_id)
