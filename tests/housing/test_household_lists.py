"""The number beside each list of households is the number of households in it."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from households.models import Channel, Household
from households.models.choices import DepartureReason
from housing.household_lists import LISTS, in_list, list_counts
from housing.models import Stay
from tests.factories import HouseholdFactory, StayFactory

pytestmark = pytest.mark.django_db


def test_each_number_counts_its_list(local, django_assert_num_queries):
    today = timezone.localdate()
    day = timedelta(days=1)
    channels = (Channel.COUNTER, Channel.FEDASIL)
    ends = (None, today + 10 * day, today + 40 * day, "nowhere")
    nexts = (None, Stay.Status.HELD, Stay.Status.CANCELLED)
    for channel, end, following, starts in product(channels, ends, nexts, (today, today + 5 * day)):
        one = HouseholdFactory(registered_by=local.organisation, channel=channel, wanted_from=starts, size=1)
        if end != "nowhere":
            StayFactory(household=one, period=DateRange(today - 30 * day, end))
        if following and end not in (None, "nowhere"):
            StayFactory(household=one, period=DateRange(end, None), status=following)
    HouseholdFactory(registered_by=local.organisation, left_on=today, left_reason=DepartureReason.values[0])
    own = Household.objects.visible_to(local)
    with django_assert_num_queries(1):
        counts = list_counts(own, on=today)
    assert counts == {code: in_list(code, own, on=today).count() for code in LISTS}
    assert all(counts.values()) and len(set(counts.values())) > 3  # no list is empty, and they differ
