"""Two clerks at the same moment: one registration, one last place, one merge."""

import uuid

import pytest
from django.utils import timezone

from households.actions import AlreadyKnown, register_household
from households.models import Household, HouseholdMerge, Person
from housing import actions
from tests.factories import HouseholdFactory, StayFactory, UnitFactory
from tests.races.test_double_booking import all_at_once

TODAY = timezone.localdate()
CLIENTS = 6
FIELDS = {"channel": "counter", "wanted_from": TODAY}

pytestmark = pytest.mark.django_db(transaction=True)


def person(**changes):
    return {
        "given_name": "Olena", "family_name": "Proefsen", "birth_year": 1990, "sex": "f", "relation": "reference",
        **changes,
    }  # fmt: skip


def register(local, token, **changes):
    return register_household(form_token=token, fields=FIELDS, persons=[person(**changes)], by=local)


def test_a_form_that_is_sent_twice_at_once_is_one_household(reference, local):
    token = uuid.uuid4()
    results = all_at_once(lambda _: register(local, token), range(CLIENTS))
    assert len({result.pk for result in results}) == 1
    assert (Household.objects.count(), Person.objects.count()) == (1, 1)


def test_one_certificate_is_registered_once_and_the_others_are_told(reference, local):
    results = all_at_once(lambda _: register(local, uuid.uuid4(), certificate_number="ATT-1"), range(CLIENTS))
    assert sum(isinstance(result, Household) for result in results) == 1
    assert sum(isinstance(result, AlreadyKnown) for result in results) == CLIENTS - 1
    assert Household.objects.count() == 1, "nobody is left without persons"


def test_the_last_place_in_a_unit_is_for_one_newcomer(reference, local):
    household = HouseholdFactory(registered_by=local.organisation, size=2)
    stay = StayFactory(household=household, unit=UnitFactory(places=3))
    stay.persons.set(household.persons.all())
    results = all_at_once(
        lambda _: actions.add_person(
            household=household, values=person(relation="other"), joined_on=TODAY, by=local
        ),
        range(CLIENTS),
    )
    assert sum(isinstance(result, Person) for result in results) == 1
    assert sum(isinstance(result, actions.NoPlace) for result in results) == CLIENTS - 1
    assert stay.persons.count() == 3


def test_two_registrations_are_merged_once_whichever_way_round(reference, local):
    first, second = (HouseholdFactory(registered_by=local.organisation) for _ in range(2))
    pairs = [(first, second), (second, first)] * (CLIENTS // 2)
    results = all_at_once(
        lambda pair: actions.merge_households(kept=pair[0], dropped=pair[1], same={}, by=local), pairs
    )
    assert sum(isinstance(result, HouseholdMerge) for result in results) == 1, results
    assert sum(isinstance(result, actions.CannotChangeHousehold) for result in results) == CLIENTS - 1
    assert Household.objects.present().get().persons.count() == 4
