"""Many offers from a file, in a browser and with a real worker: bring, choose columns, look, confirm, undo."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Kind
from housing.models import Offer, OfferImport
from notifications.models import Notification
from tests.factories import OfferFactory, hat
from tests.housing.test_imports import HEADERS, as_csv, row
from tests.journeys.conftest import wait_until

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_company_brings_its_places_in_a_file(
    page: Page, live_server, sign_in, look, gent, worker, tmp_path
):
    company = hat(Kind.COMPANY)
    local = hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    OfferFactory(street="Kerkstraat", house_number="3", title="Van iemand anders")
    OfferFactory(
        organisation=company.organisation,
        created_by=company.user,
        source_reference="A-5",
        street="Oude weg",
        house_number="5",
        estimated_places=2,
    )
    file = tmp_path / "onze plaatsen.csv"
    lines = [row(1), row(2), row(3), row(4, Postcode="1000", Slaapplekken="veel"), row(5)]
    file.write_bytes(as_csv(lines, ["Code bij ons", *HEADERS[1:]]))

    sign_in(company)
    page.goto(f"{live_server.url}/aanbod/mijn/")
    page.get_by_role("link", name="Veel plaatsen tegelijk aanmelden").click()
    look(page, "60-import-list")
    page.get_by_role("button", name="Opladen en verder").click()
    expect(page.get_by_label("Kies een bestand")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Kies een bestand").set_input_files(file)
    page.get_by_role("button", name="Opladen en verder").click()

    expect(page.get_by_label("Straat", exact=True)).to_have_value("street")
    page.get_by_role("button", name="Nakijken wat dit zou doen").click()
    expect(page.locator("main")).to_contain_text("Kies welke kolom")
    look(page, "61-import-columns")
    page.get_by_label("Code bij ons").select_option("source_reference")
    page.get_by_role("button", name="Nakijken wat dit zou doen").click()
    expect(page.get_by_role("heading", name="Bezig met onze plaatsen.csv")).to_be_visible()
    look(page, "62-import-at-work")

    # The page turns into the outcome by itself.
    expect(page.get_by_role("button", name="3 rijen invoeren")).to_be_visible(timeout=45_000)
    main = page.locator("main")
    expect(main).to_contain_text("Er is nog niets bewaard")
    expect(main).to_contain_text("D5")
    expect(main).to_contain_text("staat er al")
    look(page, "63-import-dry-run")
    page.get_by_role("link", name="Fout").click()
    expect(page.get_by_role("row")).to_have_count(2)
    assert Offer.objects.filter(organisation=company.organisation).count() == 1

    page.get_by_role("button", name="3 rijen invoeren").click()
    expect(main).to_contain_text("fout of in conflict")
    page.get_by_label("Sla rijen die fout of in conflict zijn over").check()
    page.get_by_role("button", name="3 rijen invoeren").click()
    expect(main).to_contain_text("Ingevoerd op", timeout=45_000)
    look(page, "64-import-done")
    assert Offer.objects.filter(organisation=company.organisation, status="submitted").count() == 3
    assert Offer.objects.get(source_reference="A-5").estimated_places == 6
    assert Notification.objects.filter(organisation=local.organisation).count() == 1

    page.get_by_role("button", name="Invoer ongedaan maken").click()
    page.get_by_role("dialog").get_by_role("button", name="Invoer ongedaan maken").click()
    expect(page.get_by_role("heading", name="Bezig met")).to_be_visible()
    wait_until(lambda: OfferImport.objects.get().status == "undone")
    expect(main).to_contain_text("teruggenomen", timeout=10_000)
    assert Offer.objects.filter(organisation=company.organisation, status="withdrawn").count() == 2
    assert Offer.objects.get(source_reference="A-5").estimated_places == 2
