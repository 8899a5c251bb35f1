"""Pages about a household that goes to another municipality, and about what municipalities did for one another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from accounts.models import Kind
from audit.readings import note_reading
from households.models import Strength
from matching import actions, rules
from matching.ledger import ledger
from matching.models import HandOver, HandOverSide, HandOverStep
from municipalities.models import Municipality

SORTS = {
    "gemeente": lambda account: account.municipality.name,
    "ontvangen": lambda account: account.received,
    "gegeven": lambda account: account.given,
    "saldo": lambda account: account.balance,
    "per_1000": lambda account: account.balance_per_1000 or 0,
}


def visible_hand_over(request: HatRequest, pk: int) -> HandOver:
    return get_object_or_404(
        HandOver.objects.visible_to(request.by)
        .select_related(
            "proposal__household__school_town",
            "proposal__household__work_town",
            "proposal__household__keep_near",
            "proposal__unit__site__municipality",
            "proposal__hold",
            "given_by__municipality",
            "taken_by__municipality",
            "completed_by",
        )
        .prefetch_related("proposal__household__persons", "steps__done_by"),
        pk=pk,
    )


def hand_over_detail(request: HatRequest, pk: int) -> HttpResponse:
    """Who does what before the household moves; the file itself, for the municipality that becomes responsible."""
    hand_over = visible_hand_over(request, pk)
    household = hand_over.proposal.household
    taker = request.by.organisation_id == hand_over.taken_by_id
    responsible = household.registered_by_id == request.by.organisation_id
    today = timezone.localdate()
    mine = HandOverSide.TAKER if taker else HandOverSide.GIVER
    shows_file = responsible or (taker and hand_over.completed_at is None and not hand_over.fell_through)
    if shows_file:
        note_reading(household, f"overdracht {hand_over.proposal.reference}", by=request.by)
    context = {
        "hand_over": hand_over,
        "household": household,
        "shows_file": shows_file,
        "responsible": responsible,
        "people": [(person, person.age(on=today)) for person in household.people()] if shows_file else [],
        "hard_needs": household.needs_in_words(Strength.HARD) if shows_file else [],
        "wishes": household.needs_in_words(Strength.WISH) if shows_file else [],
        "mine": mine,
        "may_prepare": rules.may_prepare_hand_over(request.by, hand_over),
        "may_complete": rules.may_complete_hand_over(request.by, hand_over),
        "left": sum(step.done_at is None for step in hand_over.steps.all()),
    }
    return render(request, "matching/hand_over_detail.html", context)


@require_POST
def hand_over_tick(request: HatRequest, pk: int, step: int) -> HttpResponse:
    """Tick a step, or take the tick off again."""
    hand_over = visible_hand_over(request, pk)
    require(rules.may_prepare_hand_over(request.by, hand_over))
    line = get_object_or_404(HandOverStep, hand_over=hand_over, pk=step)
    try:
        actions.tick_step(step=line, done=request.POST.get("done") == "ja", by=request.by)
    except (actions.NotYourStep, actions.NeverCame) as problem:
        messages.error(request, str(problem))
    return redirect("matching:hand_over_detail", pk=pk)


@require_POST
def hand_over_complete(request: HatRequest, pk: int) -> HttpResponse:
    """The file moves to the municipality that takes the household in."""
    hand_over = visible_hand_over(request, pk)
    require(rules.may_complete_hand_over(request.by, hand_over))
    try:
        actions.complete_hand_over(hand_over=hand_over, by=request.by)
    except (actions.StepsLeft, actions.NotYourStep, actions.NeverCame) as problem:
        messages.error(request, str(problem))
        return redirect("matching:hand_over_detail", pk=pk)
    messages.success(request, "De overdracht is afgerond. U volgt dit huishouden verder op.")
    return redirect("matching:household_detail", pk=hand_over.proposal.household_id)


def solidarity(request: HatRequest) -> HttpResponse:
    """What municipalities did for one another, in persons and per 1,000 inhabitants; it sums to zero."""
    require(rules.may_see_solidarity(request.by))
    towns = Municipality.objects.current().select_related("province").order_by("name")
    accounts = ledger(towns)
    asked = request.GET.get("sorteer", "")
    key = SORTS.get(asked.removeprefix("-"), SORTS["gemeente"])
    accounts.sort(key=key, reverse=asked.startswith("-"))
    own = request.by.organisation.municipality_id
    shown = [
        account for account in accounts if account.received or account.given or account.municipality.pk == own
    ]
    if request.by.is_kind(Kind.GOVERNOR):
        shown = [a for a in shown if a.municipality.province_id == request.by.organisation.province_id]
    context = {
        "accounts": shown,
        "own": next((account for account in accounts if account.municipality.pk == own), None),
        "persons": sum(account.received for account in accounts),
        "balance": sum(account.balance for account in accounts),
        "others": len(accounts) - len(shown),
    }
    return render(request, "matching/solidarity.html", context)
