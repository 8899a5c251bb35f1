"""Het Facilitair Bedrijf exists in each of these tests: it is told of every request."""

import uuid

import pytest

from facility import actions
from tests.facility.factories import tomorrow
from tests.factories import MembershipFactory, SiteFactory


@pytest.fixture
def local(local, facility):
    """Staff of Gent, in a portal where Facility has its people."""
    return local


@pytest.fixture
def submit(local, facility):
    """Submits a request of Gent."""

    def make(**changes):
        fields = {
            "form_token": uuid.uuid4(),
            "kind": "urgent_purchase",
            "title": "Bedden voor de sporthal",
            "description": "Veertig stapelbedden met matras.",
            "needed_by": tomorrow(),
            "by": local,
            **changes,
        }
        return actions.submit_request(**fields)

    return make


@pytest.fixture
def colleague(facility):
    """A second person of Het Facilitair Bedrijf, for what needs four eyes."""
    return MembershipFactory(organisation=facility.organisation)


@pytest.fixture
def site(local):
    """A site in Gent."""
    return SiteFactory(municipality=local.organisation.municipality)
