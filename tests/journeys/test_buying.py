"""A request becomes an order, a delivery, an invoice and a payment, in a real browser with the right people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from facility.models import Invoice, Order, SupportRequest
from tests.facility.e_invoices import e_invoice, line
from tests.facility.factories import BudgetDecisionFactory, CatalogueItemFactory, SupportRequestFactory
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_request_to_paid(page: Page, live_server, sign_in, look, local, neighbour, facility, tmp_path):
    colleague = MembershipFactory(organisation=facility.organisation)
    item, budget = CatalogueItemFactory(), BudgetDecisionFactory()
    SupportRequestFactory(
        organisation=neighbour.organisation, status="taken_up", title="Bedden Deinze", persons=12
    )

    def go(name, *args):
        page.goto(f"{live_server.url}{reverse(f'facility:{name}', args=args)}")

    # Gent asks.
    sign_in(local)
    go("request_add")
    page.get_by_role("link", name="Spoedaankoop van materiaal").click()
    page.get_by_role("button", name="Aanvraag versturen").click()
    look(page, "70-request-error")
    page.get_by_label("Onderwerp").fill("Bedden voor het internaat")
    page.get_by_label("Omschrijving").fill("Tien stapelbedden.")
    page.get_by_label("Waar moet het geleverd worden?").fill("Schoolstraat 8, Gent")
    page.get_by_label("binnen de week").check()
    page.get_by_label("Nodig tegen").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_label("Hoeveel personen wachten hierop?").fill("20")
    page.get_by_role("button", name="Aanvraag versturen").click()
    request = SupportRequest.objects.get(organisation=local.organisation)

    # Het Facilitair Bedrijf orders.
    sign_in(facility)
    go("request_list")
    look(page, "71-triage")
    page.get_by_role("link", name="Bedden voor het internaat").click()
    page.get_by_role("button", name="In behandeling nemen").click()
    expect(page.get_by_role("heading", name="Vergelijkbare aanvragen")).to_be_visible()
    look(page, "72-request-similar")
    page.get_by_role("link", name="Bestelling maken").click()
    page.get_by_label("Raamcontract en perceel").select_option(str(item.lot.pk))
    page.get_by_label("Leveradres voor Gent").fill("Schoolstraat 8, 9040 Gent")
    page.get_by_label("Budget").select_option(str(budget.pk))
    page.get_by_role("button", name="Verder naar de lijnen").click()
    page.get_by_role("link", name="Lijn toevoegen").click()
    page.get_by_label("Artikel").select_option(str(item.pk))
    page.get_by_label("Aantal").fill("10")
    page.get_by_role("button", name="Toevoegen").click()
    page.get_by_role("button", name="Bestellen").click()
    expect(page.get_by_text("De bestelling is geplaatst")).to_be_visible()
    order = Order.objects.get()
    assert order.destinations.get().support_request == request
    look(page, "73-order")
    go("contract_detail", item.lot.contract_id)
    look(page, "74-contract")

    # Gent confirms what arrived.
    sign_in(local)
    go("order_delivery", order.pk)
    look(page, "75-delivery")
    page.get_by_role("button", name="Bevestigen").click()
    expect(page.get_by_text("De levering is bevestigd")).to_be_visible()

    # The supplier's e-invoice is compared, approved by a colleague, and paid.
    sign_in(facility)
    go("invoice_import")
    file = tmp_path / "factuur.xml"
    file.write_bytes(
        e_invoice(
            kbo=order.supplier.kbo_number, order=order.reference, lines=line(name="Bed", code=item.code)
        )
    )
    page.get_by_label("E-factuur (xml)").set_input_files(file)
    page.get_by_role("button", name="Inlezen").click()
    expect(page.get_by_text("Geen verschillen")).to_be_visible()
    look(page, "76-invoice-match")
    invoice = Invoice.objects.get()
    sign_in(colleague)
    go("invoice_detail", invoice.pk)
    page.get_by_role("link", name="Goedkeuren").click()
    page.get_by_role("button", name="Goedkeuren").click()
    page.get_by_role("link", name="Betaling vastleggen").click()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("De betaling is vastgelegd")).to_be_visible()
    go("facility_figures")
    look(page, "77-facility-figures")
