"""Figures of the spread in a real Chromium: the open data without signing in, and the expert panel of officials."""

import random

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Kind
from municipalities.models import Municipality
from municipalities.reference import load_reference_data
from spread import actions
from spread.actions import load_published_keys
from spread.models import IndicatorSnapshot, SignalRule, SpreadKey
from tests.spread.builders import TODAY, hat, site, stay
from vlot.actions import ensure_teams, join_team
from vlot.models import Team

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
    page.locator(".object-tools").get_by_role("link", name="scenario toevoegen").click()
    look(page, "99-what-if-form")
    page.get_by_label("Naam").fill("Dorp in Gent")
    page.get_by_label("Hoeveel personen komen erbij?").fill("500")
    page.get_by_label("In welke gemeente komt een nooddorp?").fill("Gent")
    page.get_by_label("Hoeveel plaatsen heeft het nooddorp?").fill("300")
    page.get_by_role("button", name="Berekenen en bewaren").click()
    expect(page.get_by_role("table", name="Doel en verschil per gemeente")).to_be_visible()
    look(page, "99-what-if")
    page.get_by_role("link", name="Kaart", exact=True).click()
    expect(page.get_by_role("figure")).to_have_count(2)
    look(page, "99-what-if-map")
    page.locator(".breadcrumbs").get_by_role("link", name="Scenario's").first.click()
    look(page, "99-what-if-list")


def test_abb_drafts_a_key_and_sees_who_gains_while_typing(page: Page, live_server, sign_in, published, look):
    sign_in(hat(Kind.ABB, is_staff=True))
    key = SpreadKey.objects.get(leading=True)
    page.goto(f"{live_server.url}/beheer/spread/spreadkey/{key.pk}/change/")
    page.get_by_role("link", name="Nieuwe versie opstellen").click()
    page.get_by_label("Gewicht in procent").first.fill("65")
    page.get_by_label("Deze factor weglaten").nth(1).check()
    expect(page.get_by_role("table", name="Doel nu en met het ontwerp")).to_be_visible(timeout=15_000)
    look(page, "99-key-draft")
    page.get_by_label("Gewicht in procent").first.fill("60")
    page.get_by_role("button", name="Vaststellen").click()
    expect(page.get_by_text("samen op tot 95 %").first).to_be_visible()


def test_officials_see_when_it_is_full(page: Page, live_server, sign_in, published, look):
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/scenario/")
    page.get_by_role("link", name="Instroom doorrekenen").click()
    look(page, "99-inflow-form")
    page.get_by_label("Naam").fill("Winter")
    page.get_by_role("button", name="Berekenen en bewaren").click()
    expect(page.get_by_role("table", name="Week na week")).to_be_visible()
    look(page, "99-inflow")


def test_a_signal_reaches_abb_and_the_team_of_vlot(page: Page, live_server, sign_in, published, look):
    actions.raise_signals(on=TODAY)
    SignalRule.objects.update(places=1)
    actions.raise_signals(on=TODAY)
    ensure_teams()
    vlot = hat(Kind.VLOT)
    join_team(team=Team.objects.get(province=None), membership=vlot, by=None)
    sign_in(hat(Kind.ABB, is_staff=True))
    page.goto(f"{live_server.url}/beheer/spread/signal/?desk__exact=abb")
    look(page, "99-signals")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Opvolgen of afsluiten").click()
    look(page, "99-signal-form")
    sign_in(vlot)
    page.goto(f"{live_server.url}/vlot/oproepen/")
    page.get_by_role("link", name="Signalen over de spreiding in uw regio").click()
    look(page, "99-leads")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_label("Ik volg dit op").check()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("U volgt dit signaal op.")).to_be_visible()
    look(page, "99-lead")
