"""A chain of moves in a real Chromium: nothing fits, a move is found, consent is recorded, everybody moves."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from spread.actions import load_published_keys, recompute
from tests.factories import TODAY, HouseholdFactory, SiteFactory, StayFactory, UnitFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def family(local, gent):
    """Five persons who wait; a couple lives in the only place that is large enough, and a studio is free."""
    site = SiteFactory(name="Residentie Linde", turnaround_days=2)
    large = UnitFactory(site=site, label="Appartement 1", places=5)
    UnitFactory(site=site, label="Studio 3", places=2)
    couple = HouseholdFactory(registered_by=local.organisation, size=2)
    StayFactory(household=couple, unit=large).persons.set(couple.persons.all())
    load_published_keys()
    recompute(on=TODAY())
    return HouseholdFactory(registered_by=local.organisation, size=5)


def test_a_clerk_frees_a_place_with_one_move(page: Page, live_server, sign_in, look, local, family):
    sign_in(local)
    page.goto(f"{live_server.url}{reverse('matching:household_places', args=[family.pk])}")
    page.get_by_role("link", name="Kan een verhuizing een plaats vrijmaken?").click()
    page.get_by_label("Eerste verhuisdag").fill("2020-01-01")
    page.get_by_role("button", name="Zoek een ketting").click()
    expect(page.get_by_text("Deze dag is voorbij").first).to_be_visible()
    look(page, "130-chain-search-error")
    page.get_by_label("Eerste verhuisdag").fill(TODAY().isoformat())
    page.get_by_role("button", name="Zoek een ketting").click()
    expect(page.get_by_text("Nog 1 toestemming")).to_be_visible()
    look(page, "131-chain-open")
    page.get_by_role("button", name="Stemt toe").click()
    look(page, "132-chain-agreed")
    page.get_by_role("button", name="Uitvoeren").click()
    expect(page.get_by_text("Uitgevoerd door")).to_be_visible()
    look(page, "133-chain-done")


def test_a_clerk_reads_why_there_is_no_chain(page: Page, live_server, sign_in, look, local, gent):
    alone = HouseholdFactory(registered_by=local.organisation, size=5)
    sign_in(local)
    page.goto(f"{live_server.url}{reverse('matching:household_chain', args=[alone.pk])}")
    page.get_by_role("button", name="Zoek een ketting").click()
    expect(page.get_by_text("Geen ketting gevonden")).to_be_visible()
    look(page, "134-chain-none")
