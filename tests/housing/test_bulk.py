"""The same for several at once: nothing happens before the preview, which says of each row what will and cannot."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts.models import Membership
from housing.models import Offer, Site
from tests.factories import MembershipFactory, OfferFactory, SiteFactory

SITES, OFFERS = reverse("housing:site_bulk"), reverse("housing:offer_bulk")
TODAY = timezone.localdate()


@pytest.fixture
def sites(local, deinze):
    """Two that can be confirmed, one that was today, one that is closed, and one of another town."""
    old = TODAY - timedelta(days=40)
    return [
        SiteFactory(name="Een", checked_on=old),
        SiteFactory(name="Twee", checked_on=old),
        SiteFactory(name="Vandaag", checked_on=TODAY),
        SiteFactory(name="Dicht", checked_on=old, closed_on=TODAY, closed_reason="x"),
        SiteFactory(name="Elders", checked_on=old, municipality=deinze),
    ]


def asked(things, doen, **more):
    return {"kies": [thing.pk for thing in things], "doen": doen, **more}


def test_the_preview_says_per_row_what_happens_and_changes_nothing(local, sites, client_for):
    page = client_for(local).post(SITES, asked(sites, "nakijken")).content.decode()

    assert page.count("Telt vandaag als nagekeken") == 2
    assert "Vandaag al nagekeken." in page
    assert "Deze locatie is gesloten." in page
    assert "Elders" not in page
    assert Site.objects.filter(checked_on=TODAY).count() == 1


def test_confirmed_each_row_is_done_by_its_own_verb_and_says_what_came_of_it(local, sites, client_for):
    page = client_for(local).post(SITES, asked(sites, "nakijken", bevestigd="ja")).content.decode()

    assert page.count("Gedaan.") == 2
    assert page.count("Niets gedaan.") == 2
    assert set(Site.objects.filter(checked_on=TODAY).values_list("name", flat=True)) == {
        "Een",
        "Twee",
        "Vandaag",
    }


def test_several_offers_are_taken_and_left_again(local, client_for):
    offers = [OfferFactory(), OfferFactory()]
    client = client_for(local)
    with zeal_ignore():  # on purpose, each row is locked and done in a transaction of its own
        client.post(OFFERS, asked(offers, "aan-mij", bevestigd="ja"))
    assert set(Offer.objects.values_list("responsible", flat=True)) == {local.pk}
    assert "U behandelt dit al." in client.post(OFFERS, asked(offers, "aan-mij")).content.decode()
    client.post(OFFERS, asked(offers[:1], "niemand", bevestigd="ja"))
    assert set(Offer.objects.values_list("responsible", flat=True)) == {local.pk, None}


def test_nothing_chosen_or_a_deed_that_is_not_there_leads_back(local, company, sites, client_for):
    assert client_for(local).post(SITES, {"doen": "nakijken"}).status_code == 302
    assert client_for(local).post(SITES, asked(sites, "wissen")).status_code == 302
    assert client_for(company).post(SITES, asked(sites, "aan-mij")).status_code == 302
    assert client_for(local).get(SITES).status_code == 405


def test_who_only_reads_sees_no_boxes_and_is_refused(local, sites, client_for):
    reads = MembershipFactory(organisation=local.organisation, role=Membership.Role.READER)
    assert 'name="kies"' not in client_for(reads).get(reverse("housing:site_list")).content.decode()
    assert client_for(reads).post(SITES, asked(sites, "nakijken", bevestigd="ja")).status_code == 403
    assert 'name="kies"' in client_for(local).get(reverse("housing:site_list")).content.decode()
