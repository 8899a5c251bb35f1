"""Verbs on the data of people as such: erasing, exporting, keeping for longer, and forgetting in time."""

import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership, User
from audit.constraints import sentence_for
from audit.processing import Term, obstacles, terms
from audit.readings import note_reading
from audit.trail import record
from households.models import Erasure, ForgetLine, ForgetRun, Household, LegalHold, RetentionTerm
from households.protection import rules
from households.protection.erasing import erase_people, told_of
from households.protection.holding import AlreadyHeld, keep_hold, lift_hold

__all__ = [
    "AlreadyHeld", "CannotErase", "due", "erase_household", "forget_batch", "forget_week", "hold_household",
    "lift_household_hold", "note_export", "plan_forgetting", "re_erase_household", "reasons_to_keep",
]  # fmt: skip

BATCH = 200
EXPORT = "alle gegevens, als bestand"


class CannotErase(Exception):
    """Something stands in the way; the sentence says what."""


def reasons_to_keep(household: Household, *, on: date) -> list[str]:
    """Why this household cannot be erased on that day: a sentence each."""
    found = Household.objects.filter(pk=household.pk)
    return [obstacle.sentence for obstacle in obstacles() if found.filter(obstacle.condition(on)).exists()]


@transaction.atomic
def erase_household(
    *, household: Household, ground: str, reference: str = "", on: date, by: Membership
) -> Erasure:
    """Erase what names the people of a household that left; the rows stay for counts and subsidies. `reference` is the
    number of their letter, never a sentence about them. Raises CannotErase."""
    locked = (
        Household.objects.select_for_update(of=("self",)).select_related("registered_by").get(pk=household.pk)
    )
    insist(by, rules.may_erase_household(by, locked))
    if locked.merged_into_id is not None:
        raise CannotErase("Dit huishouden ging op in een ander. Wis de gegevens daar: dan gaan deze mee.")
    if locked.erased_at is not None:
        raise CannotErase("De gegevens van dit huishouden zijn al gewist.")
    if reasons := reasons_to_keep(locked, on=on):
        raise CannotErase(" ".join(reasons))
    try:
        with transaction.atomic():
            erasure = erase_people(locked, ground=ground, reference=reference, by=by)
    except IntegrityError as refusal:
        raise CannotErase(sentence_for(refusal, Erasure)) from refusal
    record("household.erased", locked, by=by, changes=told_of(erasure))
    return erasure


@transaction.atomic
def re_erase_household(
    *,
    household: Household,
    ground: str,
    reference: str,
    erased_at: datetime,
    erased_by: int | None,
    on: date,
    by: Membership | None = None,
) -> Erasure:
    """Erase again what a restored copy brought back, as it was written down then. Raises CannotErase when the copy says
    that they live somewhere: somebody has to look."""
    locked = (
        Household.objects.select_for_update(of=("self",)).select_related("registered_by").get(pk=household.pk)
    )
    if locked.merged_into_id is None and (reasons := reasons_to_keep(locked, on=on)):
        raise CannotErase(" ".join(reasons))
    known = erased_by if erased_by and User.objects.filter(pk=erased_by).exists() else None
    erasure = erase_people(
        locked, ground=ground, reference=reference, erased_at=erased_at, erased_by=known, by=by
    )
    record("household.erased_again", locked, by=by, changes=told_of(erasure))
    return erasure


@transaction.atomic
def note_export(*, household: Household, ground: str, reference: str = "", by: Membership) -> None:
    """Write down that everything about a household was taken out, why and by whom: as a look and in the trail."""
    insist(by, rules.may_export_household(by, household))
    note_reading(household, EXPORT, by=by)
    record("household.exported", household, by=by, changes={"ground": ground, "reference": reference})


@transaction.atomic
def hold_household(*, household: Household, reason: str, by: Membership) -> LegalHold:
    """This file must be kept, whatever its term. Raises AlreadyHeld."""
    insist(by, rules.may_hold_household(by, household))
    hold = keep_hold(household, reason, by=by)
    record("household.held_for_law", household, by=by)
    return hold


@transaction.atomic
def lift_household_hold(*, household: Household, by: Membership) -> None:
    """The file need not be kept any longer: its term counts again. Lifted twice, nothing happens."""
    insist(by, rules.may_hold_household(by, household))
    if lift_hold(household, by=by):
        record("household.hold_lifted", household, by=by)


# --- Forgetting in time --------------------------------------------------------------------------------------


def due(term: Term, *, on: date, kept: RetentionTerm | None = None) -> QuerySet[Any]:
    """The rows of this kind of which the term is over on that day and on which no hold stands. Without a term that is
    valid on that day, none. `kept` is that term, for who has it at hand."""
    valid = kept or RetentionTerm.objects.valid(on=on).filter(kind=term.code).first()
    if valid is None:
        return term.due(on).none()
    rows = term.due(valid.before(on=on))
    for target_type, way in term.holds.items():
        rows = rows.exclude(**{f"{way}__in": LegalHold.objects.standing_on(target_type)})
    if rows.model is Household:
        for obstacle in obstacles():
            rows = rows.exclude(obstacle.condition(on))
    return rows.order_by("pk")


def counted(rows: QuerySet[Any], term: Term) -> dict[Any, int]:
    """How many rows per local government; None for what belongs to none."""
    if not term.organisation:
        return {None: found} if (found := rows.count()) else {}
    way = f"{term.organisation}__pk"
    return dict(rows.order_by().values_list(way).annotate(many=Count("pk", distinct=True)))


@transaction.atomic
def plan_forgetting(*, week: date, by: Membership | None = None) -> ForgetRun:
    """Count what is due, before anything goes. Asked twice for the same week, it counts once."""
    run, new = ForgetRun.objects.get_or_create(week=week)
    if new:
        ForgetLine.objects.bulk_create(
            ForgetLine(run=run, kind=term.code, organisation_id=organisation, due=many)
            for term in terms().values()
            for organisation, many in counted(due(term, on=week), term).items()
        )
        record("forgetting.planned", run, by=by)
    return run


@transaction.atomic
def forget_batch(*, run: ForgetRun, by: Membership | None = None, size: int = BATCH) -> int:
    """Forget the next batch of what is due; returns how many, 0 when the week is done or another worker has it.

    The batch, its count and its trace are one transaction: killed half way, nothing of it happened.
    """
    mine = ForgetRun.objects.select_for_update(of=("self",), skip_locked=True).filter(
        pk=run.pk, finished_at__isnull=True
    )
    if mine.first() is None:
        return 0
    for term in terms().values():
        rows = due(term, on=run.week)
        numbers = list(rows.values_list("pk", flat=True).distinct()[:size])
        if not numbers:
            continue
        many = counted(rows.model._base_manager.filter(pk__in=numbers), term)
        term.forget(numbers)
        for organisation, gone in many.items():
            line, _ = ForgetLine.objects.get_or_create(run=run, kind=term.code, organisation_id=organisation)
            ForgetLine.objects.filter(pk=line.pk).update(forgotten=F("forgotten") + gone)
        record("forgetting.batch", run, by=by, changes={"kind": term.code, "rows": len(numbers)})
        return len(numbers)
    ForgetRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    return 0


def forget_week(
    week: date, *, seconds: float, clock: Callable[[], float] = time.monotonic, size: int = BATCH
) -> int:
    """Plan the week and forget batch after batch, until nothing is due or so many seconds are over."""
    run, until, gone = plan_forgetting(week=week), clock() + seconds, 0
    while clock() < until and (many := forget_batch(run=run, size=size)):
        gone += many
    return gone
