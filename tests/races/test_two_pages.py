"""Two colleagues save one form at the same moment, each on a connection of his own: one is told."""

import pytest

from audit.overtaken import Overtaken
from households import actions
from households.models import Household
from tests.factories import HouseholdFactory
from tests.together import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def saving(household, phone, *, seen, by):
    return lambda: actions.change_household(
        household=Household.objects.get(pk=household.pk), fields={"contact_phone": phone}, seen=seen, by=by
    )


def test_of_two_who_save_at_once_one_is_told(reference, local):
    for _ in range(10):
        household = HouseholdFactory(registered_by=local.organisation, contact_phone="09 1")
        seen = {"contact_phone": "09 1"}
        results = all_at_once(*(saving(household, phone, seen=seen, by=local) for phone in ("09 2", "09 3")))
        (told,) = [result for result in results if isinstance(result, Overtaken)]
        (kept,) = [result for result in results if isinstance(result, Household)]
        household.refresh_from_db()
        assert household.contact_phone == kept.contact_phone == told.stored["contact_phone"]


def test_negative_control_without_what_was_shown_the_last_one_wins(reference, local):
    household = HouseholdFactory(registered_by=local.organisation, contact_phone="09 1")
    results = all_at_once(*(saving(household, phone, seen=None, by=local) for phone in ("09 2", "09 3")))
    assert [type(result) for result in results] == [Household, Household]
