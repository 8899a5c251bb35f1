"""The cockpit of Flemish officials in a real Chromium: choosing, comparing, freezing, taking home."""

import random
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.actions import load_published_keys
from tests.spread.builders import TODAY, hat, site, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EARLIER = TODAY - timedelta(days=7)


@pytest.fixture
def computed():
    """All 285, with more places this week than the week before."""
    load_reference_data()
    load_published_keys()
    dice = random.Random(5)
    towns = list(Municipality.objects.current().order_by("nis_code"))
    for number, municipality in enumerate(towns):
        if number == 150:
            actions.recompute(on=EARLIER)
        if number % 3 == 0:
            made = site(
                municipality, *(dice.randint(2, 9) for _ in range(dice.randint(1, 8))), checked_on=TODAY
            )
            stay(made.units.first(), persons=2)
    actions.recompute(on=TODAY)


def test_officials_compare_two_days_freeze_one_and_take_the_map_home(
    page: Page, live_server, sign_in, computed, look
):
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/indicatorsnapshot/")
    page.get_by_role("link", name="Naar de cockpit").click()
    page.get_by_label("Provincie").select_option(label="Limburg")
    page.get_by_role("button", name="Tonen").click()
    look(page, "101-cockpit")  # a province: axe reads each of 285 rows that are alike
    page.get_by_label("Vergelijk met").fill(f"{EARLIER:%Y-%m-%d}")
    page.get_by_label("Maat").select_option(label="Plaatsen")
    page.get_by_role("button", name="Tonen").click()
    look(page, "102-cockpit-compared")
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF").click()
    assert started.value.suggested_filename == "spreiding-plaatsen-2026-11-23.pdf"
    page.goto(f"{live_server.url}/beheer/spread/indicatorsnapshot/veranderd/?provincie=Limburg")
    look(page, "103-changed")
    page.goto(f"{live_server.url}/beheer/spread/frozenfigures/add/")
    page.get_by_label("Naam").fill("Vertrekpunt")
    page.get_by_label("Peildatum").fill(f"{EARLIER:%Y-%m-%d}")
    page.get_by_label("Zoals gekend op").fill(f"{EARLIER:%Y-%m-%d}")
    page.get_by_label("Beslist door").fill("Stuurgroep spreiding")
    page.get_by_label("Waarom").fill("Vertrekpunt voor de verdeling van december.")
    look(page, "104-freeze")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("heading", name="Vertrekpunt")).to_be_visible()
    look(page, "105-frozen")


def test_a_municipality_and_a_governor_find_their_place(page: Page, live_server, sign_in, computed, look):
    gent = Municipality.objects.get(nis_code="44021")
    sign_in(hat(Kind.LOCAL_AUTHORITY, municipality=gent))
    page.goto(f"{live_server.url}/spreiding/")
    page.get_by_role("link", name="Naast andere gemeenten, en wat wordt verwacht").click()
    expect(page.get_by_role("heading", name="Wat wordt verwacht?")).to_be_visible()
    look(page, "106-position")
    sign_in(hat(Kind.GOVERNOR, province=gent.province))
    page.goto(f"{live_server.url}/spreiding/")
    page.get_by_role("link", name="Uw provincie").click()
    look(page, "107-province")


def test_officials_read_what_was_hidden_and_publish_again(page: Page, live_server, sign_in, computed, look):
    actions.publish_week(on=TODAY)
    site(Municipality.objects.get(nis_code="44021"), 30, checked_on=TODAY)
    actions.recompute(on=TODAY)
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/publication/")
    look(page, "108-publications")
    page.locator("#result_list tbody").get_by_role("link").first.click()
    look(page, "109-publication")
    page.get_by_role("link", name="Deze week opnieuw publiceren").click()
    page.get_by_label("Waarom is het nodig?").fill("Een locatie in Gent ontbrak.")
    look(page, "110-correction")
    page.get_by_role("button", name="Opnieuw publiceren").click()
    expect(page.get_by_role("heading", name="versie 2")).to_be_visible()
