"""Teams and their people. VLOT and ABB exist in each of these tests: they are told of calls and signals."""

import uuid

import pytest

from accounts.models import Kind
from municipalities.models import Municipality
from tests.factories import MembershipFactory, hat
from vlot import actions
from vlot.models import Team, Topic, Urgency


@pytest.fixture
def leuven(reference):
    """A municipality in another province than Gent."""
    return Municipality.objects.current().get(name="Leuven")


@pytest.fixture
def teams(reference):
    """The six teams, by the abbreviation of the province; the central one is ""."""
    actions.ensure_teams()
    return {
        team.province.code if team.province else "": team for team in Team.objects.select_related("province")
    }


@pytest.fixture
def vlot(vlot, teams, abb):
    """Works in the team of East Flanders, where Gent is."""
    actions.join_team(team=teams["OVL"], membership=vlot, by=None)
    return vlot


@pytest.fixture
def colleague(vlot, teams):
    """Another one of the same team."""
    membership = MembershipFactory(organisation=vlot.organisation)
    actions.join_team(team=teams["OVL"], membership=membership, by=None)
    return membership


@pytest.fixture
def elsewhere(vlot, teams):
    """Works in the team of Flemish Brabant, where Leuven is."""
    membership = MembershipFactory(organisation=vlot.organisation, user__is_staff=True)
    actions.join_team(team=teams["VBR"], membership=membership, by=None)
    return membership


@pytest.fixture
def central(vlot, teams):
    """Works in the central team."""
    membership = MembershipFactory(organisation=vlot.organisation)
    actions.join_team(team=teams[""], membership=membership, by=None)
    return membership


@pytest.fixture
def teamless(vlot):
    """A hat of VLOT that is in no team yet."""
    return MembershipFactory(organisation=vlot.organisation)


@pytest.fixture
def ask(local, vlot, gent):
    """Asks VLOT something for Gent."""

    def make(**changes):
        fields = {
            "form_token": uuid.uuid4(),
            "municipality": gent,
            "topic": Topic.objects.get(pk="nuisance"),
            "question": "Buren klagen over lawaai. Wat kunnen we doen?",
            "caller_name": "An Beller",
            "caller_phone": "09 000 00 00",
            "urgency": Urgency.TODAY,
            "by": local,
            **changes,
        }
        return actions.ask_vlot(**fields)

    return make


@pytest.fixture
def leuven_town(leuven):
    return hat(Kind.LOCAL_AUTHORITY, municipality=leuven)
