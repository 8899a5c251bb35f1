"""The log of reads: who looked at data about people, when, and at which page of it.

A page that shows names says so with `note_reading`; tests/house/test_readings.py finds the pages that do not.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from audit.models import Reading
from audit.trail import Actor

MANY_HITS = 10  # a search that finds so many shows people whom nobody asked for by name


def note_search(within: models.Model, words: str, hits: int, page: str, *, by: Actor) -> None:
    """Write that `by` searched for `words` in the people of `within` (an organisation) and found `hits`. A search that
    finds few is not written: whom it led to is, when that file is opened."""
    if words.strip() and hits >= MANY_HITS:
        Reading.objects.create(**_seen(within, page, by), words=words.strip()[:100], hits=hits)


def note_reading(target: models.Model, page: str, *, by: Actor) -> None:
    """Write that `by` saw `target` on this page, named as people know it ("het dossier")."""
    note_readings([target], page, by=by)


def note_revealing(target: models.Model, page: str, *, reason: str, by: Actor) -> None:
    """Write that `by` asked to see what is masked everywhere else, and why: a kind of look of its own."""
    Reading.objects.create(**_seen(target, page, by), reason=reason)


def note_readings(targets: Iterable[models.Model], page: str, *, by: Actor) -> None:
    """The same for a page about several, in one statement."""
    Reading.objects.bulk_create(Reading(**_seen(target, page, by)) for target in targets)


def note_readings_once(targets: Iterable[models.Model], page: str, *, within: timedelta, by: Actor) -> None:
    """The same for a page that shows a thing again and again (suggestions while one types): of a thing of which it is
    written already that `by` saw it there less than `within` ago, nothing more is written. Two queries, none for
    nothing; all targets are of one model."""
    things = list(targets)
    if not things:
        return
    known = Reading.objects.filter(
        target_type=things[0]._meta.label_lower,
        target_id__in=[str(thing.pk) for thing in things],
        occurred_at__gte=timezone.now() - within,
        user_id=by.user.pk,
        organisation_id=by.organisation.pk,
        page=page,
    )
    seen = set(known.values_list("target_id", flat=True))
    note_readings([thing for thing in things if str(thing.pk) not in seen], page, by=by)


def _seen(target: models.Model, page: str, by: Actor) -> dict[str, Any]:
    return {
        "occurred_at": timezone.now(),
        "page": page,
        "target_type": target._meta.label_lower,
        "target_id": str(target.pk),
        "user_id": by.user.pk,
        "user_name": str(by.user),
        "organisation_id": by.organisation.pk,
        "organisation_name": str(by.organisation),
    }
