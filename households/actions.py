"""Verbs on households."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Membership
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


@transaction.atomic
def change_household(
    *, household: Household, fields: dict[str, Any], persons: Sequence[dict[str, Any]], by: Membership
) -> Household:
    """Change what a household needs and who belongs to it. `persons` with an "id" are changed, others are new."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    changed = [name for name, value in fields.items() if getattr(locked, name) != value]
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save()
    known = {person.pk: person for person in locked.persons.all()}
    new = []
    for values in persons:
        person = known.get(values.get("id", 0))
        if person is None:
            new.append(values)
            continue
        for name, value in values.items():
            setattr(person, name, value)
        person.save()
    _create_persons(locked, new)
    record("household.changed", locked, by=by, changes={"fields": changed, "added_persons": len(new)})
    return locked


def _create_persons(household: Household, persons: Sequence[dict[str, Any]]) -> None:
    try:
        with transaction.atomic():
            for values in persons:
                Person.objects.create(household=household, **{k: v for k, v in values.items() if k != "id"})
    except IntegrityError as refusal:
        for constraint in Person._meta.constraints:
            if constraint.name in str(refusal):
                raise AlreadyKnown(str(constraint.violation_error_message)) from refusal
        raise


@transaction.atomic
def register_departure(*, household: Household, left_on: date, reason: str, by: Membership) -> Household:
    """The household left: it needs no home from us any more."""
    locked = Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    locked.left_on, locked.left_reason = left_on, reason
    locked.save(update_fields=["left_on", "left_reason"])
    record("household.left", locked, by=by, changes={"left_on": left_on, "reason": reason})
    return locked
