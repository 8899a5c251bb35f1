"""Walk 1 of the design: one building's way from a company's web form to the spread indicator."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership, Organisation
from housing.models import Offer, Stay
from municipalities.models import Change
from spread.models import IndicatorSnapshot
from tests.journeys.conftest import wait_until

pytestmark = [pytest.mark.django_db(transaction=True)]
KBO = "0403.170.701"  # the check digits are right; the register knows it as a large public company


def code_from_mail() -> str:
    body = str(mail.outbox[-1].body)
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", body, re.MULTILINE)
    assert found, body
    return found.group(1)


def test_from_web_form_to_spread(page: Page, live_server, sign_in, look, local, abb, worker):
    # 1. A company signs in by e-mail code, gives its KBO number, submits a building.
    page.goto(live_server.url)
    look(page, "01-landing")
    page.get_by_role("link", name="Een plaats aanbieden").click()
    look(page, "01-entry")
    page.get_by_role("link", name="Beginnen").click()
    page.get_by_label("E-mail").fill("zaakvoerder@residentie.example")
    look(page, "02-signup")
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=code]").fill(code_from_mail())
    look(page, "03-code")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Voor welke organisatie werkt u?")).to_be_visible()
    page.get_by_label("Ondernemingsnummer").fill("0403.170.702")
    page.get_by_label("Bedrijf").check()
    page.get_by_label("Naam van de organisatie").fill("Residentie De Linde")
    page.get_by_label("Uw naam").fill("Jo Proef")
    page.get_by_role("button", name="Verder").click()
    expect(page.locator(".field__error")).to_contain_text("geen geldig ondernemingsnummer")
    look(page, "04-organisation-error")
    page.get_by_label("Ondernemingsnummer").fill(KBO)
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jo Proef")
    look(page, "05-home-company")

    page.get_by_role("link", name="Aanbod", exact=True).first.click()
    page.get_by_role("link", name="Nieuw aanbod aanmelden").first.click()
    page.get_by_label("Naam van de plaats").fill("Residentie De Linde")
    page.get_by_label("Straat").fill("Kerkstraat")
    page.get_by_label("Nummer", exact=True).fill("12")
    page.get_by_label("Postcode").fill("9000")
    page.get_by_role("button", name="Aanmelden bij de gemeente").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page, "06-offer-errors")
    expect(page.get_by_label("Straat")).to_have_value("Kerkstraat")
    page.get_by_label("Soort", exact=True).select_option("building")
    page.get_by_label("Aantal slaapplekken").fill("6")
    page.get_by_label("Beschikbaar vanaf").fill("2026-11-01")
    page.get_by_role("button", name="Aanmelden bij de gemeente").click()
    expect(page.locator("main")).to_contain_text("Geschiedenis")
    look(page, "07-offer-company")
    offer = Offer.objects.get()
    assert (offer.status, offer.municipality, offer.street) == (
        "submitted",
        local.organisation.municipality,
        "Kerkstraat",
    )
    company = Organisation.objects.get(kbo_number="0403170701")
    assert offer.organisation == company

    # 2. The coordinator sees it under "Wacht op u", inspects, approves with units.
    sign_in(local)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Wacht op u")).to_be_visible()
    look(page, "08-home-local")
    page.get_by_role("link", name="Residentie De Linde").first.click()
    page.get_by_role("link", name="Plaatsbezoek vastleggen").click()
    for item in page.get_by_role("radio", name="In orde", exact=True).all():
        item.check()
    for question in ("Is het er veilig", "Is het er gezond", "Is het er menswaardig"):
        page.get_by_role("group", name=re.compile(question)).get_by_label("Ja").check()
    look(page, "09-inspection")
    page.get_by_role("button", name="Plaatsbezoek vastleggen").click()
    expect(page.get_by_role("heading", name="Aanbod valideren")).to_be_visible()
    page.get_by_label("Aantal", exact=True).fill("2")
    page.get_by_label("Naam", exact=True).fill("Appartement")
    page.get_by_label("Slaapplekken per eenheid").fill("3")
    look(page, "10-approve")
    page.get_by_role("button", name="Valideren").click()
    expect(page.locator("main")).to_contain_text("Appartement 2")
    look(page, "11-site")

    # 3. She registers a household at the counter, gets the units that fit, proposes, accepts.
    page.get_by_role("link", name="Huishoudens").first.click()
    page.get_by_role("link", name="Huishouden registreren").click()
    for number, (name, relation) in enumerate([("Olena", "reference"), ("Danylo", "child")]):
        page.locator(f"[name=persons-{number}-given_name]").fill(name)
        page.locator(f"[name=persons-{number}-family_name]").fill("Proefsen")
        page.locator(f"[name=persons-{number}-born]").fill("1990" if number == 0 else "2018")
        page.locator(f"[name=persons-{number}-sex]").select_option("f" if number == 0 else "m")
        page.locator(f"[name=persons-{number}-relation]").select_option(relation)
    look(page, "12-household-add")
    page.get_by_role("button", name="Registreren en een plaats zoeken").click()
    look(page, "13-household")
    page.get_by_role("link", name="Plaats zoeken").click()
    expect(page.locator("main")).to_contain_text("In de gemeente die hen registreerde")
    look(page, "14-places")
    page.get_by_role("button", name=re.compile("Voorstellen")).first.click()
    look(page, "15-proposal")
    page.get_by_role("button", name="Plaats toekennen").click()
    expect(page.locator("main")).to_contain_text("toegekend", ignore_case=True)
    stay = Stay.objects.get()
    assert (stay.status, stay.unit.site.offer) == ("lived_in", offer)

    # 4. The change travels to the spread, by the worker.
    wait_until(lambda: not Change.objects.unhandled().exists())
    nis = local.organisation.municipality.nis_code
    wait_until(
        lambda: IndicatorSnapshot.objects.filter(
            on=timezone.localdate(), municipality__nis_code=nis, persons=2
        ).exists()
    )

    # 5. An official opens Spreiding in the Django admin and asks why.
    sign_in(abb)
    page.goto(f"{live_server.url}/beheer/")
    page.get_by_role("link", name=re.compile("^Spreiding")).last.click()
    look(page, "16-admin-spread")
    page.goto(f"{live_server.url}/spreiding/")
    look(page, "17-spread")
    page.goto(f"{live_server.url}/spreiding/{nis}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gent")
    expect(page.locator("main")).to_contain_text("6")
    look(page, "18-spread-gent")
    assert Membership.objects.filter(organisation=company).count() == 1


def test_a_municipality_asks_facility_and_calls_vlot(
    page: Page, live_server, sign_in, look, local, facility, vlot
):
    sign_in(local)
    page.goto(f"{live_server.url}/facility/aanvraag/nieuw/")
    look(page, "20-facility-add")
    page.goto(f"{live_server.url}/vlot/oproep/nieuw/")
    look(page, "21-vlot-add")
    sign_in(facility)
    page.goto(f"{live_server.url}/facility/aanvragen/")
    look(page, "22-facility-queue")
    sign_in(vlot)
    page.goto(f"{live_server.url}/vlot/oproepen/")
    look(page, "23-vlot-queue")


def test_a_session_that_runs_out_while_typing_loses_nothing(
    page: Page, live_server, sign_in, look, local, context
):
    sign_in(local)
    page.goto(f"{live_server.url}/huishoudens/nieuw/")
    page.locator("[name=persons-0-given_name]").fill("Olena")
    page.locator("[name=persons-0-family_name]").fill("Proefsen")
    page.locator("[name=persons-0-born]").fill("1990")
    page.locator("[name=persons-0-sex]").select_option("f")
    context.clear_cookies()
    page.get_by_role("button", name="Registreren en een plaats zoeken").click()
    expect(page.locator("main")).to_contain_text("sessie")
    look(page, "30-resubmit")
    sign_in(local)
    page.get_by_role("button", name="Opnieuw verzenden").click()
    if page.get_by_role(
        "button", name="Opnieuw verzenden"
    ).count():  # the token of before signing in: once more
        page.get_by_role("button", name="Opnieuw verzenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Olena Proefsen")


def test_an_offer_is_kept_while_typing_and_taken_up_on_another_device(
    page: Page, live_server, sign_in, company, browser, browser_context_args
):
    sign_in(company)
    page.goto(f"{live_server.url}/aanbod/nieuw/")
    page.get_by_label("Straat").fill("Lindestraat")
    page.get_by_label("Aantal slaapplekken").fill("0")
    page.get_by_label("Postcode").click()
    wait_until(lambda: Offer.objects.filter(street="Lindestraat").exists(), seconds=15)
    address = page.url
    page.close()
    other = browser.new_context(**browser_context_args)
    other.add_cookies(page.context.cookies())
    second = other.new_page()
    second.goto(address)
    expect(second.get_by_label("Straat")).to_have_value("Lindestraat")
    expect(second.get_by_label("Aantal slaapplekken")).to_have_value("0")
    other.close()
