"""A claim becomes a decision and a payment file, and a template a contract, in a real browser with the right people."""

from datetime import date
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from playwright.sync_api import Page, expect

from facility import actions
from facility.models import PayingAccount, PaymentFile, ReimbursementClaim, UnitPrice
from tests.facility.claims import DAY, IBAN
from tests.factories import MembershipFactory, SiteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_claim_to_payment_file(page: Page, live_server, sign_in, look, local, facility):
    colleague = MembershipFactory(organisation=facility.organisation)
    site = SiteFactory(municipality=local.organisation.municipality)
    PayingAccount.objects.create(
        name="Het Facilitair Bedrijf", iban=IBAN, valid=DateRange(date(2020, 1, 1), None)
    )

    def go(name, *args):
        page.goto(f"{live_server.url}{reverse(f'facility:{name}', args=args)}")

    sign_in(local)
    go("claim_add")
    page.get_by_label("Voor welke locatie?").select_option(str(site.pk))
    page.get_by_label("Op welk rekeningnummer").fill(IBAN)
    page.get_by_role("button", name="Verder naar de lijnen").click()
    claim = ReimbursementClaim.objects.get()
    page.get_by_role("link", name="Lijn toevoegen").click()
    page.get_by_label("Eenheidsprijs").select_option(str(UnitPrice.objects.get(code="created_place").pk))
    page.get_by_label("Omschrijving").fill("Vier plaatsen in de gelijkvloerse zaal")
    page.get_by_label("Datum van de kost").fill(DAY.isoformat())
    page.get_by_label("Aantal eenheden").fill("4")
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_text("De terugvordering is ingediend")).to_be_visible()

    sign_in(facility)
    go("claim_assess", claim.pk)
    page.get_by_label("Goedgekeurd").fill("3000")
    page.get_by_role("button", name="Voorleggen aan een collega").click()
    look(page, "80-claim-assess-error")
    page.get_by_label("Waarom minder?").fill("Eén plaats is niet klaar")
    page.get_by_role("button", name="Voorleggen aan een collega").click()

    sign_in(colleague)
    go("claim_detail", claim.pk)
    page.get_by_role("button", name="Goedkeuren").click()
    look(page, "81-claim")
    go("payment_add")
    page.get_by_label(claim.reference).check()
    page.get_by_role("button", name="Bestand maken").click()
    sign_in(facility)
    file = PaymentFile.objects.get()
    go("payment_detail", file.pk)
    page.get_by_role("button", name="Vrijgeven").click()
    look(page, "82-payment")
    with page.expect_download() as download:
        page.get_by_role("link", name="Bestand downloaden").click()
    assert "<CtrlSum>3000.00</CtrlSum>" in Path(download.value.path()).read_text()
    page.get_by_role("button", name="De bank voerde het uit").click()
    expect(page.get_by_text("De terugvorderingen zijn betaald")).to_be_visible()


def test_a_contract_comes_from_a_template(page: Page, live_server, sign_in, look, local, facility):
    SiteFactory(municipality=local.organisation.municipality)
    template = next(one for one in actions.add_own_drafts(by=facility) if one.kind == "shelter")
    sign_in(local)
    page.goto(f"{live_server.url}{reverse('facility:rental_add')}")
    page.get_by_label("Sjabloon").select_option(str(template.pk))
    page.get_by_label("Locatie").select_option(index=1)
    page.get_by_label("Andere partij").fill("vzw Onthaal")
    page.get_by_label("Begin").fill("2026-12-01")
    page.get_by_label("Laatste dag").fill("2027-05-31")
    page.get_by_role("button", name="Verder").click()
    look(page, "83-contract-assistant")
    page.get_by_role("link", name="Aanvullen").click()
    for box in page.get_by_role("textbox").all():
        box.fill("Ingevuld")
    page.get_by_role("button", name="Bewaren").click()
    page.get_by_role("button", name="Contract maken").click()
    expect(page.get_by_text("Het contract is gemaakt")).to_be_visible()
    look(page, "84-contract-made")
