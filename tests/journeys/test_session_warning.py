"""Before a session ends for not being used, the page says so and offers to stay (WCAG 2.2.1)."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import faults_of

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_who_is_warned_stays_with_one_click_and_who_is_too_late_loses_nothing(
    page: Page, live_server, sign_in, local, settings
):
    settings.SESSION_LIMITS_STRICT = (1, 600)  # minutes
    settings.SESSION_WARNED_BEFORE = 58
    sign_in(local)
    page.goto(f"{live_server.url}/huishoudens/nieuw/")
    page.locator("[name=persons-0-given_name]").fill("Olena")
    warning = page.get_by_role("dialog", name="Bent u er nog?")
    expect(warning).to_be_visible(timeout=15_000)
    expect(warning).to_contain_text("Over 1 minuut wordt u afgemeld")
    expect(page.get_by_role("button", name="Aangemeld blijven")).to_be_focused()
    assert faults_of(page) == []

    page.get_by_role("button", name="Aangemeld blijven").press("Enter")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=15_000)  # the minute began anew, and runs out again
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()

    settings.SESSION_LIMITS_STRICT = (0, 600)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    too_late = page.get_by_role("dialog", name="U bent afgemeld")
    expect(too_late).to_be_visible(timeout=20_000)
    expect(too_late).to_contain_text("er gaat niets verloren")
    page.get_by_role("button", name="Sluiten").click()
    expect(page.locator("[name=persons-0-given_name]")).to_have_value("Olena")
