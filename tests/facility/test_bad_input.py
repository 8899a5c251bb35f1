"""What is wrong or hostile, typed or sent on the pages: a Dutch sentence at its place, and nothing half-saved."""

import base64
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from documents.models import Document
from facility import actions, word
from facility.models import (
    ClaimDocument,
    ClaimLine,
    Complaint,
    ContractTemplate,
    Delivery,
    FlemishProperty,
    Invoice,
    InvoiceLine,
    OrderLine,
    SupportRequest,
)
from notifications.models import Notification
from tests.documents.samples import upload
from tests.facility.claims import DAY, draft_claim, price
from tests.facility.e_invoices import e_invoice, line
from tests.facility.factories import (
    CatalogueItemFactory,
    SupplierFactory,
    SupportRequestFactory,
    draft,
    kbo_number,
    placed,
    tomorrow,
)
from tests.facility.villages import PROTOCOL, PropertyFactory, opening
from tests.factories import SiteFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
KBO = kbo_number(4_123_456)
KEPT = (
    AuditEvent, ClaimDocument, ClaimLine, Complaint, ContractTemplate, Delivery, Document, FlemishProperty, Invoice,
    InvoiceLine, Notification, OrderLine, SupportRequest,
)  # fmt: skip
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
NO_PDF = base64.b64encode(b"MZ geen pdf").decode()
FAKE = b"MZ geen pdf"


@pytest.fixture
def send(client_for):
    """Posts; returns what the form says at one field (None: above the form), and the page. Nothing may be kept."""

    def post(by, page, *args, at, **data):
        before = {model: model.objects.count() for model in KEPT}
        response = client_for(by).post(reverse(f"facility:{page}", args=args), data)
        assert response.status_code == 422
        assert {model: model.objects.count() for model in KEPT} == before, "nothing is half-saved"
        errors = response.context["form"].errors
        assert list(errors) == [at or "__all__"]
        assert "error-summary" in response.content.decode()
        return " ".join(errors[at or "__all__"])

    return post


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        pytest.param({"doctype": XXE, "number": "&e;"}, "file", "DTD of entiteiten", id="xxe"),
        pytest.param({"doctype": LAUGHS, "number": "&c;"}, "file", "DTD of entiteiten", id="laughs"),
        pytest.param({"payable": "1.00"}, "file", "te betalen bedrag", id="total to pay"),
        pytest.param({"vat": "209.99"}, "file", "de delen zijn samen", id="vat"),
        pytest.param({"sum_of_lines": "1.00"}, "file", "De som van de lijnen", id="sum"),
        pytest.param({"currency": "XYZ"}, "file", "alleen facturen in euro", id="currency"),
        pytest.param({"lines": line(price="-100", quantity="-10")}, "file", "is negatief", id="negative"),
        pytest.param({"pdf": "%%%"}, "file", "pdf in deze e-factuur is beschadigd", id="damaged pdf"),
        pytest.param({"pdf": NO_PDF}, None, "kunnen lezen", id="no pdf"),
        pytest.param({"iban": "BE71096123456768"}, None, "IBAN", id="iban"),
    ],
)
def test_an_e_invoice(send, facility, fields, at, sentence):
    SupplierFactory(kbo_number=KBO)
    content = e_invoice(**{"kbo": KBO, **fields})
    assert sentence in send(facility, "invoice_import", at=at, file=upload("factuur.xml", content))


def test_what_is_no_xml_at_all(send, facility):
    assert "leesbaar XML" in send(facility, "invoice_import", at="file", file=upload("factuur.xml", FAKE))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ begin }} {{ geloof }}", "geloof"),
        ("{% for x in y %}{% endfor %}", "bevat code"),
        ("{{ begin.__class__.__mro__ }}", "geen naam"),
        ("{{ cycler.__init__.__globals__.os }}", "geen naam"),
        ("{{ begin|attr('x') }}", "geen naam"),
    ],
)
def test_a_template(send, facility, text, sentence):
    file = upload("eigen.docx", word.write("Titel", [text]))
    assert sentence in send(facility, "template_add", at="file", kind="other", name="Eigen", file=file)


@pytest.mark.parametrize("content", [FAKE, b"PK\x03\x04kapot", b"%PDF-1.4"])
def test_a_template_that_is_no_word_file(send, facility, content):
    file = upload("eigen.docx", content)
    assert send(facility, "template_add", at="file", kind="other", name="Eigen", file=file)


