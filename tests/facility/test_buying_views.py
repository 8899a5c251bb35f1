"""Pages of contracts, orders and deliveries, as a browser without JavaScript sees them."""

import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facility import actions
from facility.models import CatalogueItem, Complaint, FrameworkContract, Order, Supplier
from tests.facility.factories import (
    BudgetDecisionFactory,
    CatalogueItemFactory,
    SupplierFactory,
    SupportRequestFactory,
    draft,
    kbo_number,
    placed,
    tomorrow,
)
from tests.facility.pages import text_of, url
from tests.factories import MembershipFactory


def test_a_contract_comes_into_being_through_its_pages(client_for, facility, local):
    agency = client_for(facility)
    supplier = {
        "name": "Bedden NV",
        "kbo_number": kbo_number(4_000_001),
        "email": "b@voorbeeld.be",
        "iban": "be71 0961 2345 6769",
        "address": "Laan 1",
    }
    assert agency.post(url("supplier_add"), supplier).status_code == 302
    assert Supplier.objects.get().iban == "BE71096123456769"
    head = {
        "number": "HFB-1",
        "title": "Bedden",
        "begins": "2026-01-01",
        "ends": "2026-12-31",
        "open_to_all": "on",
    }
    agency.post(url("contract_add"), head)
    contract = FrameworkContract.objects.get()
    lot = {"number": 1, "title": "Vlaanderen", "supplier": Supplier.objects.get().pk, "ceiling": "1000,50"}
    agency.post(url("lot_add", contract.pk), lot)
    twice = agency.post(url("lot_add", contract.pk), lot)
    assert twice.status_code == 422 and "bestaat al" in text_of(twice)
    article = {
        "code": "B1",
        "name": "Bed",
        "unit": "piece",
        "lead_days": 5,
        "unit_price": "99,9950",
        "vat_rate": "21",
    }
    agency.post(url("item_add", contract.lots.get().pk), article)
    item = CatalogueItem.objects.get()
    change = {"unit_price": "80", "vat_rate": "21", "valid_from": "2027-01-01"}
    assert "niet geldig" in text_of(agency.post(url("item_price", item.pk), change))
    agency.post(url("item_price", item.pk), {**change, "valid_from": timezone.localdate().isoformat()})
    page = text_of(agency.get(url("contract_detail", contract.pk)))
    assert "€\xa080,00" in page and "€\xa01.000,50" in page
    seen = text_of(client_for(local).get(url("contract_detail", contract.pk)))
    assert "€\xa080,00" in seen and "1.000,50" not in seen, "a ceiling is not for everybody"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends": "2025-12-31"}, "ligt voor het begin"),
        ({"open_to_all": ""}, "Kies minstens één lokaal bestuur"),
        ({"number": ""}, "verplicht"),
    ],
)
def test_a_contract_that_cannot_be_is_explained(client_for, facility, changes, sentence):
    head = {
        "number": "HFB-1",
        "title": "Bedden",
        "begins": "2026-01-01",
        "ends": "2026-12-31",
        "open_to_all": "on",
    }
    response = client_for(facility).post(url("contract_add"), {**head, **changes})
    assert response.status_code == 422 and sentence in text_of(response)
    assert not FrameworkContract.objects.exists()


def order_data(**changes):
    return {
        "form_token": str(uuid.uuid4()),
        "budget": BudgetDecisionFactory().pk,
        "deliver_on": tomorrow().isoformat(),
        **changes,
    }


def test_an_order_for_a_request_from_its_page_to_the_last_delivery(client_for, facility, local):
    item, request = (
        CatalogueItemFactory(),
        SupportRequestFactory(organisation=local.organisation, status="taken_up"),
    )
    agency, town = client_for(facility), client_for(local)
    address = f"{url('order_add')}?aanvraag={request.pk}"
    assert request.title in text_of(agency.get(address))
    agency.post(address, order_data(**{"lot": item.lot.pk, f"place_{request.pk}": "Sportlaan 1"}))
    order = Order.objects.get()
    assert town.get(url("order_detail", order.pk)).status_code == 404, "not before it is placed"
    wrong = agency.post(
        url("order_line_add", order.pk),
        {"item": item.pk, "quantity": "-4", "destination": order.destinations.get().pk},
    )
    assert wrong.status_code == 422
    agency.post(
        url("order_line_add", order.pk),
        {"item": item.pk, "quantity": "10", "destination": order.destinations.get().pk},
    )
    agency.post(url("order_place", order.pk))
    paper = agency.get(url("order_pdf", order.pk))
    assert b"".join(paper).startswith(b"%PDF")
    assert order.reference in text_of(town.get(url("order_list")))
    line = order.lines.get()
    photo = SimpleUploadedFile("latten.pdf", b"%PDF-1.4 proef", "application/pdf")
    lonely = town.post(
        url("order_delivery", order.pk),
        {"delivered_on": timezone.localdate().isoformat(), f"photos_{line.pk}": photo},
    )
    assert lonely.status_code == 422 and "Schrijf bij de foto" in text_of(lonely)
    too_many = town.post(
        url("order_delivery", order.pk),
        {"delivered_on": timezone.localdate().isoformat(), f"quantity_{line.pk}": "11"},
    )
    assert too_many.status_code == 422 and "staan nog 10 open" in text_of(too_many)
    photo.seek(0)
    town.post(
        url("order_delivery", order.pk),
        {
            "delivered_on": timezone.localdate().isoformat(),
            f"quantity_{line.pk}": "9",
            f"problem_{line.pk}": "Eén kapot",
            f"photos_{line.pk}": photo,
        },
    )
    complaint = Complaint.objects.get()
    page = text_of(agency.get(url("order_detail", order.pk)))
    assert "Eén kapot" in page and "latten.pdf" in page
    picture = town.get(url("complaint_photo", complaint.pk, complaint.photos.get().pk))
    assert b"".join(picture).startswith(b"%PDF")
    agency.post(url("complaint_resolve", complaint.pk), {"resolution": "Nieuwe lat."})
    town.post(
        url("order_delivery", order.pk),
        {"delivered_on": timezone.localdate().isoformat(), f"quantity_{line.pk}": "1"},
    )
    order.refresh_from_db()
    assert order.status == "delivered"
    assert "Alles geleverd" in text_of(agency.get(url("order_detail", order.pk)))


