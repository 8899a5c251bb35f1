"""The living page in a real browser: what is right here is right on every page that uses the components."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_violations, focused, overflow, problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1280)


@pytest.fixture
def guide(page: Page, live_server) -> Page:
    page.goto(f"{live_server.url}/stijl/")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_needs_sideways_scrolling_or_breaks_the_policy_or_wcag(page: Page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/stijl/")
    assert problems(page) == []
    assert overflow(page) == 0
    assert axe_violations(page) == []


def test_it_still_fits_with_the_text_spacing_of_wcag_and_at_twice_the_text_size(guide: Page):
    guide.set_viewport_size({"width": 640, "height": 800})
    guide.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        + " p { margin-bottom: 2em !important } html { font-size: 200% }"); document.adoptedStyleSheets = [sheet] }"""
    )
    assert overflow(guide) == 0


def test_the_first_tab_stop_leads_to_the_content(guide: Page):
    guide.keyboard.press("Tab")
    assert focused(guide)["text"] == "Naar de inhoud"
    assert focused(guide)["visible"]
    guide.keyboard.press("Enter")
    assert guide.evaluate("document.activeElement.id") == "inhoud"


@pytest.mark.parametrize("width", [360, 1280])
def test_with_the_keyboard_one_always_sees_where_one_is(page: Page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/stijl/")
    stops = []
    for _ in range(160):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert len(stops) > 60
    lost = [stop for stop in stops if not (stop["visible"] and stop["uncovered"] and stop["ring"])]
    assert lost == []


def test_the_menu_of_roles_opens_and_closes_by_keyboard(guide: Page):
    account = guide.locator("summary.tool--account")
    account.focus()
    guide.keyboard.press("Enter")
    expect(guide.get_by_role("button", name="Vzw Warm Onthaal")).to_be_visible()
    guide.keyboard.press("Escape")
    expect(guide.get_by_role("button", name="Vzw Warm Onthaal")).to_be_hidden()
    expect(account).to_be_focused()


def test_a_menu_closes_when_one_leaves_it(guide: Page):
    guide.locator("summary.tool--account").click()
    guide.get_by_role("link", name="Huishoudens").first.focus()
    expect(guide.get_by_role("button", name="Afmelden")).to_be_hidden()


def test_the_open_menu_passes_axe_too(guide: Page):
    guide.set_viewport_size({"width": 360, "height": 800})
    guide.locator("summary.tool--account").click()
    assert overflow(guide) == 0
    assert axe_violations(guide) == []
    guide.keyboard.press("Escape")
    guide.locator(".site-nav-mobile summary").click()
    assert axe_violations(guide) == []


def test_the_mobile_menu_works_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/stijl/")
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Spreiding")).to_be_hidden()
    page.locator(".site-nav-mobile summary").click()
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Spreiding")).to_be_visible()
    context.close()


def test_on_a_small_screen_a_table_becomes_cards_with_their_headings(guide: Page):
    guide.set_viewport_size({"width": 360, "height": 800})
    cell = guide.locator('.table--cards td[data-label="Plaatsen"]').first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Plaatsen"'
    assert cell.evaluate("e => e.getBoundingClientRect().width") > 250


def test_the_calendar_scrolls_by_keyboard_and_its_stays_are_links(guide: Page):
    guide.set_viewport_size({"width": 360, "height": 800})
    region = guide.get_by_role("region", name="Bezetting van Pastorie Sint-Jan")
    region.focus()
    guide.keyboard.press("ArrowRight")
    expect(guide.locator(".calendar__scroll").first).not_to_have_js_property("scrollLeft", 0)
    expect(
        region.get_by_role("link", name="bewoond, gezin van 5: van 09/11/2026 tot en met 27/12/2026")
    ).to_have_count(1)


def test_people_who_want_no_motion_get_none(page: Page, live_server):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/stijl/")
    assert page.locator(".button").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_on_paper_only_the_content_remains(guide: Page):
    guide.emulate_media(media="print")
    expect(guide.locator(".site-header")).to_be_hidden()
    expect(guide.locator(".site-footer")).to_be_hidden()
    expect(guide.locator(".print-header")).to_be_visible()
    expect(guide.get_by_text("Afgedrukt op")).to_be_visible()
    expect(guide.locator(".calendar__table")).to_be_visible()
    assert (
        guide.evaluate("getComputedStyle(document.querySelector('.calendar__scroll')).overflowX") == "visible"
    )
