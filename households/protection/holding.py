"""Legal holds: parts of the verbs that hold a household, a site or a case, which ask who may."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Membership
from audit.constraints import sentence_for
from households.models import LegalHold


class AlreadyHeld(Exception):
    """A hold stands on this thing already."""


def keep_hold(thing: Any, reason: str, *, by: Membership) -> LegalHold:
    """A part of the verbs that hold a household, a site or a case, which record it. Raises AlreadyHeld."""
    try:
        with transaction.atomic():
            return LegalHold.objects.create(
                target_type=thing._meta.label_lower,
                target_number=thing.pk,
                organisation=by.organisation,
                reason=reason,
                placed_by=by.user,
            )
    except IntegrityError as refusal:
        raise AlreadyHeld(sentence_for(refusal, LegalHold)) from refusal


def lift_hold(thing: Any, *, by: Membership) -> bool:
    """A part of the verbs that lift a hold; whether there was one."""
    standing = LegalHold.objects.standing().about(thing)
    return bool(standing.update(lifted_at=timezone.now(), lifted_by=by.user))
