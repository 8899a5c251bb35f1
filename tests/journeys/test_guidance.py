"""Good practice from submission to found, in a real Chromium; the new pages of VLOT looked at once each."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import UnitFactory, days_ago
from tests.journeys.conftest import SCREENSHOTS
from tests.vlot.factories import ContactFactory, InterventionFactory
from vlot.actions import ensure_teams, join_team
from vlot.guidance.actions import load_guides
from vlot.guidance.models import GoodPractice
from vlot.guidance.shipped import shipped_guides
from vlot.models import Team
from vlot.oversight.actions import publish_month
from vlot.oversight.paper import paper_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def in_team(vlot, gent):
    """Works in the team of Gent's province; the shipped guides are there."""
    ensure_teams()
    join_team(team=Team.objects.get(province=gent.province), membership=vlot, by=None)
    load_guides(shipped=shipped_guides())
    return vlot


def test_a_good_practice_is_shared_reviewed_published_and_found(
    page: Page, live_server, sign_in, look, local, neighbour, in_team
):
    sign_in(local)
    page.goto(f"{live_server.url}{reverse('vlot:guide_list')}")
    look(page, "70-guidance-library")
    page.get_by_role("link", name="Een goede praktijk delen").click()
    page.get_by_role("button", name="Versturen naar VLOT").click()
    look(page, "71-practice-add-error")
    page.get_by_label("Titel").fill("Een fietsenpot voor wie werk vindt")
    page.get_by_label("Thema").select_option(label="diensten en sectoren")
    page.get_by_label("Wat was de situatie?").fill("Wie werk vond, raakte er niet: er rijdt geen bus.")
    page.get_by_label("Wat deed u?").fill("We herstelden twintig fietsen met de kringwinkel.")
    page.get_by_label("Wat kwam ervan?").fill("Twaalf mensen rijden nu zelf naar het werk.")
    page.get_by_role("button", name="Versturen naar VLOT").click()
    expect(page.get_by_text("VLOT leest uw goede praktijk na")).to_be_visible()
    practice = GoodPractice.objects.get()
    address = f"{live_server.url}{reverse('vlot:practice_detail', args=[practice.pk])}"
    sign_in(in_team)
    page.goto(address)
    page.get_by_role("link", name="Nalezen").click()
    page.get_by_label("Titel").fill("Fietsen in bruikleen voor wie werk vindt")
    page.get_by_label("De weg naar school").check()
    page.get_by_label("Wat veranderde u, en waarom?").fill("De titel zegt nu dat het een bruikleen is.")
    look(page, "72-practice-review")
    page.get_by_role("button", name="Nalezen en doorgaan").click()
    sign_in(local)
    page.goto(address)
    page.get_by_role("button", name="Akkoord, publiceer").click()
    expect(page.get_by_text("Uw goede praktijk is gepubliceerd")).to_be_visible()
    sign_in(neighbour)
    page.goto(f"{live_server.url}{reverse('vlot:guide_list')}")
    page.get_by_label("Zoek in handvaten").fill("fietsen voor het wrek")
    page.get_by_role("button", name="Zoeken").click()
    look(page, "73-guidance-search")
    page.get_by_role("link", name="Fietsen in bruikleen").click()
    page.get_by_role("button", name="Dit hielp ook bij ons").click()
    expect(page.get_by_text("Hielp ook bij 1 bestuur, in 1 situatie")).to_be_visible()
    look(page, "74-practice")


def test_vlot_reads_a_guide_its_overview_and_its_month(
    page: Page, live_server, sign_in, look, in_team, local
):
    today = timezone.localdate()
    for status, days in (("open", 3), ("assigned", 25), ("open", 44), ("closed", 60)):
        call = InterventionFactory(status=status, asked_at=days_ago(days))
        ContactFactory(
            intervention=call, held_on=days_ago(days - 1).date(), next_step="Samen kijken", due_on=today
        )
    UnitFactory(places=4)
    report = publish_month(on=today)[0]
    sign_in(in_team)
    for name, address in (
        ("75-guide", reverse("vlot:guide_detail", args=["overlast-in-collectieve-huisvesting"])),
        ("76-guide-edit", reverse("vlot:guide_edit", args=["gastgezin-stopt"])),
        ("77-team-overview", reverse("vlot:team_overview")),
        ("78-month", reverse("vlot:report_detail", args=[report.pk])),
        ("79-effects", reverse("vlot:effect_board")),
        ("80-town", reverse("vlot_town", args=["44021"])),
    ):
        page.goto(f"{live_server.url}{address}")
        look(page, name)
    (SCREENSHOTS / "81-month-paper.png").write_bytes(paper_of(report, "png"))
