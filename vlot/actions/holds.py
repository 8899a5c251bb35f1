"""Verbs on calls that must be kept longer than their term."""

from django.db import transaction

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from households.models import LegalHold
from households.protection.holding import keep_hold, lift_hold
from vlot import rules
from vlot.models import Intervention


@transaction.atomic
def hold_case(*, intervention: Intervention, reason: str, by: Membership) -> LegalHold:
    """Who called and what was said must be kept. Raises AlreadyHeld."""
    insist(by, rules.may_handle_intervention(by, intervention))
    hold = keep_hold(intervention, reason, by=by)
    record("intervention.held_for_law", intervention, by=by)
    return hold


@transaction.atomic
def lift_case_hold(*, intervention: Intervention, by: Membership) -> None:
    """The term counts again. Lifted twice, nothing happens."""
    insist(by, rules.may_handle_intervention(by, intervention))
    if lift_hold(intervention, by=by):
        record("intervention.hold_lifted", intervention, by=by)
