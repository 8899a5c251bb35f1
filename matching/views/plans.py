"""Pages about the region-wide plan: ask, watch, read, take up. Officials and governors; municipalities still decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.hats import HatRequest, require
from audit.paging import CappedPaginator
from audit.trail import IllegalTransition
from households.rows import as_typed, wants_row, with_row
from matching import actions, rules
from matching.forms import AtMostFormSet, PlanForm, pins_of
from matching.models import Plan, PlanLineQuerySet
from matching.plans_at_work import STAGE_WORDS, seconds_at_work

PER_PAGE = 50
SMALLEST = 5  # below it, a group could point at somebody
SHOWS: dict[str, tuple[str, Callable[[PlanLineQuerySet], PlanLineQuerySet]]] = {
    "open": ("Nog te beslissen", lambda lines: lines.open()),
    "voorgesteld": ("Voorgesteld", lambda lines: lines.filter(chosen_at__isnull=False)),
    "overgeslagen": ("Overgeslagen", lambda lines: lines.filter(skipped_at__isnull=False)),
    "zonder": ("Zonder plaats", lambda lines: lines.filter(municipality__isnull=True)),
    "alles": ("Alles", lambda lines: lines),
}


def plan_list(request: HatRequest) -> HttpResponse:
    """The plans of before, newest first."""
    require(rules.may_see_plans(request.by))
    plans = (
        Plan.objects.visible_to(request.by)
        .defer("result")
        .select_related("province", "asked_by")
        .annotate(
            placed=Count("lines", filter=Q(lines__municipality__isnull=False)),
            taken_up=Count("lines", filter=Q(lines__proposal__isnull=False)),
        )
        .order_by("-asked_at", "-pk")  # counting drops the order of the model
    )
    page = CappedPaginator(plans, 25).get_page(request.GET.get("pagina"))
    return render(request, "matching/plan_list.html", {"page": page, "may_plan": rules.may_plan(request.by)})


def plan_add(request: HatRequest) -> HttpResponse:
    """Ask for a plan: where, how deep, how heavy the spread weighs, and at most how many persons where.

    `?vorig=12` takes over what was chosen for that plan, with the pairs that were pinned on its page.
    """
    require(rules.may_plan(request.by))
    before = earlier(request)
    today = timezone.localdate()
    pinned = pins_of(request.POST if request.method == "POST" else request.GET)
    if wants_row(request, "at_most"):
        form = PlanForm(by=request.by, initial=as_typed(request))
        rows = with_row(AtMostFormSet, request, prefix="at_most")
    elif request.method == "POST":
        form, rows = PlanForm(request.POST, by=request.by), AtMostFormSet(request.POST, prefix="at_most")
        if form.is_valid() & rows.is_valid():
            most = {row["municipality"].nis_code: row["persons"] for row in rows.cleaned_data if row}
            plan = actions.ask_plan(
                **form.asked(), pins={**pinned, "at_most": most}, previous=before, by=request.by
            )
            messages.success(request, "Het plan wordt berekend. U mag deze pagina sluiten.")
            return redirect("matching:plan_detail", pk=plan.pk)
    else:
        form = PlanForm(by=request.by, initial=PlanForm.begin(before, on=today))
        rows = AtMostFormSet(prefix="at_most")
        rows.extra = 1
    context = {"form": form, "rows": rows, "before": before, "pinned": pinned}
    return render(request, "matching/plan_add.html", context, status=422 if form.is_bound else 200)


def earlier(request: HatRequest) -> Plan | None:
    number = request.GET.get("vorig", "")
    if not (number.isascii() and number.isdigit()):
        return None
    return Plan.objects.visible_to(request.by).filter(pk=int(number)).first()


def visible_plan(request: HatRequest, pk: int) -> Plan:
    return get_object_or_404(
        Plan.objects.visible_to(request.by).select_related("province", "asked_by", "previous"), pk=pk
    )


def plan_detail(request: HatRequest, pk: int) -> HttpResponse:
    """How far it is; once it is made, its figures beside a simple rule and today, and its lines."""
    plan = visible_plan(request, pk)
    fragment = request.headers.get("HX-Request") == "true"
    if fragment and plan.status != Plan.Status.ASKED:
        return HttpResponse(headers={"HX-Refresh": "true"})  # it is over: show the whole page
    if plan.status != Plan.Status.MADE:
        context: dict[str, Any] = {
            "plan": plan,
            "stage": STAGE_WORDS.get(plan.stage, "wacht op een plaats in de rij"),
            "percent": round(plan.part_done * 100),
            "seconds": seconds_at_work(plan),
            "may_plan": rules.may_plan(request.by),
        }
        return render(
            request, "matching/plan_progress.html" if fragment else "matching/plan_at_work.html", context
        )
    chosen = request.GET.get("toon", "")
    chosen = chosen if chosen in SHOWS else "open" if plan.level == Plan.Level.UNITS else "alles"
    mine = plan.lines.all()
    counts = {name: rows(mine).count() for name, (_, rows) in SHOWS.items()}
    lines = SHOWS[chosen][1](mine).select_related("household", "asked_by", "municipality", "proposal", "unit")
    context = {
        "plan": plan,
        "result": plan.result,
        "page": CappedPaginator(lines.order_by("-points", "pk"), PER_PAGE).get_page(
            request.GET.get("pagina")
        ),
        "choices": [
            {"label": label, "url": f"?toon={name}", "current": name == chosen, "count": counts[name]}
            for name, (label, _) in SHOWS.items()
            if counts[name] or name == chosen
        ],
        "chosen": chosen,
        "open": counts["open"],
        "may_plan": rules.may_plan(request.by),
        "to_units": plan.level == Plan.Level.UNITS,
        "compared": compared(plan.result),
        "gap": gap_in_words(plan.result["gap"]),
        "envy": envy_in_words(plan.result),
        "fairness": [
            row | {"small": row["households"] < SMALLEST, "percent": 100 * row["placed_rate"]}
            for row in plan.result["fairness"]
        ],
    }
    return render(request, "matching/plan_detail.html", context)


def gap_in_words(gap: float | None) -> str:
    """ "0,12 %": how far the best that could exist lies above this plan at most."""
    return "onbekend" if gap is None else f"{100 * gap:.2f} %".replace(".", ",")


def envy_in_words(result: dict[str, Any]) -> str:
    """Empty when nobody comes before anybody, and for plans that were made before this was looked at."""
    mine, first_come = result.get("envy"), result["baselines"]["first_come"].get("envy")
    if mine is None:
        return ""
    beside = "" if first_come is None else f" Bij wie eerst komt, eerst: {100 * first_come:.0f} %."
    return (
        f"Een passende plaats gaat soms naar iemand met minder voorrang. Van wie voorrang heeft, zou "
        f"{100 * mine:.0f} % daar duidelijk beter af zijn (meer dan vijf punten).{beside}"
    )


def compared(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Today, two simple rules and this plan beside each other."""
    rows = [
        {"label": "Vandaag", "placed": 0, "score": None, "spread": result["spread_before"], "objective": None}
    ]
    for name, label in (("first_come", "Wie eerst komt, eerst"), ("best_fit", "Telkens de best passende")):
        baseline = result["baselines"][name]
        rows.append(
            {
                "label": label,
                "placed": baseline["placed"],
                "score": baseline["score"],
                "spread": baseline["spread_distance"],
                "objective": baseline["objective"],
            }
        )
    rows.append(
        {
            "label": "Dit plan",
            "placed": result["placed"],
            "score": result["place_score"],
            "spread": result["spread_distance"],
            "objective": result["objective"],
        }
    )
    return rows


