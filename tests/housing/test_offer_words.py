"""What somebody who offers reads: the status in his own words, what a place means, and how many wait."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Organisation
from housing import actions
from housing.feedback import biggest_household, differs, looks_like, missing_for
from housing.models import Offer
from housing.waiting import Place, band, households_that_fit
from housing.wording import status_words
from notifications.models import Notification
from tests.factories import HouseholdFactory, OfferFactory, OrganisationFactory, StayFactory, days_ago, hat

TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db

FILLED = {
    "rejected": {"rejection_reason": "unsafe", "decision_note": "Trap.", "decided_at": timezone.now()},
    "info_requested": {"question": "Hoeveel?"},
    "withdrawn": {"withdrawal_reason": "taken", "decision_note": "Verhuurd."},
}


@pytest.mark.parametrize(
    ("status", "provider", "municipality", "official"),
    [
        ("submitted", "De gemeente Gent bekijkt uw aanbod, sinds 3 dagen", "Wacht op u, sinds 3 dagen",
         "Wacht op de gemeente Gent, sinds 3 dagen"),
        ("info_requested", "De gemeente Gent wacht op uw antwoord", "Wacht op Linde nv", "Wacht op Linde nv"),
        ("withdrawn", "U trok dit aanbod in", "Ingetrokken door Linde nv", "Ingetrokken door Linde nv"),
        ("rejected", "De gemeente Gent weigerde uw aanbod: niet veilig, gezond of menswaardig",
         "Geweigerd door de gemeente Gent", "Geweigerd door de gemeente Gent"),
    ],
)  # fmt: skip
def test_each_reader_reads_his_own_words(company, local, abb, status, provider, municipality, official):
    company.organisation.name = "Linde nv"
    company.organisation.save()
    more = dict(FILLED.get(status, {}))
    if "decided_at" in more:
        more["decided_by"] = local.user
    offer = OfferFactory(
        organisation=company.organisation,
        status=status,
        submitted_at=days_ago(3),
        **more,
    )
    read = [status_words(offer, by=by, on=TODAY).now for by in (company, local, abb)]
    assert read == [provider, municipality, official]


def test_it_is_the_turn_of_one_reader(company, local):
    offer = OfferFactory(organisation=company.organisation)
    draft = OfferFactory(organisation=company.organisation, draft=True)
    assert [status_words(offer, by=by, on=TODAY).waits for by in (company, local)] == [False, True]
    assert status_words(draft, by=company, on=TODAY).waits
    assert status_words(offer, by=company, on=TODAY).now.endswith("sinds vandaag")
    assert status_words(offer, by=company, on=TODAY + timedelta(days=1)).now.endswith("sinds gisteren")


def test_my_offers_are_only_mine_and_cost_the_same_for_few_and_many(
    client_for, company, other_company, django_assert_num_queries
):
    OfferFactory(organisation=other_company.organisation, title="Van een ander")
    client, url = client_for(company), reverse("housing:offer_mine")
    OfferFactory(organisation=company.organisation, title="De Linde")
    with django_assert_num_queries(5):
        page = client.get(url).content.decode()
    assert "De Linde" in page and "Van een ander" not in page
    for number in range(20):
        OfferFactory(organisation=company.organisation, draft=number % 2 == 0, title=f"Plaats {number}")
    with django_assert_num_queries(5):
        page = client.get(url).content.decode()
    assert page.index("Wacht op u") < page.index("In behandeling")


def test_withdrawing_asks_a_reason_of_what_was_submitted_and_nothing_of_a_draft(client_for, company, local):
    client = client_for(company)
    offer = OfferFactory(organisation=company.organisation)
    url = reverse("housing:offer_withdraw", args=[offer.pk])
    assert client.post(url, {"reason": "", "note": ""}).status_code == 422
    assert client.post(url, {"reason": "taken", "note": ""}).status_code == 422
    assert client.post(url, {"reason": "taken", "note": "Verhuurd."}).url == reverse("housing:offer_mine")
    offer.refresh_from_db()
    assert (offer.status, offer.withdrawal_reason) == ("withdrawn", "taken")
    told = Notification.objects.get(organisation=local.organisation)
    assert "intussen verhuurd of verkocht" in told.body and "Verhuurd." in told.body
    draft = OfferFactory(organisation=company.organisation, draft=True)
    client.post(reverse("housing:offer_withdraw", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.status == "withdrawn"


def test_the_confirmation_has_the_reference_and_what_happens_next(company, local):
    draft = OfferFactory(organisation=company.organisation, draft=True, contact_name="Jo Proef")
    offer = actions.submit_offer(offer=draft, by=company)
    told = Notification.objects.get(organisation=company.organisation)
    assert offer.reference in told.subject and offer.reference in told.body
    for sentence in ("Wat gebeurt er nu?", "belt Jo Proef voor een plaatsbezoek", "beslist de gemeente"):
        assert sentence in told.body


@pytest.mark.parametrize(
    ("kind", "fields", "category", "words"),
    [
        ("company", {}, None, ""),
        ("company", {"kind": "house"}, "private", "eigen initiatief"),
        ("company", {"kind": "house", "on_request": True}, "public", "vroeg om deze plaats"),
        ("local_authority", {"kind": "house"}, "public", "zet deze plaats op"),
        ("company", {"kind": "bed_breakfast", "on_request": True}, "specific", "B&B"),
        ("company", {"kind": "containers", "category": "village"}, "village", "beslissing van Vlaanderen"),
    ],
)
def test_an_offer_looks_like_a_subsidy_category(reference, gent, kind, fields, category, words):
    place = {"municipality": gent} if kind == "local_authority" else {}
    organisation = (
        hat(Kind.LOCAL_AUTHORITY, **place).organisation if place else OrganisationFactory(kind=Kind.COMPANY)
    )
    looks = looks_like(Offer(organisation=organisation, **fields))
    if category is None:
        assert looks is None
        return
    assert looks.category == category and words in looks.because
    assert differs(Offer(category="private"), looks) == (category != "private")


def test_what_is_missing_for_a_subsidy_gets_shorter_while_one_types():
    company, town = (Organisation(kind=kind) for kind in (Kind.COMPANY, Kind.LOCAL_AUTHORITY))

    def missing(organisation=company, **fields):
        offer = Offer(organisation=organisation, kind="house", **fields)
        return missing_for(offer, looks_like(offer))

    assert len(missing().now) == 2 and len(missing().later) == 1
    works = missing(on_request=True, readiness="works")
    assert "een raming van de werken" in works.now and len(works.later) == 3
    period = DateRange(date(2026, 1, 1), None)
    filled = {
        "estimated_places": 4,
        "available": period,
        "works": "Keuken",
        "works_cost": 900,
        "readiness": "works",
    }
    assert missing(on_request=True, **filled).now == []
    assert "overeenkomst" not in " ".join(missing(town, **filled).later)
    hotel = Offer(organisation=company, kind="hotel")
    assert "Agentschap" in missing_for(hotel, looks_like(hotel)).later[-1]


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({}, 0),
        ({"estimated_places": 6}, 0),
        ({"estimated_places": 6, "kind": "house"}, 6),
        ({"estimated_places": 6, "estimated_units": 4}, 2),
        ({"estimated_places": 30, "rooms": 10, "setting": "collective"}, 3),
        ({"estimated_places": 30, "rooms": 10, "setting": "individual"}, 0),
    ],
)
def test_the_biggest_household_that_one_unit_takes(fields, size):
    assert biggest_household(Offer(**fields)) == size


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, None), (4, None), (5, "5 tot 10"), (9, "5 tot 10"), (10, "10 tot 20"), (999, "500 tot 1000"),
     (5000, "meer dan 1000")],
)  # fmt: skip
def test_a_number_of_households_is_told_in_bands_and_never_below_five(count, words):
    assert (str(band(count)) if band(count) else None) == words


def test_households_that_fit_are_those_that_wait_are_small_enough_and_need_nothing_more(
    local, gent, django_assert_num_queries
):
    def households(number, size=2, **needs):
        return [HouseholdFactory(registered_by=local.organisation, size=size, **needs) for _ in range(number)]

    households(6)
    households(4, size=5)
    households(4, need_step_free="hard")
    for household in households(5):
        StayFactory(household=household)
    households(5, left_on=date(2026, 1, 1), left_reason="abroad")
    with django_assert_num_queries(1):
        fit = households_that_fit(Place(2), municipality=gent, on=TODAY)
    assert (str(fit.near), str(fit.flanders)) == ("5 tot 10", "5 tot 10")
    assert (
        str(households_that_fit(Place(5, step_free=True), municipality=None, on=TODAY).flanders)
        == "10 tot 20"
    )
    assert households_that_fit(Place(5), municipality=None, on=TODAY).near is None
    assert households_that_fit(Place(1), municipality=gent, on=TODAY).flanders is None
