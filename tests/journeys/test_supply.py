"""The supply, whole, in a real Chromium: from a company's offer to an inventory with a date and a subsidy."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Kind
from housing import actions, tasks
from housing.models import Inspection, Offer, Site, Unit
from notifications.actions import deliver_batch
from tests.factories import SiteFactory, UnitFactory, hat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_an_offer_to_a_dated_inventory(page: Page, live_server, sign_in, look, company, local, gent):
    today = timezone.localdate()
    main = page.locator("main")

    # The company offers a building.
    sign_in(company)
    page.goto(f"{live_server.url}/aanbod/nieuw/")
    for label, text in (
        ("Naam van de plaats", "Huis Kastanje"),
        ("Straat", "Lindestraat"),
        ("Postcode", "9000"),
        ("Aantal slaapplekken", "24"),
        ("Aantal wooneenheden", "12"),
        ("Beschikbaar vanaf", f"{today - timedelta(days=120)}"),
    ):
        page.get_by_label(re.compile(f"^{label}")).first.fill(text)
    page.get_by_label("Nummer", exact=True).fill("12")
    page.get_by_label("Soort", exact=True).select_option("building")
    page.get_by_role("button", name="Aanmelden bij de gemeente").click()
    expect(main).to_contain_text("Geschiedenis")
    offer = Offer.objects.get()
    assert offer.status == "submitted"
    here = f"{live_server.url}/aanbod/{offer.pk}/"

    # The municipality asks, the company reads it under "Mijn aanbod" and answers.
    sign_in(local)
    page.goto(f"{live_server.url}/aanbod/wacht/")
    page.get_by_role("link", name="Huis Kastanje").first.click()
    page.goto(f"{here}vraag/")
    page.get_by_label("Uw vraag aan de aanbieder").fill("Is er een lift?")
    page.get_by_role("button", name="Vraag versturen").click()
    expect(main).to_contain_text("Is er een lift?")
    sign_in(company)
    page.goto(f"{live_server.url}/aanbod/mijn/")
    page.get_by_role("link", name=re.compile("^Vraag beantwoorden")).click()
    expect(main).to_contain_text("Is er een lift?")
    page.get_by_label(re.compile("^Uw antwoord")).fill("Ja, voor acht personen.")
    page.get_by_role("button", name=re.compile("Antwoord")).click()
    expect(main).to_contain_text("Ja, voor acht personen.")

    # A visit on a phone, then units said in one sentence.
    sign_in(local)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{here}plaatsbezoek/")
    for item in page.get_by_role("radio", name="In orde", exact=True).all():
        item.check()
    for question in ("Is het er veilig", "Is het er gezond", "Is het er menswaardig"):
        page.get_by_role("group", name=re.compile(question)).get_by_label("Ja").check()
    page.get_by_role("button", name="Plaatsbezoek vastleggen").click()
    expect(page.get_by_role("heading", name="Aanbod valideren")).to_be_visible()
    assert Inspection.objects.get().answers.count() > 5
    page.get_by_label(re.compile("^In één zin")).fill(
        "12 kamers van 2 plaatsen, gelijkvloers, eigen sanitair"
    )
    page.get_by_role("button", name="Zet om in regels").click()
    page.get_by_role("button", name="Toon welke eenheden dit maakt").click()
    expect(main).to_contain_text("12 wooneenheden met samen 24 slaapplekken")
    page.get_by_role("button", name="Valideren").click()
    expect(main).to_contain_text("Kamer 12")
    site = Site.objects.get()
    assert (
        site.offer == offer
        and Unit.objects.filter(places=2, ground_floor=True, own_sanitary=True).count() == 12
    )

    # A month later: a mail, and one tap behind its link.
    Site.objects.update(checked_on=today - timedelta(days=40))
    actions.ask_to_confirm(on=today)
    deliver_batch(limit=50)
    sent = [message for message in mail.outbox if message.to == [company.user.email]][-1]
    link = re.search(r"/nakijken/\S+", str(sent.body))
    page.goto(live_server.url + link[0])
    page.get_by_role("button", name="Ja, alles klopt nog").click()
    expect(main).to_contain_text("bevestigd")
    site.refresh_from_db()
    assert site.checked_on == today

    # The list as a file, and what the place brings.
    page.goto(f"{live_server.url}/locaties/")
    with page.expect_download() as download:
        page.get_by_role("link", name="csv").click()
    assert "Huis Kastanje" in download.value.path().read_text(encoding="utf-8-sig")
    page.goto(f"{live_server.url}/locaties/{site.pk}/")
    page.get_by_role("link", name="Subsidiecheck").click()
    expect(main).to_contain_text("Voorwaarden")
    look(page, "90-subsidy-site")


def test_a_reference_date_from_plan_to_correction(page: Page, live_server, sign_in, look, gent):
    abb, local = hat(Kind.ABB), hat(Kind.LOCAL_AUTHORITY, municipality=gent)
    begin = timezone.localdate() - timedelta(days=200)
    for number, places in enumerate((4, 20), 1):
        opened = timezone.now() - timedelta(days=200)
        site = SiteFactory(
            name=f"Huis {number}", category="public", available=DateRange(begin, None), opened_at=opened
        )
        UnitFactory(site=site, places=places)
    main = page.locator("main")

    sign_in(abb)
    page.goto(f"{live_server.url}/subsidies/")
    look(page, "91-subsidies")
    for days in (60, 2):
        page.goto(f"{live_server.url}/subsidies/peildatum/nieuw/")
        page.get_by_role("button", name="Plannen").click()
        expect(page.get_by_label("Peildatum")).to_have_attribute("aria-invalid", "true")
        page.get_by_label("Peildatum").fill(f"{timezone.localdate() - timedelta(days=days)}")
        page.get_by_role("button", name="Plannen").click()
        expect(main).to_contain_text("Gepland", ignore_case=True)
    look(page, "92-subsidy-planned")
    assert tasks.freeze_states() == 2
    page.goto(page.url)
    page.get_by_role("link", name="Gent").click()
    look(page, "93-subsidy-state")
    page.get_by_role("link", name=re.compile("Corrigeren van Huis 1: Publieke plaats")).click()
    page.get_by_role("button", name="Correctie bewaren").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "94-subsidy-correct-errors")
    page.get_by_label("Bedrag dat erbij komt").fill("-1000")
    page.get_by_label("Waarom?").fill("Eén bed stond er niet.")
    page.get_by_role("button", name="Correctie bewaren").click()
    expect(main).to_contain_text("Eén bed stond er niet.")

    # The municipality reads why its money changed.
    sign_in(local)
    page.goto(f"{live_server.url}/subsidies/")
    page.get_by_role("link", name=re.compile("Gent vandaag")).click()
    expect(main).to_contain_text("Per locatie")
    look(page, "95-subsidy-town")
    page.goto(f"{live_server.url}/subsidies/")
    page.get_by_role("table").first.get_by_role("link").first.click()
    page.get_by_role("link", name=re.compile("^Verschil met")).click()
    expect(main).to_contain_text("correctie van -1.000 euro", ignore_case=True)
    look(page, "96-subsidy-difference")
