"""Two at the same moment, on real transactions. With a negative control: without the constraint it does go wrong."""

import threading
import uuid
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from audit.trail import IllegalTransition
from housing import actions as housing_actions
from housing.models import Stay
from matching import actions
from matching.models import Proposal
from tests import together
from tests.factories import HouseholdFactory, OfferFactory, UnitFactory

TODAY = timezone.localdate()
CLIENTS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(work, arguments):
    return together.all_at_once(*(partial(work, argument) for argument in arguments))


def test_the_last_place_is_given_once(reference, local):
    unit = UnitFactory()
    households = [HouseholdFactory(registered_by=local.organisation) for _ in range(CLIENTS)]
    results = all_at_once(
        lambda household: actions.propose(
            household=household, unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=local
        ),
        households,
    )
    assert sum(isinstance(result, Proposal) for result in results) == 1
    assert all(isinstance(result, Proposal | housing_actions.Taken) for result in results), results
    assert Stay.objects.standing().count() == 1


def test_one_household_is_never_in_two_places(reference, local):
    household = HouseholdFactory(registered_by=local.organisation)
    units = [UnitFactory() for _ in range(CLIENTS)]
    results = all_at_once(
        lambda unit: actions.propose(
            household=household, unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=local
        ),
        units,
    )
    assert sum(isinstance(result, Proposal) for result in results) == 1, results
    assert Stay.objects.standing().count() == 1


def test_negative_control_without_the_constraint_the_place_is_given_twice(reference, local, monkeypatch):
    """Proves that the race is real: take away the constraint and the lock, and overbooking does happen."""
    unit = UnitFactory()
    households = [HouseholdFactory(registered_by=local.organisation) for _ in range(CLIENTS)]
    constraint = next(item for item in Stay._meta.constraints if item.name == "stay_unit_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Stay, constraint)
    barrier = threading.Barrier(CLIENTS)

    def naive(household):
        free = not Stay.objects.standing().filter(unit=unit).exists()
        barrier.wait()
        if free:
            Stay.objects.create(household=household, unit=unit, period=(TODAY, None))
        return free

    try:
        results = all_at_once(naive, households)
        assert sum(result is True for result in results) > 1
        assert Stay.objects.standing().count() > 1
    finally:
        Stay.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Stay, constraint)


def test_a_form_sent_twice_at_once_makes_one_proposal(reference, local):
    household, unit, token = HouseholdFactory(registered_by=local.organisation), UnitFactory(), uuid.uuid4()
    results = all_at_once(
        lambda _: actions.propose(
            household=household, unit=unit, move_in_on=TODAY, form_token=token, by=local
        ),
        [1, 2],
    )
    assert Proposal.objects.count() == 1
    assert len({result.pk for result in results}) == 1, results


def test_two_officers_decide_one_offer_and_one_wins(reference, local):
    offer = OfferFactory()
    results = all_at_once(
        lambda note: housing_actions.reject_offer(offer=offer, reason="other", note=note, by=local),
        ["een", "twee"],
    )
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    offer.refresh_from_db()
    assert offer.status == "rejected"


def test_accept_and_withdraw_at_once_leave_one_truth(reference, local):
    household, unit = HouseholdFactory(registered_by=local.organisation), UnitFactory()
    proposal = actions.propose(
        household=household, unit=unit, move_in_on=TODAY, form_token=uuid.uuid4(), by=local
    )
    results = all_at_once(
        lambda verb: verb(proposal=Proposal.objects.get(pk=proposal.pk), by=local),
        [actions.accept_proposal, actions.withdraw_proposal],
    )
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    proposal.refresh_from_db()
    stay = Stay.objects.get(pk=proposal.hold_id)
    expected = {
        Proposal.Status.ACCEPTED: Stay.Status.LIVED_IN,
        Proposal.Status.WITHDRAWN: Stay.Status.CANCELLED,
    }
    assert stay.status == expected[Proposal.Status(proposal.status)]
