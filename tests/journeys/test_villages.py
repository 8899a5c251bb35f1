"""A village from the decision to its opening, in a real Chromium; each new page looked at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from facility.models import OpeningPlan, SupportRequest
from housing.models import Site
from tests.documents.samples import PDF
from tests.facility.factories import SupportRequestFactory
from tests.facility.villages import PropertyFactory, finish_all
from tests.factories import SiteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_village_opens_when_nothing_blocks_any_more(
    page: Page, live_server, sign_in, look, local, facility
):
    asked = SupportRequestFactory(
        organisation=local.organisation, title="Nooddorp aan de vaart", kind="village", places=300
    )
    site = SiteFactory(municipality=local.organisation.municipality, name="Nooddorp aan de vaart")
    for number in range(2):
        PropertyFactory(name=f"Kantoor {number}")
    sign_in(facility)
    page.goto(f"{live_server.url}{reverse('facility:request_take_up', args=[asked.pk])}")
    page.get_by_label("Beslissing van de Vlaamse Regering").fill("VR 2026 2611 DOC.1234")
    page.get_by_label("Datum van de beslissing").fill(timezone.localdate().isoformat())
    page.get_by_label("Aantal slaapplekken volgens de beslissing").fill("300")
    page.locator("input[type=file]").set_input_files(
        {"name": "beslissing.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="In behandeling nemen").click()
    expect(page.get_by_text("U behandelt deze aanvraag nu")).to_be_visible()
    assert SupportRequest.objects.get().government_places == 300

    sign_in(local)
    page.goto(f"{live_server.url}{reverse('facility:playbook_list')}")
    look(page, "160-playbooks")
    page.get_by_role("link", name="Draaiboek starten").click()
    page.get_by_label("Soort plaats").select_option("village")
    page.get_by_label("Locatie").select_option(label="Nooddorp aan de vaart")
    page.get_by_label("Aanvraag").select_option(index=1)
    page.get_by_label("Geplande opening").fill((timezone.localdate() + timedelta(170)).isoformat())
    page.get_by_role("button", name="Starten").click()
    expect(page.get_by_text("Het draaiboek loopt")).to_be_visible()
    plan = OpeningPlan.objects.get()
    expect(page.get_by_text("No-go", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Locatie openen")).to_have_count(0)
    assert not Site.objects.habitable(on=timezone.localdate()).filter(pk=site.pk).exists()
    look(page, "161-playbook-board")
    page.get_by_role("link", name="Tijdlijn").click()
    look(page, "162-playbook-timeline")
    page.get_by_role("link", name="Locatie", exact=True).click()
    expect(page.get_by_role("heading", name="Wacht op de opening")).to_be_visible()
    look(page, "165-site-waits")
    page.get_by_role("link", name="Naar het draaiboek van deze locatie").click()

    finish_all(plan, by=local, but=["go"])
    page.reload()
    expect(page.get_by_text("1 punt houdt de opening nog tegen")).to_be_visible()
    page.locator("a[href*='/klaar/']", has_text="Beslissing om te openen").click()
    page.get_by_label("Opmerking").fill("Alles overlopen met de brandweer.")
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Locatie openen").click()
    expect(page.get_by_text("De locatie is open: huishoudens kunnen intrekken.")).to_be_visible()
    assert Site.objects.habitable(on=timezone.localdate()).filter(pk=site.pk).exists()

    page.goto(f"{live_server.url}{reverse('facility:property_list')}")
    look(page, "163-properties")
    page.goto(f"{live_server.url}{reverse('facility:village_planner')}")
    page.get_by_role("button", name="Berekenen").click()
    expect(page.get_by_role("heading", name="Drie varianten")).to_be_visible()
    look(page, "164-planner")
