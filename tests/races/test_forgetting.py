"""Two workers forget the same week at the same moment: each household once, and nothing is left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from households.models import Erasure, ForgetLine, Household, RetentionTerm
from households.protection.actions import forget_week
from tests.factories import HouseholdFactory
from tests.together import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


def test_two_workers_forget_each_household_once(local):
    left = RetentionTerm.objects.get(kind="households").before(on=MONDAY) - timedelta(days=1)
    for _ in range(6):
        HouseholdFactory(registered_by=local.organisation, left_on=left, left_reason="abroad")
    outcomes = all_at_once(*[lambda: forget_week(MONDAY, seconds=30, size=1)] * 2)
    assert all(isinstance(gone, int) for gone in outcomes), outcomes
    forget_week(MONDAY, seconds=30)  # whoever met a locked run came back later
    assert not Household.objects.filter(erased_at__isnull=True).exists()
    assert Erasure.objects.count() == 6 == AuditEvent.objects.filter(verb="household.erased").count()
    line = ForgetLine.objects.get(kind="households")
    assert (line.due, line.forgotten) == (6, 6)
