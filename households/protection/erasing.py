"""Erasing the people of households from everything that holds them: parts of the verbs in protection.actions.

The rows stay, so that counts, periods and subsidies stay true; what names people goes, also from every earlier state of
a row (audit.blanking).
"""

import re
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Membership, Organisation
from audit.blanking import blank, blank_history, forget_typed
from audit.models import Reading
from audit.processing import about_households
from audit.trail import record
from households.models import Erasure, Household, Person

ERASED_GIVEN, ERASED_FAMILY = "Gewiste", "persoon"  # what an erased person is called
SHORTEST_NAME = 3  # letters; what was searched for with fewer names nobody


def forget_households(numbers: list[int]) -> int:
    """The batch of the weekly forgetting: households of which the term is over."""
    for household in Household.objects.filter(pk__in=numbers).select_related("registered_by"):
        erasure = erase_people(household, ground=Erasure.Ground.TERM)
        record("household.erased", household, by=None, changes=told_of(erasure))
    return len(numbers)


def erase_people(
    household: Household,
    *,
    ground: str,
    reference: str = "",
    erased_at: datetime | None = None,
    erased_by: int | None = None,
    by: Membership | None = None,
) -> Erasure:
    """Erase one household and what was merged into it, and write it down; the verb records it. `erased_at` and
    `erased_by` (a number of a user) are of an erasure that is done again. Raises IntegrityError where PostgreSQL still
    knows a reason to keep it."""
    moment = erased_at or timezone.now()
    rows = [*merged_into(household), household]
    # Who just now keeps that he opened one of them, does so before this or sees that it is gone (reporting.actions).
    list(
        Household.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in rows])
        .order_by("pk")
        .values_list("pk")
    )
    for row in rows:
        persons = Person.objects.filter(household=row).count()
        erasure, _ = Erasure.objects.get_or_create(
            household_number=row.pk,
            defaults={
                "organisation": row.registered_by,
                "ground": ground,
                "reference": reference,
                "persons": persons,
                "erased_at": moment,
                "erased_by_id": by.user.pk if by else erased_by,
            },
        )
        write_over(row)
        Household.objects.filter(pk=row.pk).update(erased_at=erasure.erased_at)
    return erasure


def told_of(erasure: Erasure) -> dict[str, Any]:
    """What the trail keeps of an erasure."""
    return {"ground": erasure.ground, "persons": erasure.persons}


def merged_into(household: Household) -> list[Household]:
    """What went into this household, and into those; the farthest first."""
    found: list[Household] = []
    for row in Household.objects.filter(merged_into=household).select_related("registered_by"):
        found += [*merged_into(row), row]
    return found


def write_over(household: Household) -> dict[str, int]:
    """Write over what is held about it; returns how many rows per model. Twice changes nothing more."""
    forget_searches(household)
    told: dict[str, int] = {}
    gone: dict[Any, list[int]] = {Person: gone_persons(household)}
    for line in about_households():
        if line.table is Reading or not line.replaced:
            continue
        told[line.model] = blank(line.rows_of(household.pk), line.replaced)
        if line.table in gone:
            blank_history(line.table, gone[line.table], line.replaced)
    return told


def gone_persons(household: Household) -> list[int]:
    """Persons whom the history knows in this household and who are in no household now."""
    history = Person.pgh_event_model.objects.filter(household=household)  # type: ignore[attr-defined]
    known = set(history.values_list("pgh_obj_id", flat=True))
    return sorted(known - set(Person.objects.filter(pk__in=known).values_list("pk", flat=True)))


def forget_searches(household: Household) -> int:
    """Take their names, as they are and as they ever were, out of what people typed to find them; and why somebody had
    their numbers shown."""
    history = Person.pgh_event_model.objects  # type: ignore[attr-defined]
    persons = Person.objects.filter(household=household)
    spelled = {
        name.strip()
        for rows in (persons, history.filter(household=household))
        for pair in rows.values_list("given_name", "family_name")
        for name in pair
    }
    named = Q(pk__in=[])
    for name in sorted(spelled):
        if len(name) >= SHORTEST_NAME and name not in (ERASED_GIVEN, ERASED_FAMILY):
            named |= Q(words__iregex=rf"\m{re.escape(name)}\M")
    named &= Q(target_type=Organisation._meta.label_lower)
    return forget_typed(
        Reading.objects.filter(named | Q(pk__in=Reading.objects.about(household).values("pk")))
    )
