"""The inventory over time in a real Chromium: one tap behind a link, what ends, what is double or to be repaired."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import JoinRequest
from housing import actions
from housing.models import Defect, Site, Unavailability
from notifications.actions import deliver_batch
from tests.factories import OfferFactory, SiteFactory, StayFactory, UnitFactory, UserFactory, walked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(live_server, name, *args):
    return f"{live_server.url}{reverse(name, args=args)}"


def test_one_tap_behind_the_link_in_a_mail(page: Page, live_server, look, company, local, gent):
    today = timezone.localdate()
    stale = today - timedelta(days=40)
    sites = [
        SiteFactory(organisation=company.organisation, name=name, checked_on=stale)
        for name in ("Residentie Linde", "Huis Kastanje", "Villa Wilg")
    ]
    actions.ask_to_confirm(on=today)
    deliver_batch(limit=10)
    (sent,) = (message for message in mail.outbox if message.to == [company.user.email])
    path = re.search(r"/nakijken/\S+", sent.body)[0]
    page.goto(f"{live_server.url}{path}")
    expect(page.get_by_role("heading", name="Klopt dit nog?")).to_be_visible()
    look(page, "70-confirm-by-link")
    assert not Site.objects.filter(checked_on=today).exists(), "opening confirms nothing"
    page.get_by_label("Villa Wilg").uncheck()
    page.get_by_role("button", name="Ja, alles klopt nog").click()
    expect(page.get_by_text("2 locaties zijn bevestigd")).to_be_visible()
    assert set(Site.objects.filter(checked_on=today)) == set(sites[:2])
    page.get_by_label("Wat is er veranderd?").fill("Het dak lekt")
    page.get_by_role("button", name="Verandering melden").click()
    expect(page.locator(".error-summary")).to_be_visible()  # which site?
    look(page, "71-report-change-error")
    page.get_by_label("Bij welke locatie?").select_option(label="Villa Wilg")
    page.get_by_role("button", name="Verandering melden").click()
    expect(page.get_by_text("We gaven door wat er veranderde bij Villa Wilg")).to_be_visible()


def test_a_site_with_people_works_and_an_end(page: Page, live_server, sign_in, look, local, company, gent):
    today = timezone.localdate()
    site = SiteFactory(
        organisation=company.organisation,
        name="Klooster",
        monthly_cost=2500,
        opened_at=timezone.now() - timedelta(days=200),
        contract_until=today + timedelta(days=20),
        available=DateRange(today - timedelta(days=200), today + timedelta(days=70)),
    )
    lived_in, works, empty = (UnitFactory(site=site, label=f"Kamer {number}") for number in (1, 2, 3))
    StayFactory(
        unit=lived_in,
        household__registered_by=local.organisation,
        period=DateRange(today - timedelta(days=9), today + timedelta(days=70)),
    )
    Unavailability.objects.create(
        unit=works, period=DateRange(today, today + timedelta(days=30)), reason="Nieuwe badkamer"
    )
    sign_in(local)
    page.goto(address(live_server, "housing:site_detail", site.pk))
    expect(page.get_by_role("cell", name="niet meer beschikbaar").first).to_be_visible()
    look(page, "72-site-over-time")
    page.get_by_role("link", name="Sluiten").click()
    page.get_by_label("Waarom?").fill("Verkocht")
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_text("er wonen of komen dan nog mensen").first).to_be_visible()
    look(page, "73-close-under-people")
    page.goto(address(live_server, "housing:exit_radar"))
    expect(page.get_by_role("link", name="Klooster").first).to_be_visible()
    look(page, "74-exit-radar")
    page.goto(address(live_server, "housing:idle_list"))
    expect(page.get_by_role("link", name=empty.label)).to_be_visible()
    look(page, "75-idle")
    page.goto(f"{address(live_server, 'housing:unit_list')}?telt=vrij")
    look(page, "76-free-units")


def test_doubles_findings_and_the_right_municipality(
    page: Page, live_server, sign_in, look, local, company, gent
):
    kept = OfferFactory(organisation=company.organisation, rooms=None)
    double = OfferFactory(title="Linde bis", rooms=4)
    actions.record_inspection(
        offer=kept,
        inspected_on=timezone.localdate(),
        safe=True,
        healthy=True,
        dignified=True,
        usable_places=6,
        answers=walked(),
        defects=[{"category": "3", "domain": "fire", "description": "Geen rookmelder"}],
        by=local,
    )
    sign_in(local)
    page.goto(address(live_server, "housing:offer_detail", double.pk))
    look(page, "77-likely-double")
    page.get_by_role("link", name=f"samenvoegen met {kept.reference}").click()
    look(page, "78-merge")
    page.get_by_role("button", name="Samenvoegen").click()
    expect(page.get_by_text(f"{double.reference} is samengevoegd met {kept.reference}")).to_be_visible()
    page.get_by_role("link", name="Geen rookmelder").click()
    page.get_by_role("button", name="Nagekeken: het is opgelost").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "79-finding-error")
    page.get_by_label("Hoe is het opgelost?").fill("Rookmelders gezien")
    page.get_by_role("button", name="Nagekeken: het is opgelost").click()
    expect(page.get_by_text("Dit gebrek belet niets meer")).to_be_visible()
    assert Defect.objects.get().status == Defect.Status.SOLVED
    page.goto(address(live_server, "housing:offer_hand_over", kept.pk))
    page.get_by_label("Juiste postcode").fill("9000")
    page.get_by_label("Waarom geeft u dit door?").fill("Verkeerde straat")
    page.get_by_role("button", name="Doorgeven").click()
    expect(page.get_by_text("u behandelt dit aanbod zelf").first).to_be_visible()
    look(page, "80-hand-over-error")
    page.goto(address(live_server, "housing:merge_list"))
    look(page, "81-merges")


def test_who_begins_and_who_joins(page: Page, live_server, sign_in, look, local, company, gent):
    page.goto(address(live_server, "housing:entry"))
    look(page, "82-entry")
    page.get_by_role("link", name="Uw gemeente registreert de plaats voor u").click()
    page.get_by_label("Postcode of gemeente van de plaats").fill("Atlantis")
    page.get_by_role("button", name="Contact zoeken").click()
    look(page, "83-private-host-error")
    page.get_by_label("Postcode of gemeente van de plaats").fill("9000")
    page.get_by_role("button", name="Contact zoeken").click()
    expect(page.get_by_role("heading", name="Gent")).to_be_visible()
    asked = JoinRequest.objects.create(
        user=UserFactory(name="An Proef"), organisation=company.organisation, asked_by=UserFactory()
    )
    sign_in(company)
    page.goto(address(live_server, "accounts:join_decide", asked.pk))
    look(page, "84-join-request")
    page.get_by_role("button", name="Toegang geven").click()
    expect(page.get_by_text("An Proef kan nu werken voor")).to_be_visible()


def test_the_lists_are_searched_kept_shown_on_the_map_and_taken_along(
    page: Page, live_server, sign_in, look, local, company, gent
):
    for number in range(1, 4):
        UnitFactory(
            site=SiteFactory(
                organisation=company.organisation,
                name=f"Huis {number}",
                street="Nachtegaalstraat",
                house_number=number,
            )
        )
    SiteFactory(name="Elders", street="Molenweg", house_number="9")
    sign_in(local)
    page.goto(address(live_server, "housing:site_list"))
    look(page, "85-sites")
    page.get_by_label(re.compile("^Zoek op")).fill("nachtegaalstrat")
    page.get_by_role("button", name="Filteren").click()
    expect(page.get_by_text("3 gevonden")).to_be_visible()
    look(page, "86-sites-found")
    page.get_by_text("Deze filter bewaren").click()
    look(page, "87-sites-save-filter")
    page.get_by_role("link", name="Kaart").click()
    expect(page.get_by_text("3 gevonden")).to_be_visible()
    look(page, "88-sites-map")
    with page.expect_download() as download:
        page.get_by_role("link", name="csv").click()
    content = download.value.path().read_text(encoding="utf-8-sig")
    assert content.count("Nachtegaalstraat") == 3
    assert "Molenweg" not in content
    page.goto(f"{address(live_server, 'housing:site_list')}?zoek=bestaatniet")
    look(page, "89-sites-none")
