"""Who sees and does what with calls to VLOT, as truth tables."""

import pytest

from accounts.models import Membership
from tests.factories import MembershipFactory
from tests.vlot.factories import InterventionFactory
from vlot import actions, rules
from vlot.models import Intervention

HATS = (
    "local", "reader", "neighbour", "company", "association", "governor", "facility", "vlot", "vlot_reader",
    "colleague", "elsewhere", "central", "teamless", "abb",
)  # fmt: skip
SEE = {"local", "reader", "vlot", "vlot_reader", "colleague", "central", "abb"}


@pytest.fixture
def vlot_reader(vlot, teams):
    """Reads in the team of East Flanders, changes nothing."""
    membership = MembershipFactory(organisation=vlot.organisation, role=Membership.Role.READER)
    actions.join_team(team=teams["OVL"], membership=membership, by=None)
    return membership


@pytest.fixture
def call(gent, vlot):
    return InterventionFactory()


@pytest.mark.parametrize("name", HATS)
def test_who_does_what(request, call, name):
    by = request.getfixturevalue(name)
    assert Intervention.objects.visible_to(by).exists() is (name in SEE)
    assert rules.may_handle_intervention(by, call) is (name in {"vlot", "colleague", "central"})
    asks = {"local", "neighbour", "vlot", "colleague", "elsewhere", "central", "teamless"}
    assert rules.may_ask_vlot(by) is (name in asks)
    assert rules.sees_caller(by, call) is (
        name not in {"company", "association", "governor", "facility", "abb"}
    )
    assert rules.sees_log(by, call) is (name in SEE - {"local", "reader"} | {"elsewhere", "teamless"})


def test_the_manager_of_vlot_says_who_works_where(vlot, vlot_reader, teamless, local, abb):
    teamless.role = Membership.Role.STAFF
    allowed = [rules.may_change_teams(by) for by in (vlot, vlot_reader, teamless, local, abb, None)]
    assert allowed == [True, False, False, False, False, False]


def test_the_system_and_nobody_may_nothing(call):
    assert not rules.may_ask_vlot(None)
    assert not rules.may_handle_intervention(None, call)
    assert not Intervention.objects.visible_to(None).exists()


def test_who_noted_a_call_for_another_team_still_sees_it_but_does_not_handle_it(ask, elsewhere):
    call = ask(by=elsewhere)
    assert list(Intervention.objects.visible_to(elsewhere)) == [call]
    assert not rules.may_handle_intervention(elsewhere, call)


def test_a_member_of_two_teams_sees_each_call_once(vlot, teams, leuven, call):
    actions.join_team(team=teams["VBR"], membership=vlot, by=None)
    actions.join_team(team=teams[""], membership=vlot, by=None)
    other = InterventionFactory(municipality=leuven)
    assert sorted(Intervention.objects.visible_to(vlot), key=lambda item: item.pk) == [call, other]


def test_what_waits_for_whom(vlot, colleague, elsewhere, central, local, abb, teamless, leuven):
    unclaimed = InterventionFactory()
    mine = InterventionFactory(status="assigned", asked_by=vlot.user)
    signalled = actions.signal_intervention(
        intervention=InterventionFactory(municipality=leuven), signal="Overal.", by=elsewhere
    )
    done = InterventionFactory(status="closed", asked_by=vlot.user)
    waiting = {
        by: set(Intervention.objects.visible_to(by).waiting_for(by))
        for by in (vlot, colleague, elsewhere, central, local, abb, teamless)
    }
    assert waiting == {
        vlot: {unclaimed, mine},
        colleague: {unclaimed},
        elsewhere: {signalled},
        central: {signalled},
        local: set(),
        abb: set(),
        teamless: set(),
    }
    assert done in Intervention.objects.visible_to(vlot)
