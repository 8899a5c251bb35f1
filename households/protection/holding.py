"""Legal holds: parts of the verbs that hold a household, a site or a case, which ask who may."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import sentence_for
from audit.trail import record
from households.models import LegalHold


class AlreadyHeld(Exception):
    """A hold stands on this thing already."""


def keep_hold(thing: Any, reason: str, *, by: Membership) -> LegalHold:
    """A part of the verbs that hold a household, a site or a case. Raises AlreadyHeld."""
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(
                target_type=thing._meta.label_lower,
                target_number=thing.pk,
                organisation=by.organisation,
                reason=reason,
                placed_by=by.user,
            )
    except IntegrityError as refusal:
        raise AlreadyHeld(sentence_for(refusal, LegalHold)) from refusal
    record(f"{thing._meta.model_name}.held_for_law", thing, by=by)
    return hold


def lift_hold(thing: Any, *, by: Membership) -> None:
    """A part of the verbs that lift a hold."""
    standing = LegalHold.objects.standing().about(thing)
    if standing.update(lifted_at=timezone.now(), lifted_by=by.user):
        record(f"{thing._meta.model_name}.hold_lifted", thing, by=by)
