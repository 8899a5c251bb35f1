"""A chain of moves and two officers at the same moment."""

from functools import partial

import pytest
from django.utils import timezone

from audit.trail import IllegalTransition
from housing.actions import DoesNotFit, NotAvailable, Taken, move_stay
from housing.models import Stay
from matching import actions
from matching.models import Chain
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory
from tests.together import all_at_once

TODAY = timezone.localdate()

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(reference, local):
    """A family of five that waits, a couple in a place for five, and a free place for two."""
    site = SiteFactory()
    family = HouseholdFactory(registered_by=local.organisation, size=5)
    couple = HouseholdFactory(registered_by=local.organisation, size=2)
    big, small = UnitFactory(site=site, places=5), UnitFactory(site=site, places=2)
    stay = StayFactory(household=couple, unit=big)
    stay.persons.set(couple.persons.all())
    return family, stay, small


def agreed(family, local):
    chain = actions.propose_chain(household=family, on=TODAY, by=local)
    for move in chain.moves.filter(stay__isnull=False):
        actions.record_consent(move=move, given=True, by=local)
    return chain


def lived_in(household):
    return list(Stay.objects.lived_in(on=TODAY).filter(household=household).values_list("unit", flat=True))


def test_a_chain_is_found_once_for_two_who_look_at_once(world, local):
    family, _, _ = world
    results = all_at_once(*[partial(actions.propose_chain, household=family, on=TODAY, by=local)] * 4)
    assert sum(isinstance(result, Chain) for result in results) == 1, results
    assert all(isinstance(result, Chain | actions.NoChain) for result in results)
    assert Chain.objects.get().moves.count() == 2


def test_two_who_carry_out_at_once_move_everybody_once(world, local):
    family, stay, small = world
    chain = agreed(family, local)
    results = all_at_once(
        *(partial(actions.carry_out_chain, chain=Chain.objects.get(pk=chain.pk), by=local) for _ in range(4))
    )
    assert sum(isinstance(result, Chain) for result in results) == 1, results
    assert all(isinstance(result, Chain | IllegalTransition) for result in results)
    assert lived_in(family) == [stay.unit_id] and lived_in(stay.household) == [small.pk]
    assert Stay.objects.standing().count() == 3


def test_consent_taken_back_at_the_same_moment_is_either_in_time_or_too_late(world, local):
    family, stay, _ = world
    chain = agreed(family, local)
    move = chain.moves.get(position=1)
    done, back = all_at_once(
        partial(actions.carry_out_chain, chain=chain, by=local),
        partial(actions.record_consent, move=move, given=False, by=local),
    )
    move.refresh_from_db()
    if isinstance(done, Chain):
        assert isinstance(back, IllegalTransition) and move.consent_at is not None
        assert lived_in(family) == [stay.unit_id]
    else:
        assert isinstance(done, actions.ConsentMissing) and move.consent_at is None
        assert lived_in(family) == [] and lived_in(stay.household) == [stay.unit_id]


def test_who_moves_the_same_household_at_the_same_moment_or_takes_its_place(world, local):
    """Locks in one order: one wins, the other reads why, and nobody is nowhere."""
    family, stay, small = world
    chain = agreed(family, local)
    other = StayFactory(
        household=HouseholdFactory(registered_by=local.organisation, size=2),
        unit=UnitFactory(site=small.site),
    )
    other.persons.set(other.household.persons.all())
    done, moved = all_at_once(
        partial(actions.carry_out_chain, chain=chain, by=local),
        partial(move_stay, stay=other, unit=small, moves_on=TODAY, by=local),
    )
    if isinstance(done, Chain):
        assert isinstance(moved, Taken | NotAvailable | DoesNotFit), moved
        assert lived_in(family) == [stay.unit_id] and lived_in(stay.household) == [small.pk]
    else:
        assert isinstance(done, actions.ChainBroken), done
        assert lived_in(family) == [] and lived_in(stay.household) == [stay.unit_id]
        assert lived_in(other.household) == [small.pk]