@require_POST
def plan_cancel(request: HatRequest, pk: int) -> HttpResponse:
    """Stop the work."""
    plan = visible_plan(request, pk)
    require(rules.may_plan(request.by))
    try:
        actions.cancel_plan(plan=plan, by=request.by)
    except IllegalTransition as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Het plan is gestopt.")
    return redirect("matching:plan_detail", pk=pk)


@require_POST
def plan_decide(request: HatRequest, pk: int) -> HttpResponse:
    """Take up, or pass over, the lines that were ticked, or all that are still open; or plan anew with pins."""
    plan = visible_plan(request, pk)
    require(rules.may_plan(request.by))
    verb = request.POST.get("verb", "")
    asked = [int(number) for number in request.POST.getlist("line") if number.isascii() and number.isdigit()]
    ticked = plan.lines.filter(pk__in=asked)
    if verb in ("keep", "never"):
        pairs = [f"{line.household_id}-{line.unit_id}" for line in ticked.filter(unit__isnull=False)]
        query = "&".join([f"vorig={plan.pk}", *(f"{verb}={pair}" for pair in pairs)])
        return redirect(f"{redirect('matching:plan_add').url}?{query}")
    open_lines = plan.lines.open()
    lines = list(open_lines if verb == "take-all" else open_lines & ticked)
    if not lines:
        messages.error(request, "Vink eerst aan over welke huishoudens het gaat.")
    elif verb.startswith("take"):
        chosen = actions.choose_lines(lines=lines, by=request.by)
        going = "voorstel gaat" if chosen == 1 else "voorstellen gaan"
        messages.success(request, f"{chosen} {going} naar de gemeenten. Zij beslissen.")
    elif verb.startswith("skip"):
        skipped = actions.skip_lines(lines=lines, by=request.by)
        messages.success(request, f"{skipped} overgeslagen.")
    return redirect("matching:plan_detail", pk=pk)
