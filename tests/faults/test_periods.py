"""Ten thousand pairs of random periods: PostgreSQL refuses what overlaps and takes what touches (fault 3)."""

import random
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from housing.models import Stay
from tests.factories import HouseholdFactory, UnitFactory

pytestmark = [pytest.mark.faults, pytest.mark.soak]
CASES = 10_000
START = date(2026, 1, 1)


def period(chance):
    """Half-open, up to two months, in a year with a leap day and both changes of the clock; one in eight has no end."""
    begins = START + timedelta(days=chance.randint(0, 800))
    return DateRange(
        begins, None if chance.random() < 0.125 else begins + timedelta(days=chance.randint(1, 60))
    )


def overlap(one, other):
    """The oracle: whether there is a day on which both are there."""
    ends = [found.upper or date.max for found in (one, other)]
    return one.lower < ends[1] and other.lower < ends[0]


def test_overlap_is_refused_and_touching_is_allowed_in_ten_thousand_cases(reference, local, measured):
    chance, unit, differences, refused, touching = random.Random(3), UnitFactory(), [], 0, 0
    people = [HouseholdFactory(registered_by=local.organisation) for _ in range(2)]
    for _ in range(CASES):
        first = period(chance)
        second = (
            period(chance) if chance.random() < 0.7 or first.upper is None else DateRange(first.upper, None)
        )
        touching += first.upper == second.lower
        with transaction.atomic():
            Stay.objects.create(household=people[0], unit=unit, period=first, status="lived_in")
            try:
                with transaction.atomic():
                    Stay.objects.create(household=people[1], unit=unit, period=second, status="lived_in")
                stored = True
            except IntegrityError:
                stored, refused = False, refused + 1
            transaction.set_rollback(True)
        if stored is overlap(first, second):
            differences.append((first, second))
    assert differences == []
    assert refused > 100 and touching > 100
    measured(f"0 differences in {CASES} cases, {refused} refused, {touching} back to back taken")
    connection.queries_log.clear()
