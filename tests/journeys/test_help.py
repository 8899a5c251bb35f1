"""Who does not know the portal yet finds out how it works, without signing in."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_company_reads_how_to_offer_a_place_before_it_signs_in(page: Page, live_server, look, reference):
    page.goto(f"{live_server.url}/hulp/")
    look(page, "140-help")
    page.get_by_label("Wat wilt u doen?").fill("gebouw aanmelden")
    page.get_by_role("button", name="Zoeken", exact=True).click()
    page.get_by_role("link", name="Een plaats aanbieden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Een plaats aanbieden")
    look(page, "140-help-guide")
    page.get_by_role("link", name="slaapplek").first.click()
    expect(page.locator("#slaapplek")).to_be_in_viewport()
    look(page, "140-glossary")