def test_an_invoice_whose_pdf_is_none_or_whose_quantity_is_negative(send, local, facility):
    order = placed(by=facility, organisation=local.organisation)
    quantity = f"quantity_{order.lines.get().pk}"
    data = {
        "form_token": uuid.uuid4(), "kind": "invoice", "number": "P-1", "issued_on": "2026-11-20",
        "iban": order.supplier.iban, quantity: "10",
    }  # fmt: skip
    wrong = send(facility, "invoice_add", order.pk, at="pdf", **data, pdf=upload("f.pdf", FAKE))
    assert "f.pdf" in wrong
    real = {"pdf": upload("f.pdf", b"%PDF-1.4 x")}
    assert send(facility, "invoice_add", order.pk, at=quantity, **{**data, **real, quantity: "-1"})


@pytest.mark.parametrize("quantity", ["-4", "0", "1e400", "NaN", "tien"])
def test_a_quantity_to_order(send, local, facility, quantity):
    item = CatalogueItemFactory()
    order = draft(by=facility, organisation=local.organisation, item=item)
    line = {"item": item.pk, "destination": order.destinations.get().pk, "quantity": quantity}
    assert send(facility, "order_line_add", order.pk, at="quantity", **line)


def test_a_delivery_of_less_than_nothing_or_more_than_ordered(send, local, facility):
    order = placed(by=facility, organisation=local.organisation)
    pk = order.lines.get().pk
    day = {"delivered_on": timezone.localdate().isoformat()}
    assert send(local, "order_delivery", order.pk, at=f"quantity_{pk}", **day, **{f"quantity_{pk}": "-1"})
    more = send(local, "order_delivery", order.pk, at=None, **day, **{f"quantity_{pk}": "11"})
    assert "staan nog 10 open" in more
    photo = {f"problem_{pk}": "Kapot", f"photos_{pk}": upload("foto.jpg", FAKE)}
    assert "foto.jpg" in send(
        local, "order_delivery", order.pk, at=f"photos_{pk}", **day, **{f"quantity_{pk}": "9"}, **photo
    )


@pytest.mark.parametrize(
    ("changes", "at", "sentence"),
    [
        ({"cost": "2500,01"}, "cost", "het plafond is €\xa02.500,00"),
        ({"cost": "-5"}, "cost", ""),
        ({"cost": "veel"}, "cost", ""),
        ({"quantity": "-1"}, "quantity", ""),
        ({"quantity": "0"}, "quantity", ""),
        ({"on": "2099-01-01"}, "on", "moet nog komen"),
    ],
)
def test_a_claim(send, local, facility, changes, at, sentence):
    claim = draft_claim(local, SiteFactory(municipality=local.organisation.municipality))
    row = {
        "unit_price": price("works_room").pk, "description": "Kamer 1", "on": DAY.isoformat(), "quantity": "1",
        "cost": "2000",
    }  # fmt: skip
    said = send(local, "claim_line_add", claim.pk, at=at, **{**row, **changes})
    assert said and sentence in said


def test_evidence_that_is_not_what_its_name_says(send, local, facility):
    claim = draft_claim(local, SiteFactory(municipality=local.organisation.municipality))
    file = upload("factuur.pdf", FAKE)
    assert "factuur.pdf" in send(local, "claim_evidence_add", claim.pk, at="file", kind="invoice", file=file)


