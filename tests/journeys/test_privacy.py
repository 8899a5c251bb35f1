"""An officer answers people who ask about their data; every page about privacy is looked at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from households.models import Erasure
from housing.actions import note_host
from tests.factories import HouseholdFactory, SiteFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


def test_an_officer_takes_out_holds_and_erases_what_is_kept_of_a_household(
    page: Page, live_server, sign_in, look, local, officer
):
    gone = HouseholdFactory(
        registered_by=local.organisation, left_on=TODAY - timedelta(days=9), left_reason="abroad"
    )
    page.goto(live_server.url + reverse("households:privacy"))
    look(page, "95-privacy")
    page.get_by_role("link", name="Ik ben gevlucht uit Oekraïne").click()
    look(page, "96-privacy-displaced")
    page.goto(live_server.url + reverse("households:processing_register"))
    look(page, "97-processing-register")

    sign_in(officer)
    page.goto(live_server.url + reverse("households:household_rights", args=[gone.pk]))
    look(page, "98-rights")
    page.get_by_label("De mensen zelf vragen").check()
    page.get_by_label("Kenmerk van de vraag").first.fill("AVG-2026/12")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bestand ophalen").click()
    assert download.value.suggested_filename == f"gegevens-{gone.reference}.zip"

    page.get_by_label("Waarom moet dit dossier").fill("Klacht 2026/3")
    page.get_by_role("button", name="Bewaarplicht opleggen").click()
    expect(page.get_by_text("Wissen kan nu niet")).to_be_visible()
    page.get_by_role("button", name="Bewaarplicht opheffen").click()
    page.get_by_role("dialog").get_by_role("button", name="Bewaarplicht opheffen").click()

    erase = page.locator("form", has=page.get_by_role("button", name="Gegevens wissen"))
    erase.get_by_label("Op vraag van de betrokkene").check()
    erase.get_by_label("Kenmerk van de vraag").fill("AVG-2026/12")
    erase.get_by_label("Ik weet dat dit niet ongedaan").check()
    erase.get_by_role("button", name="Gegevens wissen").click()
    page.get_by_role("dialog").get_by_role("button", name="Gegevens wissen").click()
    expect(page.get_by_text("zijn gewist. Aantallen")).to_be_visible()
    look(page, "99-erased")
    assert Erasure.objects.get().reference == "AVG-2026/12"
    page.get_by_role("link", name="Bewaartermijnen").first.click()
    look(page, "99a-retention")


def test_a_municipality_notes_what_a_private_host_agreed_to(page: Page, live_server, sign_in, look, local):
    site = SiteFactory(organisation=local.organisation, contact_name="An Gastvrouw")
    sign_in(local)
    page.goto(live_server.url + reverse("housing:site_host", args=[site.pk]))
    look(page, "99b-host")
    note_host(site=site, told_on=TODAY - timedelta(days=5), told_how="signed", by=local)
    page.goto(live_server.url + reverse("housing:site_host", args=[site.pk]))
    look(page, "99c-host-withdraws")
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("trok het akkoord in")).to_be_visible()
    page.goto(live_server.url + reverse("housing:site_hold", args=[site.pk]))
    look(page, "99d-site-hold")
