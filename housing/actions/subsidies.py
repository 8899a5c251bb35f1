"""Verbs on reference dates: plan one, freeze it, correct a line of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import change_status, record
from housing import rules as who
from housing.models import Site, SubsidyLine, SubsidyRule, SubsidyState
from housing.subsidy_check import Step, check_town
from housing.subsidy_facts import facts_of, persons_in
from municipalities.models import Municipality
from notifications import outbox

FREEZE = "housing.tasks.freeze_states"


@transaction.atomic
def plan_state(*, on: date, support_tranche: bool, by: Membership) -> SubsidyState:
    """Name a reference date: it is frozen when that day is over, at once when it is over already."""
    insist(by, who.may_keep_subsidies(by))
    state = SubsidyState.objects.create(on=on, support_tranche=support_tranche, planned_by=by.user)
    record("subsidy.planned", state, by=by, changes={"on": on.isoformat()})
    transaction.on_commit(lambda: outbox.nudge(FREEZE), robust=True)
    return state


@transaction.atomic
def plan_again(*, state: SubsidyState, by: Membership) -> SubsidyState:
    """Try a reference date again that could not be frozen."""
    insist(by, who.may_keep_subsidies(by))
    state = change_status(state, SubsidyState.Status.PLANNED, by=by, verb="subsidy.planned_again", problem="")
    transaction.on_commit(lambda: outbox.nudge(FREEZE), robust=True)
    return state


@transaction.atomic
def freeze_state(*, state: SubsidyState, by: Membership | None = None) -> SubsidyState:
    """Write what every municipality is due at the end of that day: all of it, or nothing."""
    rules = list(SubsidyRule.objects.in_order())
    for town in Municipality.objects.filter(pk__in=Site.objects.values("municipality")).order_by("pk"):
        sites = Site.objects.filter(municipality=town)
        persons = persons_in(sites, on=state.on) if state.support_tranche else None
        check = check_town(facts_of(sites, on=state.on), rules, on=state.on, persons=persons)
        lines = [_line(state, town, step) for step in check.steps]
        for site in check.sites:
            lines += [
                _line(state, town, step, site=site.site.pk, name=site.site.name, missing=site.missing)
                for step in site.steps
            ]
        SubsidyLine.objects.bulk_create(lines, batch_size=1_000)
    return change_status(
        state, SubsidyState.Status.FROZEN, by=by, verb="subsidy.frozen", frozen_at=timezone.now()
    )


def _line(
    state: SubsidyState,
    town: Municipality,
    step: Step,
    *,
    site: int | None = None,
    name: str = "",
    missing: Iterable[str] = (),
) -> SubsidyLine:
    return SubsidyLine(
        state=state,
        municipality=town,
        site_id=site,
        site_name=name,
        code=step.code,
        rule_from=step.rule_from,
        title=step.title,
        rate=step.rate,
        quantity=step.quantity,
        amount=step.amount,
        certain=step.certain,
        steps=step.because,
        missing=list(missing),
        source=step.source,
    )


@transaction.atomic
def fail_state(*, state: SubsidyState, problem: str, by: Membership | None = None) -> SubsidyState:
    """The day could not be frozen; nothing of it was written."""
    return change_status(state, SubsidyState.Status.FAILED, by=by, verb="subsidy.failed", problem=problem)


@transaction.atomic
def correct_line(*, line: SubsidyLine, amount: Decimal, reason: str, by: Membership) -> SubsidyLine:
    """Add `amount` (euros, less than zero to take away) to a line of a frozen state, as a line of its own."""
    insist(by, who.may_keep_subsidies(by))
    correction = SubsidyLine.objects.create(
        state=line.state,
        municipality=line.municipality,
        site=line.site,
        site_name=line.site_name,
        code=line.code,
        rule_from=line.rule_from,
        title=line.title,
        amount=amount,
        certain=line.certain,
        steps=f"correctie op: {line.steps}",
        source=line.source,
        correction=True,
        reason=reason,
        corrected_at=timezone.now(),
        corrected_by=by.user,
    )
    record("subsidy.corrected", line.state, by=by, changes={"amount": str(amount), "reason": reason})
    return correction
