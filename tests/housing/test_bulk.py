"""The same for several at once: nothing happens before the preview, which says of each row what will and cannot."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from accounts.models import Membership
from audit.models import AuditEvent
from housing.bulk import MOST
from housing.models import Offer, Site
from tests.factories import MembershipFactory, OfferFactory, SiteFactory
from tests.previews import confirmed, previewed

SITES, OFFERS = reverse("housing:site_bulk"), reverse("housing:offer_bulk")
UNDO = reverse("housing:offer_bulk_undo")
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
    page = confirmed(client_for(local), SITES, sites, "nakijken").content.decode()

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
        confirmed(client, OFFERS, offers, "aan-mij")
    assert set(Offer.objects.values_list("responsible", flat=True)) == {local.pk}
    assert "U behandelt dit al." in client.post(OFFERS, asked(offers, "aan-mij")).content.decode()
    confirmed(client, OFFERS, offers[:1], "niemand")
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


def test_taking_is_taken_back_to_whom_it_was_before(local, client_for):
    colleague = MembershipFactory(organisation=local.organisation)
    offers = [OfferFactory(responsible=colleague), OfferFactory()]
    client = client_for(local)
    with zeal_ignore():
        page = confirmed(client, OFFERS, offers, "aan-mij").content.decode()
        assert UNDO in page and UNDO in client.get(reverse("housing:offer_list")).content.decode()
        client.post(UNDO)
    assert [Offer.objects.get(pk=offer.pk).responsible for offer in offers] == [colleague, None]
    assert UNDO not in client.get(reverse("housing:offer_list")).content.decode()
    assert set(AuditEvent.objects.filter(verb__startswith="bulk.").values_list("verb", flat=True)) == {
        "bulk.done",
        "bulk.undone",
    }


def test_confirmed_without_a_preview_or_with_an_old_one_nothing_happens(local, sites, client_for):
    client = client_for(local)
    page = client.post(SITES, asked(sites, "nakijken", bevestigd="ja")).content.decode()
    assert "Gedaan." not in page

    sent = previewed(client.post(SITES, asked(sites, "nakijken")))
    Site.objects.filter(name="Een").update(house_number="77")
    page = client.post(SITES, sent | {"bevestigd": "ja"}).content.decode()
    assert page.count("Gedaan.") == 1
    assert "Intussen wijzigde iemand dit." in page
    assert not Site.objects.filter(name="Een", checked_on=TODAY).exists()


@pytest.mark.parametrize("nonsense", ["9" * 5000, "x", "²", ""])
def test_a_mark_or_a_choice_that_no_row_can_have_is_left_out(local, sites, client_for, nonsense):
    sent = {
        "kies": [sites[0].pk, nonsense],
        "stand": [f"{nonsense}:mark"],
        "doen": "nakijken",
        "bevestigd": "1",
    }
    page = client_for(local).post(SITES, sent)
    assert page.status_code == 200 and "Intussen wijzigde iemand dit" in page.content.decode()


def test_more_than_may_at_once_is_said(local, client_for):
    response = (
        client_for(local)
        .post(SITES, {"kies": range(1, MOST + 2), "doen": "nakijken"}, follow=True)
        .content.decode()
    )
    assert f"Kies er hoogstens {MOST} tegelijk." in response
