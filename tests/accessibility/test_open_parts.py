"""What opens over a page, with the keyboard and for a screen reader: suggestions of the search, the warning before a
session ends, the menus in the head. The page itself is looked at in test_every_page.py."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.accessibility.looks import NARROW, WIDE, as_lines, axe, complaints, each, forced_colours, reflow

pytestmark = pytest.mark.soak


def note(portal, results, name: str, hat: str, found: dict[str, list[str]]) -> None:
    page: Page = portal.page
    page.set_viewport_size(NARROW)
    found |= {f"{what} at 320 px": lines for what, lines in each(page, axe, reflow).items()}
    page.set_viewport_size(WIDE)
    faults = as_lines(found)
    results.note(
        page=name, kind="portal", state="open", hat=hat, checks=list(found), faults=faults, files=portal.files
    )
    assert faults == []


def opened(portal, name: str, hat: str) -> Page:
    path = reverse(name)
    portal.ask(path, hat=hat)
    portal.show(path)
    page: Page = portal.page
    return page


def test_the_suggestions_of_the_search_are_chosen_with_the_arrows(portal, results):
    page = opened(portal, "home", "local")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="In alles zoeken")
    expect(box).to_be_focused()
    page.keyboard.type(str(portal.world.things["offer"].reference)[:6])
    first = page.get_by_role("option").first
    expect(first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box [role=status]")).to_contain_text("suggestie")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "?")
    expect(box).to_be_focused()
    found = each(page, complaints, axe)
    note(portal, results, "home: suggestions of the search", "local", found)
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("name", "hat"), [("home", "local"), ("admin:index", "abb")])
def test_the_warning_before_a_session_ends_takes_the_focus_and_gives_it_back(
    portal, results, settings, name, hat
):
    settings.SESSION_LIMITS_STRICT = settings.SESSION_LIMITS = (1, 600)  # minutes
    settings.SESSION_WARNED_BEFORE = 3600
    page = opened(portal, name, hat)
    warning = page.get_by_role("dialog", name="Bent u er nog?")
    expect(warning).to_be_visible()
    stay = page.get_by_role("button", name="Aangemeld blijven")
    expect(stay).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    found = each(page, complaints, axe, forced_colours)
    note(portal, results, f"{name}: warning before the session ends", hat, found)
    page.keyboard.press("Escape")
    expect(warning).to_be_hidden()


def test_the_menus_in_the_head_open_with_the_keyboard_and_close_with_escape(portal, results):
    page = opened(portal, "home", "local")
    found: dict[str, list[str]] = {}
    for number in range(page.locator("header details > summary:visible").count()):
        summary = page.locator("header details > summary:visible").nth(number)
        summary.press("Enter")
        panel = summary.locator("xpath=..")
        expect(panel).to_have_attribute("open", "")
        found[f"axe, menu {number}"] = axe(page)
        page.keyboard.press("Escape")
        expect(panel).not_to_have_attribute("open", "")
        expect(summary).to_be_focused()
    assert found, "there are menus in the head"
    note(portal, results, "home: menus in the head", "local", found)
