"""The box above every page: reached by a key, suggests while one types, chosen with the arrows, told to who listens."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import SiteFactory
from tests.journeys.conftest import faults_of

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_the_search_box_is_worked_with_the_keyboard_alone(page: Page, live_server, sign_in, local):
    sites = [SiteFactory(name=f"Kastanjehof {number}") for number in (1, 2)]
    sign_in(local)
    page.goto(live_server.url + reverse("housing:unit_list"))
    box = page.get_by_role("combobox", name="Zoek")
    choices, told = page.get_by_role("option"), page.locator("form[data-search-box] [role=status]")
    expect(box).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.type("kastanjeh")
    expect(choices).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Suggesties")).to_be_visible()
    expect(told).to_have_text("2 suggesties. Kies met de pijlen.")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    expect(choices.nth(0)).to_have_attribute("aria-selected", "false")
    expect(box).to_have_attribute("aria-activedescendant", str(choices.nth(1).get_attribute("id")))
    expect(box).to_be_focused()
    assert faults_of(page) == []

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", "zoek-keuze-2")
    expect(box).to_have_value("kastanjeh")

    page.keyboard.press("ArrowUp")  # opens it again, from below
    chosen = str(choices.nth(1).get_attribute("data-url"))
    expect(choices.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{chosen}")
    assert chosen in [reverse("housing:site_detail", args=[site.pk]) for site in sites]

    page.keyboard.press("Control+k")
    page.keyboard.type("qqzzxxwwvv")
    expect(told).to_have_text("Geen suggesties.")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")  # nothing chosen: the page of the search itself
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "zoek=qqzzxxwwvv" in page.url
    assert faults_of(page) == []
