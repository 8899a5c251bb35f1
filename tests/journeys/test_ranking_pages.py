"""Finding a place in a real Chromium: the ranking with its reasons, waarom niet, who fits, and the weights."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from spread.actions import load_published_keys, recompute
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def address(live_server, name, *args):
    return f"{live_server.url}{reverse(name, args=args)}"


@pytest.fixture
def household(local, neighbour, gent, deinze):
    """A family of three with a dog, a school in Deinze, and places that fit, nearly fit or do not."""
    home = SiteFactory(name="Residentie Linde", available=DateRange(TODAY, TODAY + timedelta(days=200)))
    UnitFactory(site=home, label="Appartement 1", places=3, own_kitchen=True, pets_allowed=True)
    UnitFactory(site=home, label="Appartement 2", places=5, step_free=True, pets_allowed=True, cot=True)
    UnitFactory(site=home, label="Studio", places=2, pets_allowed=True)
    taken = UnitFactory(site=home, label="Duplex", places=4, pets_allowed=True)
    StayFactory(unit=taken, period=DateRange(TODAY - timedelta(days=40), TODAY + timedelta(days=3)))
    UnitFactory(site__name="Huis zonder dieren", label="Woning", places=2)
    UnitFactory(site=SiteFactory(municipality=deinze), places=3, own_kitchen=True, pets_allowed=True)
    load_published_keys()
    recompute(on=TODAY)
    return HouseholdFactory(
        registered_by=local.organisation, size=3, need_pets="hard", need_own_kitchen="wish", near_school="wish",
        school_town=deinze,
    )  # fmt: skip


def test_a_clerk_sees_the_best_places_why_and_why_not(
    page: Page, live_server, sign_in, look, local, household
):
    sign_in(local)
    page.goto(address(live_server, "matching:household_places", household.pk))
    expect(page.get_by_role("heading", name="Residentie Linde, Appartement 1")).to_be_visible()
    look(page, "100-ranking")
    page.get_by_role("link", name="Waarom staat een plaats hier niet bij?").click()
    expect(page.get_by_role("heading", name="Waarom niet?")).to_be_visible()
    look(page, "101-why-not-list")
    page.get_by_role("link", name="Huis zonder dieren, Woning").click()
    expect(page.get_by_text("Als huisdieren mogen")).to_be_visible()
    look(page, "102-why-not")
    page.get_by_label("Intrek op").fill("2020-01-01")
    page.get_by_role("button", name="Opnieuw kijken").click()
    expect(page.get_by_text("Deze dag is voorbij").first).to_be_visible()
    look(page, "103-why-not-error")


def test_a_clerk_sees_who_fits_and_says_for_whom_a_site_is(
    page: Page, live_server, sign_in, look, local, household
):
    sign_in(local)
    unit = household.registered_by.municipality.sites.get(name="Residentie Linde").units.get(label="Studio")
    page.goto(address(live_server, "matching:unit_fits", unit.pk))
    expect(page.get_by_text("nog één plaats")).to_be_visible()
    look(page, "104-who-fits")
    page.goto(address(live_server, "housing:site_conditions", unit.site_id))
    look(page, "105-site-conditions")
    page.get_by_label("alleen vrouwen en hun kinderen").check()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("vanaf nu passen alleen huishoudens")).to_be_visible()


def test_abb_follows_the_weights_up(page: Page, live_server, sign_in, look, abb):
    sign_in(abb)
    page.goto(address(live_server, "matching:ranking_weights"))
    look(page, "106-weights")
    page.get_by_role("link", name="Nieuwe versie maken").click()
    page.get_by_label("spreiding", exact=False).last.fill("101")
    page.get_by_role("button", name="Versie bewaren").click()
    look(page, "107-weights-error")
