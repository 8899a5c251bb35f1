"""Honest capacity: four numbers, one definition each, and behind each number exactly what it counts."""

import re
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind
from housing import actions
from housing.figures import Capacity, capacity
from housing.models import Freshness, Offer, Stay, Unavailability, Unit
from spread.capacity import capacity_for
from tests.factories import (
    HouseholdFactory,
    OfferFactory,
    SiteFactory,
    StayFactory,
    UnitFactory,
    days_ago,
    hat,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town(gent):
    """One unit of every sort, each with another number of places, so that a sum tells which ones are in it."""
    site = SiteFactory()
    units = {
        "free": UnitFactory(site=site, places=1),
        "lived_in": UnitFactory(site=site, places=2),
        "held": UnitFactory(site=site, places=4),
        "out_of_use": UnitFactory(site=site, places=8),
        "to_confirm": UnitFactory(site=SiteFactory(checked_on=TODAY - timedelta(days=31)), places=16),
        "faded": UnitFactory(site=SiteFactory(checked_on=TODAY - timedelta(days=45)), places=32),
        "works": UnitFactory(site=SiteFactory(ready_on=TODAY + timedelta(days=9)), places=64),
        "closed": UnitFactory(site=SiteFactory(closed_on=TODAY, closed_reason="verkocht"), places=128),
        "unconfirmed": UnitFactory(site=SiteFactory(category="specific", kind="hotel"), places=256),
        "to_come": UnitFactory(site=site, places=512),
    }
    StayFactory(unit=units["lived_in"])
    StayFactory(unit=units["held"], status=Stay.Status.HELD)
    StayFactory(
        unit=units["to_come"],
        status=Stay.Status.HELD,
        period=DateRange(TODAY + timedelta(days=20), None),
    )
    Unavailability.objects.create(
        unit=units["out_of_use"], period=DateRange(TODAY, TODAY + timedelta(days=1)), reason="schilderen"
    )
    OfferFactory(estimated_places=1024)
    OfferFactory(draft=True, estimated_places=2048)
    return units


def test_each_number_counts_what_it_says(town):
    validated = 1 + 2 + 4 + 8 + 16 + 32 + 64 + 256 + 512
    assert capacity(Unit.objects.all(), Offer.objects.all(), on=TODAY) == Capacity(
        registered=validated + 1024, validated=validated, deployable=1 + 2 + 16, free=1 + 16
    )


def test_the_four_numbers_cost_one_query(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        capacity(Unit.objects.all(), Offer.objects.all(), on=TODAY)


@pytest.mark.parametrize(
    ("word", "number"), [("inzetbaar", "deployable"), ("vrij", "free"), ("gevalideerd", "validated")]
)
def test_behind_each_number_are_exactly_those_units(client_for, local, town, word, number):
    page = client_for(local).get(reverse("housing:unit_list"), {"telt": word}).content.decode()
    listed = re.findall(r'data-label="Slaapplekken" class="number">([\d.]+)<', page)
    assert sum(int(places.replace(".", "")) for places in listed) == getattr(
        capacity_for(local, on=TODAY), number
    )


def test_behind_registered_are_also_the_offers_that_wait(client_for, local, town):
    page = client_for(local).get(reverse("housing:unit_list"), {"telt": "geregistreerd"}).content.decode()
    listed = re.findall(r'data-label="Slaapplekken" class="number">([\d.]+)<', page)
    assert sum(int(places.replace(".", "")) for places in listed) == capacity_for(local, on=TODAY).registered
    assert "in afwachting van een beslissing" in page


def test_more_offers_than_fit_on_a_page_are_all_there(client_for, local, gent):
    OfferFactory.create_batch(51, estimated_places=1)
    url = reverse("housing:unit_list")
    pages = [
        client_for(local).get(url, {"telt": "geregistreerd", "aanbodpagina": number}).content.decode()
        for number in (1, 2)
    ]
    assert [page.count('data-label="Aanbod"') for page in pages] == [50, 1]
    assert "51 aanbiedingen in afwachting van een beslissing" in pages[0]


def test_of_one_site_only_its_own_units(client_for, local, town):
    site = town["free"].site
    client = client_for(local)
    page = client.get(reverse("housing:unit_list"), {"telt": "vrij", "locatie": site.pk}).content.decode()
    assert town["free"].label in page
    assert f"{reverse('housing:unit_list')}?telt=vrij&amp;locatie={site.pk}" in page
    for nonsense in ("0", "x", "987654321", "²"):
        assert client.get(reverse("housing:unit_list"), {"locatie": nonsense}).status_code == 404


def test_who_sees_no_places_counts_none(client_for, town):
    page = client_for(hat(Kind.COMPANY)).get(reverse("housing:unit_list"), {"telt": "vrij"}).content.decode()
    assert "Geen wooneenheden" in page


def test_the_list_costs_the_same_with_more_units(client_for, local, town, django_assert_max_num_queries):
    site = town["free"].site
    client = client_for(local)
    for number in range(30):
        UnitFactory(site=site, label=f"Extra {number}")
    with django_assert_max_num_queries(14):
        client.get(reverse("housing:unit_list"), {"telt": "gevalideerd"})


@pytest.mark.parametrize(
    ("days", "freshness"),
    [
        (0, Freshness.FRESH),
        (30, Freshness.FRESH),
        (31, Freshness.TO_CONFIRM),
        (44, Freshness.TO_CONFIRM),
        (45, Freshness.FADED),
    ],
)
def test_what_nobody_looks_at_fades_in_two_steps(gent, days, freshness):
    assert SiteFactory(checked_on=TODAY - timedelta(days=days)).freshness(on=TODAY) == freshness


def test_the_terms_are_settings(gent, settings):
    settings.FRESHNESS_TERM_DAYS, settings.FRESHNESS_GRACE_DAYS = 10, 5
    assert SiteFactory(checked_on=TODAY - timedelta(days=11)).freshness(on=TODAY) == Freshness.TO_CONFIRM
    unit = UnitFactory(site=SiteFactory(checked_on=TODAY - timedelta(days=16)))
    assert unit not in Unit.objects.deployable(on=TODAY)


def test_a_held_unit_says_that_it_is_taken_not_that_it_is_unfit(local, town):
    with pytest.raises(actions.Taken):
        actions.hold_unit(
            household=HouseholdFactory(registered_by=local.organisation),
            unit=town["held"],
            move_in_on=TODAY,
            by=local,
        )


def test_specific_sites_wait_for_abb_longest_first_with_what_is_needed_to_decide(client_for, local, town):
    abb = hat(Kind.ABB)
    late = SiteFactory(category="specific", kind="hotel", name="Hotel Laat", opened_at=days_ago(12))
    UnitFactory(site=late, places=3)
    SiteFactory(category="specific", kind="hotel", name="Gesloten", closed_on=TODAY, closed_reason="weg")
    url = reverse("housing:unconfirmed_list")
    page = client_for(abb).get(url).content.decode()
    assert page.index("Hotel Laat") < page.index(town["unconfirmed"].site.name)
    assert "Gesloten" not in page
    assert url in client_for(abb).get(reverse("housing:site_list")).content.decode()
    assert url not in client_for(local).get(reverse("housing:site_list")).content.decode()
    assert "Bevestigen<span" not in client_for(local).get(url).content.decode()
    client_for(abb).post(reverse("housing:site_confirm", args=[late.pk]))
    assert "Hotel Laat" not in client_for(abb).get(url).content.decode()


def test_over_a_small_register_every_page_counts(abb, local):
    unit, today = UnitFactory(places=4), timezone.localdate()
    before = capacity_for(abb, on=today)
    UnitFactory(places=3, site=unit.site)
    assert capacity_for(abb, on=today).validated == before.validated + 3
