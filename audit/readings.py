"""The log of reads: who looked at data about people, when, and at which page of it.

A page that shows names says so with `note_reading`; tests/house/test_readings.py finds the pages that do not.
"""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from audit.models import Reading
from audit.trail import Actor


def note_reading(target: models.Model, page: str, *, by: Actor) -> None:
    """Write that `by` saw `target` on this page, named as people know it ("het dossier")."""
    note_readings([target], page, by=by)


def note_readings(targets: Iterable[models.Model], page: str, *, by: Actor) -> None:
    """The same for a page about several, in one statement."""
    now = timezone.now()
    Reading.objects.bulk_create(
        Reading(
            occurred_at=now,
            page=page,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            user_id=by.user.pk,
            user_name=str(by.user),
            organisation_name=str(by.organisation),
        )
        for target in targets
    )
