"""What PostgreSQL keeps of the description of a place, whoever writes: form, import, admin or a script."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.constraints import sentence_for
from housing import actions
from housing.models import FROM_OFFER, Offer, Site
from tests.factories import InspectionFactory, OfferFactory, SiteFactory

pytestmark = pytest.mark.django_db

REFUSED = [
    ({"category": "specific", "kind": "house"}, "specifiek verblijfscomplex"),
    ({"latitude": Decimal("51.05")}, "breedtegraad én een lengtegraad"),
    ({"latitude": Decimal("48.85"), "longitude": Decimal("2.35")}, "in België"),
    ({"rent": 500}, "waarvoor het geldt"),
    ({"rent_per": "month"}, "waarvoor het geldt"),
    ({"rent": -1, "rent_per": "month"}, "bedrag"),
    ({"minimum_months": 0}, "minimumtermijn"),
    ({"minutes_to_school": 500}, "minuten"),
    ({"minutes_to_transport": 241}, "minuten"),
    ({"floor_area": 0}, "m²"),
]
OFFER_ONLY = [
    ({"estimated_units": 7, "estimated_places": 6}, "elke eenheid heeft er minstens 1"),
    ({"estimated_units": 0}, "minstens 1 wooneenheid"),
    ({"rooms": 0}, "minstens 1 kamer"),
    ({"floor_area": 50, "sleeping_area": 51}, "niet groter"),
    ({"works_cost": -5}, "0 euro of meer"),
    ({"kitchen": "none", "kitchens": 1}, "geen keuken"),
    ({"sanitary": "none", "toilets": 1}, "toiletten"),
    ({"sanitary": "none", "showers": 2}, "douches"),
    ({"readiness": "works", "ready_on": None}, "wanneer de plaatsen klaar zijn"),
]
FINE = [
    {"category": "specific", "kind": "hotel"},
    {"latitude": Decimal("51.05"), "longitude": Decimal("3.72")},
    {"rent": 0, "rent_per": "night"},
    {"minimum_months": 1, "minutes_to_school": 0, "minutes_to_transport": 240, "floor_area": 1},
]


def refusal(model, thing, changes):
    """The Dutch sentence with which PostgreSQL refuses these values."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        model.objects.filter(pk=thing.pk).update(**changes)
    return sentence_for(problem.value, model)


@pytest.mark.parametrize(("changes", "sentence"), REFUSED + OFFER_ONLY)
def test_an_offer_keeps_its_promises(reference, changes, sentence):
    assert sentence in refusal(Offer, OfferFactory(), changes)


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_a_site_keeps_the_same_promises(reference, changes, sentence):
    assert sentence in refusal(Site, SiteFactory(), changes)


@pytest.mark.parametrize("changes", FINE)
def test_what_is_right_is_taken(reference, changes):
    for thing in (OfferFactory(), SiteFactory()):
        assert type(thing).objects.filter(pk=thing.pk).update(**changes) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "specific", "kind": "house"},
        {"rent": 500},
        {"estimated_units": 7},
        {"floor_area": 5, "sleeping_area": 9},
    ],
)
def test_a_draft_may_hold_what_does_not_fit_together_yet(reference, changes):
    draft = OfferFactory(draft=True)
    assert Offer.objects.filter(pk=draft.pk).update(**changes) == 1
    assert refusal(Offer, draft, {"status": "submitted", "submitted_at": timezone.now(), "submitted_by": 1})


def test_withdrawing_what_was_submitted_needs_a_reason_and_a_sentence_and_a_draft_needs_none(
    company, local, gent
):
    mine = {"organisation": company.organisation, "municipality": gent}
    offer = OfferFactory(**mine)
    for reason, note in (("", ""), ("taken", ""), ("", "Verhuurd.")):
        with pytest.raises(ValidationError, match="intrekken heeft een reden"):
            actions.withdraw_offer(offer=offer, reason=reason, note=note, by=company)
    actions.withdraw_offer(offer=offer, reason="taken", note="Verhuurd.", by=company)
    actions.withdraw_offer(offer=OfferFactory(draft=True, **mine), by=company)
    assert Offer.objects.filter(status="withdrawn").count() == 2


def test_what_stays_true_of_the_building_goes_to_the_site(company, local, gent):
    offer = OfferFactory(
        organisation=company.organisation,
        kind="house",
        lift=True,
        furniture="full",
        minutes_to_school=4,
        minutes_to_transport=9,
        minimum_months=12,
        rent=Decimal("650.00"),
        rent_per="month",
        costs_included=True,
        ownership="owner",
        on_request=True,
        latitude=Decimal("51.05"),
        longitude=Decimal("3.72"),
        floor_area=Decimal("80.5"),
        kitchen="own",
        sanitary="own",
    )
    InspectionFactory(offer=offer)
    site = actions.approve_offer(offer=offer, units=[actions.UnitLine(1, "Woning", 4)], by=local)
    site.refresh_from_db()
    assert {name: getattr(site, name) for name in FROM_OFFER} == {
        name: getattr(offer, name) for name in FROM_OFFER
    }