def test_a_request_and_a_property_with_a_negative_number_or_a_false_file(send, local, facility):
    asked = {
        "form_token": uuid.uuid4(), "kind": "search", "solution": "any", "urgency": "week", "title": "Zaal",
        "description": "We zoeken een zaal.", "needed_by": tomorrow().isoformat(),
    }  # fmt: skip
    assert "minstens 1" in send(local, "request_add", at="places", **asked, places="-3")
    false = {"files": upload("plan.pdf", FAKE)}
    assert "plan.pdf" in send(local, "request_add", at="files", **asked, **false)
    item = PropertyFactory()
    kept = {
        "name": item.name, "kind": "building", "owner": item.owner, "municipality": item.municipality.name,
        "street": item.street, "postal_code": "9000", "surface": "1200", "state": "works", "zoning": "public",
        "hold_days": 14, "begins": "2026-01-01",
    }  # fmt: skip
    assert send(facility, "property_edit", item.pk, at="surface", **{**kept, "surface": "-1"})
    false = {"files": upload("gevel.jpg", FAKE)}
    assert "gevel.jpg" in send(facility, "property_edit", item.pk, at="files", **kept, **false)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_end_of_time(client_for, local, facility, day):
    """No page breaks on them: they are refused, or taken for what they are."""
    site = SiteFactory(municipality=local.organisation.municipality)
    item = CatalogueItemFactory()
    order = placed(by=facility, organisation=local.organisation, item=item)
    begun = draft(by=facility, organisation=local.organisation, item=item)
    plan = opening(SiteFactory(municipality=site.municipality), by=local)
    house = PropertyFactory()
    asked = SupportRequestFactory(organisation=local.organisation, kind="flemish_property")
    held = actions.reserve_property(form_token=uuid.uuid4(), item=house, support_request=asked, by=local)
    template = {one.kind: one for one in actions.add_own_drafts(by=facility)}["shelter"]
    token, supplier = uuid.uuid4(), SupplierFactory(kbo_number=KBO)
    quantity = f"quantity_{order.lines.get().pk}"
    pdf = upload("f.pdf", b"%PDF-1.4 x")
    kept = {
        "name": "Loods", "kind": "building", "owner": "Agentschap", "municipality": site.municipality.name,
        "street": "Laan", "postal_code": "9000", "surface": "1200", "state": "works", "zoning": "public",
        "hold_days": 14,
    }  # fmt: skip
    invoice = {"kind": "invoice", "number": "P-1", "iban": supplier.iban, quantity: "10", "pdf": pdf}
    frame = {"title": "Bedden", "open_to_all": "on"}
    rent = {"template": template.pk, "site": site.pk, "counterparty": "Bv Huis", "notice_months": "3"}
    for by, page, args, data in (
        (facility, "invoice_add", [order.pk], {**invoice, "form_token": token, "issued_on": day}),
        (facility, "invoice_import", [], {"file": upload("f.xml", e_invoice(kbo=KBO, issued=day, due=""))}),
        (facility, "order_add", [], {"form_token": token, "lot": item.lot.pk, "deliver_on": day}),
        (facility, "contract_add", [], {**frame, "number": "R-1", "begins": "2026-01-01", "ends": day}),
        (facility, "contract_add", [], {**frame, "number": "R-2", "begins": day, "ends": day}),
        (facility, "item_price", [item.pk], {"unit_price": "9", "vat_rate": "21", "valid_from": day}),
        (facility, "property_add", [], {**kept, "begins": "2026-01-01", "ends": day}),
        (facility, "property_add", [], {**kept, "begins": day}),
        (facility, "property_hand_over", [held.pk], {**PROTOCOL, "on": day, "until": day}),
        (facility, "property_hand_over", [held.pk], {**PROTOCOL, "on": TODAY(), "until": day}),
        (local, "opening_add", [], {"form_token": token, "kind": "collective", "site": site.pk, "opens_on": day}),
        (local, "opening_move", [plan.pk], {"opens_on": day}),
        (local, "rental_add", [], {**rent, "form_token": token, "begins_on": day, "ends_on": day}),
        (local, "rental_add", [], {**rent, "form_token": token, "begins_on": "2026-01-01", "ends_on": day}),
        (local, "rental_add", [], {**rent, "form_token": token, "begins_on": "0001-01-01", "ends_on": "0001-02-01"}),
        (local, "order_delivery", [order.pk], {"delivered_on": day}),
        (local, "request_add", [], {"form_token": token, "kind": "search", "needed_by": day}),
        (facility, "order_place", [begun.pk], {}),
    ):  # fmt: skip
        client = client_for(by)
        answer = client.post(reverse(f"facility:{page}", args=args), data)
        assert answer.status_code in (302, 422), page
        if answer.status_code == 302:
            assert client.get(answer.url).status_code == 200, page
    for page in ("facility_figures", "village_planner", "property_list", "rental_list", "opening_detail"):
        args = [plan.pk] if page == "opening_detail" else []
        asked = {"van": day, "tot": day, "begin": day, "einde": day}
        assert client_for(facility).get(reverse(f"facility:{page}", args=args), asked).status_code in (
            200,
            422,
        ), page
