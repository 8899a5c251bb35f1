"""The data-protection officer finds who looked, and judges what stands out; every page of his is looked at."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from audit.readings import MANY_HITS, note_readings, note_search
from households.models import LookFlag
from tests.factories import HouseholdFactory, LookFlagFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_officer_reads_the_log_and_judges_what_stands_out(
    page: Page, live_server, sign_in, look, local, officer
):
    families = [HouseholdFactory(registered_by=local.organisation) for _ in range(3)]
    note_readings(families, "het dossier", by=local)
    note_search(local.organisation, "ivan", MANY_HITS, "de lijst van huishoudens", by=local)
    flag = LookFlagFactory(user=local.user, organisation=local.organisation)
    sign_in(officer)
    page.goto(live_server.url)
    look(page, "90-officer-start")
    page.get_by_role("link", name="Wie keek mee").first.click()
    look(page, "91-read-log")
    page.get_by_label("Nummer van het huishouden").fill(families[0].reference)
    page.get_by_role("button", name="Filteren").click()
    page.get_by_role("link", name=families[0].reference).click()
    expect(page.get_by_role("heading", name="Wie keek in dit dossier?")).to_be_visible()
    look(page, "92-who-looked")
    page.goto(live_server.url + reverse("households:look_flag_list"))
    look(page, "93-flags")
    page.get_by_role("link", name=str(local.user)).click()
    look(page, "94-flag")
    page.get_by_label("Bekeken, in orde").check()
    page.get_by_label("Waarom is het in orde").fill("Nieuwe lijst van Fedasil.")
    page.get_by_role("button", name="Oordeel bewaren").click()
    expect(page.get_by_text("Uw oordeel is bewaard.")).to_be_visible()
    flag.refresh_from_db()
    assert (flag.status, flag.judged_by) == (LookFlag.Status.FINE, officer.user)
