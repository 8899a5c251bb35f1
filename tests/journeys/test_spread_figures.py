"""Figures of the spread in a real Chromium: the open data without signing in, and the expert panel of officials."""

import random

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.actions import load_published_keys
from spread.models import IndicatorSnapshot
from tests.spread.builders import TODAY, hat, site, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def published():
    """All 285, a good part of them with places and people."""
    load_reference_data()
    load_published_keys()
    dice = random.Random(5)
    for municipality in Municipality.objects.current().order_by("nis_code")[::4]:
        made = site(municipality, *(dice.randint(2, 6) for _ in range(dice.randint(1, 5))), checked_on=TODAY)
        for unit in made.units.all()[: dice.randint(0, 5)]:
            stay(unit, persons=dice.randint(1, unit.places))
    actions.recompute(on=TODAY)
    return actions.publish_week(on=TODAY)


def test_anybody_finds_the_figures_and_takes_them_home(page: Page, live_server, published, look):
    page.goto(live_server.url)
    page.get_by_role("contentinfo").get_by_role("link", name="Cijfers en open data").click()
    expect(page.get_by_role("heading", name="Cijfers en open data")).to_be_visible()
    look(page, "95-open-data")
    with page.expect_download() as started:
        page.get_by_role("link", name="Nieuwste cijfers als csv").click()
    assert started.value.suggested_filename == "huisvesting-2026-11-23.csv"


def test_before_the_first_monday_the_page_says_when(page: Page, live_server, look):
    page.goto(f"{live_server.url}/cijfers/")
    look(page, "96-open-data-empty")


def test_officials_open_how_uneven_the_spread_is(page: Page, live_server, sign_in, published, look):
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/indicatorsnapshot/?ratio_class__exact=very_high")
    table = page.get_by_role("table", name="Maten van ongelijkheid")
    expect(table).to_be_hidden()
    page.locator("summary", has_text="Hoe ongelijk is de spreiding?").press("Enter")
    expect(table).to_be_visible()
    look(page, "97-unevenness")


def test_officials_read_how_certain_a_target_is(page: Page, live_server, sign_in, published, look):
    sign_in(hat(Kind.ABB, is_staff=True))
    row = IndicatorSnapshot.objects.current().get(municipality__nis_code="44021")
    page.goto(f"{live_server.url}/beheer/spread/indicatorsnapshot/{row.pk}/change/")
    page.get_by_role("link", name="Hoe zeker is dit doel?").click()
    expect(page.get_by_role("heading", name="Hoe zeker is het doel van Gent?")).to_be_visible()
    look(page, "98-certainty")


def test_officials_ask_what_if_and_share_the_answer(page: Page, live_server, sign_in, published, look):
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/scenario/")
    page.locator(".object-tools").get_by_role("link").click()
    look(page, "99-what-if-form")
    page.get_by_label("Naam").fill("Dorp in Gent")
    page.get_by_label("Hoeveel personen komen erbij?").fill("500")
    page.get_by_label("In welke gemeente komt een nooddorp?").select_option(label="Gent")
    page.get_by_label("Hoeveel plaatsen heeft het nooddorp?").fill("300")
    page.get_by_role("button", name="Berekenen en bewaren").click()
    expect(page.get_by_role("table", name="Doel en verschil per gemeente")).to_be_visible()
    look(page, "99-what-if")
    page.locator(".breadcrumbs").get_by_role("link", name="Scenario's").first.click()
    look(page, "99-what-if-list")