def test_outside_a_contract_the_page_asks_why_and_a_colleague_decides(client_for, facility, local):
    colleague = MembershipFactory(organisation=facility.organisation)
    agency, other = client_for(facility), client_for(colleague)
    data = order_data(organisation=local.organisation.pk, place="Markt 1", supplier=SupplierFactory().pk)
    asked = agency.post(url("order_add"), data)
    assert asked.status_code == 422 and "Schrijf op waarom" in text_of(asked)
    both = agency.post(
        url("order_add"), {**data, "lot": CatalogueItemFactory().lot.pk, "justification": "Spoed"}
    )
    assert both.status_code == 422 and "U koos een raamcontract" in text_of(both)
    agency.post(url("order_add"), {**data, "justification": "Vannacht komen 20 mensen."})
    order = Order.objects.get()
    agency.post(
        url("order_line_add", order.pk),
        {
            "description": "Dekens",
            "unit": "piece",
            "quantity": "20",
            "unit_price": "12,50",
            "vat_rate": "21",
            "destination": order.destinations.get().pk,
        },
    )
    agency.post(url("order_ask_approval", order.pk))
    assert agency.post(url("order_approve", order.pk)).status_code == 403
    assert "Keurt u deze spoedaankoop" in text_of(other.get(url("order_detail", order.pk)))
    other.post(url("order_approve", order.pk))
    report = text_of(agency.get(url("order_outside")))
    assert order.reference in report and re.search(r"nog te regulariseren", report, re.IGNORECASE)
    agency.post(url("order_regularise", order.pk), {"regularisation": "Beslissing 3"})
    assert "Beslissing 3" in text_of(agency.get(url("order_detail", order.pk)))


def test_the_ceiling_is_refused_on_the_page_with_what_is_left(client_for, facility, local):
    order = draft(
        by=facility, organisation=local.organisation, item=CatalogueItemFactory(), quantity=Decimal(101)
    )
    response = client_for(facility).post(url("order_place", order.pk), follow=True)
    assert "is nog €\xa010.000,00 vrij" in text_of(response)


def test_cancelling_and_complaining_through_the_pages(client_for, facility, local):
    order, other = (placed(by=facility, organisation=local.organisation) for _ in range(2))
    client_for(local).post(
        url("complaint_add", order.pk), {"line": order.lines.get().pk, "text": "Verkeerde kleur"}
    )
    assert Complaint.objects.get().text == "Verkeerde kleur"
    agency = client_for(facility)
    assert agency.post(url("order_cancel", other.pk), {}).status_code == 422
    agency.post(url("order_cancel", other.pk), {"reason": "Niet meer nodig"})
    other.refresh_from_db()
    assert other.status == "cancelled"
    second = agency.post(url("order_cancel", other.pk), {"reason": "Nog eens"})
    assert second.status_code == 409


@pytest.mark.parametrize("name", ["order_list", "contract_list", "order_outside"])
def test_lists_cost_the_same_for_few_and_many(
    client_for, facility, local, name, django_assert_max_num_queries
):
    client, item = client_for(facility), CatalogueItemFactory()
    placed(by=facility, organisation=local.organisation, item=item, quantity=Decimal(1))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    for _ in range(3):
        placed(by=facility, organisation=local.organisation, quantity=Decimal(1))
    with django_assert_max_num_queries(len(few)):
        client.get(url(name))
    assert len(few) <= 12


def test_the_page_of_an_order_costs_few_queries(client_for, facility, local, django_assert_max_num_queries):
    order = placed(by=facility, organisation=local.organisation)
    actions.file_complaint(line=order.lines.get(), text="Stuk", by=local)
    client = client_for(facility)
    with django_assert_max_num_queries(16):
        assert client.get(url("order_detail", order.pk)).status_code == 200
