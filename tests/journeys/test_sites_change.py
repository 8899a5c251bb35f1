"""A site after its approval in a real Chromium: a reported change, another unit, a visit with photos that fails."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from housing import actions
from housing.models import DefectPhoto, Inspection, Unit
from tests.factories import SiteFactory, UnitFactory
from tests.housing.test_findings import PNG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(live_server, name, *args):
    return f"{live_server.url}{reverse(name, args=args)}"


@pytest.fixture
def site(company, local, gent):
    site = SiteFactory(organisation=company.organisation, name="Residentie Linde", contact_name="An Peeters")
    for number in (1, 2, 3):
        UnitFactory(site=site, label=f"Kamer {number}", places=2)
    return site


def test_a_reported_change_is_carried_out(page: Page, live_server, sign_in, look, site, local, company):
    report = actions.report_change(site=site, text="Er is een kamer bij voor twee personen.", by=company)
    sign_in(local)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name=re.compile("^Gemelde veranderingen"))).to_be_visible()
    page.goto(address(live_server, "housing:change_report_list"))
    look(page, "90-reported-changes")
    page.goto(address(live_server, "housing:change_report", report.pk))
    look(page, "91-reported-change")
    page.goto(address(live_server, "housing:unit_add", site.pk))
    page.get_by_label("In één zin").fill("1 kamer van 2 plaatsen, gelijkvloers")
    page.get_by_role("button", name="Zet om in regels").click()
    look(page, "92-units-add")
    page.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(page.get_by_text("1 wooneenheid toegevoegd: Kamer 4.")).to_be_visible()
    look(page, "93-site-changed")
    page.goto(address(live_server, "housing:unit_edit", Unit.objects.get(label="Kamer 4").pk))
    look(page, "94-unit")
    page.goto(address(live_server, "housing:site_edit", site.pk))
    page.get_by_label("Minuten te voet naar een school").fill("900")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "95-site-facts-error")
    page.goto(address(live_server, "housing:site_documents", site.pk))
    look(page, "96-documents")


def test_a_visit_on_a_phone_keeps_what_was_typed_and_takes_units_out(
    page: Page, live_server, sign_in, look, site, local
):
    sign_in(local)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address(live_server, "housing:site_visit_plan", site.pk))
    look(page, "97-visit-plan")
    page.goto(address(live_server, "housing:site_visit", site.pk))
    smoke = page.get_by_role("group", name=re.compile("^Rookmelders hangen er"))
    smoke.get_by_label("Niet in orde").check()
    page.get_by_label("Wat is er niet in orde?").first.fill("Geen enkele rookmelder")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()
    page.reload()
    expect(page.get_by_text("U was al begonnen")).to_be_visible()
    expect(page.get_by_label("Wat is er niet in orde?").first).to_have_value("Geen enkele rookmelder")
    page.get_by_label("Foto's").first.set_input_files(
        [{"name": "gang.png", "mimeType": "image/png", "buffer": PNG}]
    )
    page.get_by_role("button", name="Plaatsbezoek vastleggen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_text("gang.png")).to_be_visible()
    look(page, "98-visit-error")
    for item in page.get_by_label("In orde", exact=True).all()[1:]:
        item.check()
    page.get_by_label("Hoe erg?").first.select_option("3")
    for question in ("veilig", "gezond", "menswaardig"):
        page.get_by_role("group", name=re.compile(f"Is het er {question}")).get_by_label("Ja").check()
    page.get_by_label("Aantal bruikbare slaapplekken").fill("4")
    page.get_by_role("button", name="Plaatsbezoek vastleggen").click()
    expect(page.get_by_role("heading", name="Wat er nu moet gebeuren")).to_be_visible()
    look(page, "99-visit-failed")
    assert DefectPhoto.objects.get().document.name == "gang.png"
    page.get_by_label("Kamer 2").uncheck()
    page.get_by_role("button", name="Buiten gebruik stellen").click()
    expect(page.get_by_text("2 wooneenheden zijn buiten gebruik")).to_be_visible()
    page.goto(address(live_server, "housing:site_detail", site.pk))
    expect(page.get_by_text("Buiten gebruik tot het opgelost is: Kamer 1, Kamer 3")).to_be_visible()
    look(page, "100-site-after-visit")
    assert not Inspection.objects.get().passed
