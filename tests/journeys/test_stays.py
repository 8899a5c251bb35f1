"""Who lives where, in a real Chromium: arriving, an end, moving, a round of presence, leaving; and on paper."""

import re
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from housing import actions
from housing.models import Stay
from tests.factories import HouseholdFactory, SiteFactory, StayFactory, UnitFactory
from tests.journeys.conftest import DESKTOP, SCREENSHOTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(live_server, name, *args):
    return f"{live_server.url}{reverse(name, args=args)}"


@pytest.fixture
def site(company, gent):
    return SiteFactory(organisation=company.organisation, name="Residentie Linde", turnaround_days=2)


def test_from_arriving_to_moving(page: Page, live_server, sign_in, look, local, site, deinze):
    today = timezone.localdate()
    room, other, third = (UnitFactory(site=site, label=f"Kamer {number}") for number in (1, 2, 3))
    UnitFactory(site=SiteFactory(municipality=deinze, name="Molen"))
    stay = actions.hold_unit(
        household=HouseholdFactory(registered_by=local.organisation, size=3),
        unit=room,
        move_in_on=today - timedelta(days=2),
        by=local,
    )
    actions.start_stay(stay=stay, by=local)
    sign_in(local)
    page.goto(address(live_server, "housing:stay_detail", stay.pk))
    expect(page.get_by_text("Nog niemand bevestigde")).to_be_visible()
    look(page, "120-stay")
    page.get_by_role("link", name="Intrek bevestigen").click()
    look(page, "121-stay-arrival")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("De intrek is bevestigd op")).to_be_visible()
    page.get_by_role("link", name="Verlengen of inkorten").click()
    page.get_by_label("Verblijft er tot en met").fill((today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Deze dag is voorbij").first).to_be_visible()
    look(page, "122-stay-end-error")
    page.get_by_label("Verblijft er tot en met").fill((today + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Het verblijf loopt nu tot en met")).to_be_visible()
    page.get_by_role("link", name="Verhuizen").click()
    look(page, "123-stay-move")
    StayFactory(unit=other, household__registered_by=local.organisation)  # a colleague is quicker
    page.get_by_label("Residentie Linde, Kamer 2").check()
    page.get_by_role("button", name="Verhuizen").click()
    expect(page.get_by_text("al voorbehouden of bewoond").first).to_be_visible()
    look(page, "124-stay-move-taken")
    page.get_by_label("Residentie Linde, Kamer 3").check()
    page.get_by_role("button", name="Verhuizen").click()
    expect(page.get_by_text("Verhuisd: Residentie Linde, Kamer 3")).to_be_visible()
    assert Stay.objects.get(unit=third).period.lower == today
    page.goto(address(live_server, "housing:stay_detail", stay.pk))
    look(page, "125-stay-ended")


def test_arrivals_and_departures_on_screen_and_on_paper(
    page: Page, live_server, sign_in, look, local, site, deinze
):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for number in range(4):
        StayFactory(
            unit=UnitFactory(site=site, label=f"Kamer {number}"),
            household__registered_by=local.organisation,
            period=DateRange(monday + timedelta(days=number), None),
            status="held" if number == 3 else "lived_in",
        )
    StayFactory(
        unit=UnitFactory(site=SiteFactory(municipality=deinze, name="Molen")),
        household__registered_by=local.organisation,
        period=DateRange(monday, None),
        status="held",
    )
    leaving = StayFactory(
        unit=UnitFactory(site=site, label="Zolder"),
        household__registered_by=local.organisation,
        period=DateRange(monday - timedelta(days=90), monday + timedelta(days=4)),
    )
    sign_in(local)
    page.set_viewport_size(DESKTOP)
    page.goto(address(live_server, "housing:movement_list"))
    look(page, "126-movements-day")
    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name="Week", exact=True).click()
    expect(page.get_by_role("link", name=leaving.reference, exact=True)).to_be_visible()
    look(page, "127-movements-week")
    expect(page.get_by_text("Gezien").first).to_be_hidden()
    page.set_viewport_size({"width": 700, "height": 1000})  # a sheet of A4
    page.emulate_media(media="print")
    expect(page.get_by_text("Gezien").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("link", name="Intrek bevestigen")).to_have_count(0)
    page.screenshot(path=SCREENSHOTS / "128-movements-print.png", full_page=True)
    page.emulate_media(media="screen")
    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name="Volgende week").click()
    expect(page.get_by_text("Niemand.")).to_have_count(2)


def test_a_round_of_presence_by_keyboard(page: Page, live_server, sign_in, look, local, site):
    today = timezone.localdate()
    stays = [
        StayFactory(
            unit=UnitFactory(site=site, label=f"Kamer {number}"), household__registered_by=local.organisation
        )
        for number in (1, 2, 3)
    ]
    for ago in (14, 7):
        seen = {stays[0].pk: "present", stays[1].pk: "absent", stays[2].pk: "unknown"}
        actions.record_presence(site=site, on=today - timedelta(days=ago), outcomes=seen, by=local)
    sign_in(local)
    page.goto(address(live_server, "housing:site_detail", site.pk))
    page.get_by_role("link", name="Aanwezigheid nakijken").click()
    look(page, "129-presence")
    page.get_by_role("button", name="Bewaren wat ik zag").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "130-presence-error")
    first = page.get_by_role("group", name="Kamer 1").get_by_label("aanwezig", exact=True)
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.get_by_role("group", name="Kamer 2").get_by_label("afwezig", exact=True).check()
    page.get_by_role("button", name="Bewaren wat ik zag").press("Enter")
    expect(page.get_by_text("Wat u zag is bewaard")).to_be_visible()
    expect(page.get_by_text("3 keer na elkaar afwezig")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^Vertrokken zonder melding.*{stays[1].reference}")).click()
    expect(page.get_by_label("vertrokken zonder melding")).to_be_checked()
    look(page, "131-left-without-a-word")
    page.get_by_role("button", name="Vertrek vastleggen").click()
    expect(page.get_by_text("Het vertrek is vastgelegd")).to_be_visible()
    assert Stay.objects.get(pk=stays[1].pk).end_reason == "unknown"
