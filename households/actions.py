"""Verbs on households."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Membership, Organisation
from audit.constraints import sentence_for
from audit.trail import record
from households.models import Household, Person


class AlreadyKnown(Exception):
    """Someone with this certificate or national number is registered already; PostgreSQL refused a second row."""


@transaction.atomic
def register_household(
    *, form_token: UUID, fields: dict[str, Any], persons: Sequence[dict[str, Any]], by: Membership
) -> Household:
    """Register a household with its persons for the local government of `by`.

    The token names the form: sent twice, it stays one household. Raises AlreadyKnown with a sentence for the screen.
    """
    household, created = Household.objects.get_or_create(
        form_token=form_token, defaults={**fields, "registered_by": by.organisation}
    )
    if not created:
        return household
    _create_persons(household, persons)
    record(
        "household.registered",
        household,
        by=by,
        changes={"persons": len(persons), "channel": household.channel},
    )
    return household


def _create_persons(household: Household, persons: Sequence[dict[str, Any]]) -> None:
    try:
        with transaction.atomic():
            for values in persons:
                Person.objects.create(household=household, **values)
    except IntegrityError as refusal:
        raise AlreadyKnown(sentence_for(refusal, Person)) from refusal


@transaction.atomic
def register_departure(*, household: Household, left_on: date, reason: str, by: Membership) -> Household:
    """The household left: it needs no home from us any more."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    locked.left_on, locked.left_reason = left_on, reason
    locked.save(update_fields=["left_on", "left_reason"])
    record("household.left", locked, by=by, changes={"left_on": left_on, "reason": reason})
    return locked


@transaction.atomic
def move_file(*, household: Household, to: Organisation, by: Membership) -> Household:
    """Another local government is responsible from now on; the one of before sees the file no more."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    before = locked.registered_by
    locked.registered_by = to
    locked.save(update_fields=["registered_by"])
    record("household.file_moved", locked, by=by, changes={"from": before, "to": to})
    return locked
