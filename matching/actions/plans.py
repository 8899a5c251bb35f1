"""Verbs on the region-wide plan: ask, keep what came out, stop, and take up its lines as ordinary proposals."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.allowed import NotAllowed, insist
from accounts.models import Kind, Membership
from audit.trail import change_status, record
from housing.actions import DoesNotFit, NotAvailable, Taken
from matching import notices, rules
from matching.actions.proposals import propose
from matching.models import Plan, PlanLine
from municipalities.models import Province
from notifications import outbox

WORK, TAKE_UP = "matching.tasks.make_plans", "matching.tasks.take_up_lines"
LINES_AT_ONCE = 500
NOT_ANY_MORE = (
    "Een ander lokaal bestuur volgt dit huishouden nu op, of wie dit koos mag niets meer voorstellen."
)
# The proposal of a line has a name of its own, so that a line taken up twice at once makes one proposal.
LINE_NAMES = UUID("b8a6f9d2-52a1-4f4f-9a53-3f0f5b0a7a10")


@transaction.atomic
def ask_plan(
    *,
    name: str,
    level: str,
    province: Province | None,
    on: date,
    weights: Mapping[str, float],
    pins: Mapping[str, Any],
    seed: int = 1,
    previous: Plan | None = None,
    by: Membership,
) -> Plan:
    """Have a plan made by a worker. A governor plans in his own province only, whatever is asked.

    After a `previous` plan nobody is sent to another municipality than there for a trifle.
    """
    insist(by, rules.may_plan(by))
    if by.is_kind(Kind.GOVERNOR):
        province = by.organisation.province
    plan = Plan.objects.create(
        name=name,
        level=level,
        province=province,
        on=on,
        weights=dict(weights),
        pins=dict(pins),
        seed=seed,
        previous=previous,
        asked_by=by.user,
    )
    record("plan.asked", plan, by=by, changes={"area": plan.area, "weights": weights, "pins": pins})
    transaction.on_commit(lambda: outbox.nudge(WORK), robust=True)
    return plan


@transaction.atomic
def claim_plan(*, now: datetime, by: Membership | None = None) -> Plan | None:
    """The next plan that waits for a worker, in the hands of this one from now on; None when nothing waits."""
    plan = (
        Plan.objects.to_work_on(now=now)
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
        .first()
    )
    if plan is not None:
        plan.worked_on_at, plan.stage, plan.part_done = now, "", 0.0
        plan.save(update_fields=["worked_on_at", "stage", "part_done"])
        record("plan.begun", plan, by=by)
    return plan


@transaction.atomic
def keep_plan(
    *,
    plan: Plan,
    result: Mapping[str, Any],
    input_hash: str,
    lines: Sequence[PlanLine],
    by: Membership | None = None,
) -> Plan:
    """Freeze what came out. Raises IllegalTransition when somebody stopped it, or another worker was first."""
    plan = change_status(
        plan,
        Plan.Status.MADE,
        by=by,
        verb="plan.made",
        made_at=timezone.now(),
        result=dict(result),
        input_hash=input_hash,
        part_done=1.0,
    )
    for line in lines:
        line.plan = plan
    PlanLine.objects.bulk_create(lines, batch_size=LINES_AT_ONCE)
    return plan


@transaction.atomic
def fail_plan(*, plan: Plan, problem: str, by: Membership | None = None) -> Plan:
    """The plan could not be made; the sentence says why."""
    return change_status(plan, Plan.Status.FAILED, by=by, verb="plan.failed", problem=problem[:300])


@transaction.atomic
def cancel_plan(*, plan: Plan, by: Membership) -> Plan:
    """Stop the work; the worker notices within a second or two."""
    insist(by, rules.may_handle_plan(by, plan))
    return change_status(plan, Plan.Status.CANCELLED, by=by, verb="plan.cancelled")


@transaction.atomic
def choose_lines(*, lines: Iterable[PlanLine], by: Membership) -> int:
    """Have ordinary proposals made of these lines, as far as they are still open. Returns of how many."""
    chosen = list(
        PlanLine.objects.open()
        .filter(pk__in=[line.pk for line in lines])
        .select_related("plan")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    plans = {line.plan for line in chosen}
    insist(by, rules.may_plan(by) and all(rules.may_handle_plan(by, plan) for plan in plans))
    PlanLine.objects.filter(pk__in=[line.pk for line in chosen]).update(
        chosen_at=timezone.now(), chosen_by=by
    )
    for plan in plans:
        record("plan.lines_chosen", plan, by=by, changes={"lines": len(chosen)})
    transaction.on_commit(lambda: outbox.nudge(TAKE_UP), robust=True)
    return len(chosen)


def take_up_lines(*, by: Membership | None = None) -> int:
    """Make a proposal of every line that was chosen, in the name of the municipality of its household. Each in its own
    transaction: what is not possible any more keeps its reason at the line. Returns how many became a proposal.
    """
    made = 0
    while True:
        with transaction.atomic():
            line = _take_up_one(by=by)
        if line is None:
            return made
        made += line.proposal_id is not None


def _take_up_one(*, by: Membership | None) -> PlanLine | None:
    line = (
        PlanLine.objects.chosen()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("household", "unit__site__municipality", "plan", "asked_by", "chosen_by__user")
        .order_by("pk")
        .first()
    )
    if line is None or line.unit is None or line.chosen_by is None:
        return None
    parts = rounded(line.parts)
    try:
        with transaction.atomic():
            line.proposal = propose(
                household=line.household,
                unit=line.unit,
                move_in_on=max(line.plan.on, timezone.localdate()),
                form_token=uuid5(LINE_NAMES, str(line.pk)),
                score=sum((points for _, points in parts), start=Decimal(0)),
                explanation=[{"reason": name, "points": str(points)} for name, points in parts],
                note=f"Uit regioplan “{line.plan}”.",
                on_behalf_of=line.asked_by,
                by=line.chosen_by,
            )
            notices.proposed_by_plan(line.proposal, by=line.chosen_by)
    except (NotAvailable, DoesNotFit, Taken, NotAllowed) as refusal:
        line.problem = NOT_ANY_MORE if isinstance(refusal, NotAllowed) else str(refusal)[:300]
        line.save(update_fields=["problem"])
        record("plan.line_refused", line, by=by, changes={"problem": line.problem})
    else:
        line.save(update_fields=["proposal"])
        record("plan.line_taken_up", line, by=by, changes={"proposal": line.proposal_id})
    return line


def rounded(parts: Iterable[tuple[str, float]]) -> list[tuple[str, Decimal]]:
    """The parts of a score in tenths, as a proposal keeps them: what is shown adds up to what is shown."""
    return [(name, Decimal(str(round(points, 1)))) for name, points in parts]


@transaction.atomic
def skip_lines(*, lines: Sequence[PlanLine], by: Membership) -> int:
    """Pass over these lines: no proposal comes of them. Returns how many were still open."""
    open_lines = PlanLine.objects.open().filter(pk__in=[line.pk for line in lines]).select_related("plan")
    locked = list(open_lines.select_for_update(of=("self",)).order_by("pk"))
    plans = {line.plan for line in locked}
    insist(by, rules.may_plan(by) and all(rules.may_handle_plan(by, plan) for plan in plans))
    for line in locked:
        line.skipped_at, line.skipped_by = timezone.now(), by.user
        line.save(update_fields=["skipped_at", "skipped_by"])
        record("plan.line_skipped", line, by=by)
    return len(locked)
