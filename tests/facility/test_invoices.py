"""Invoices: read safely, compared with order and deliveries, approved by a second person, paid once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from facility import actions, ubl
from facility.invoice_match import match
from facility.models import Invoice
from facility.ubl import UblRefused
from tests.facility.e_invoices import e_invoice, line, subtotal
from tests.facility.factories import CatalogueItemFactory, SupplierFactory, invoiced, kbo_number, placed
from tests.facility.pages import text_of, url
from tests.factories import MembershipFactory

D = Decimal
KBO = kbo_number(4_123_456)

# --- Reading an e-invoice ------------------------------------------------------------------------------------


def test_an_e_invoice_written_to_the_rules_is_understood():
    found = ubl.read(e_invoice(kbo=KBO, order="B-000012"))
    assert (found.kind, found.number, found.issued_on, found.due_on) == (
        "invoice",
        "2026/17",
        date(2026, 11, 20),
        date(2026, 12, 20),
    )
    assert (found.net, found.vat, found.total) == (D("1000.00"), D("210.00"), D("1210.00"))
    assert (found.supplier_kbo, found.iban, found.order_reference) == (KBO, "BE71096123456769", "B-000012")
    assert found.pdf.startswith(b"%PDF") and found.lines[0].quantity == 10


def test_two_rates_a_price_per_hundred_and_an_allowance_add_up():
    hundred = line(1, quantity="50", price="200", net="100.00").replace(
        "</cbc:PriceAmount>", '</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity>'
    )
    allowance = """<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
      <cbc:AllowanceChargeReason>Korting</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">10.00</cbc:Amount>
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:TaxCategory></cac:AllowanceCharge>"""
    found = ubl.read(e_invoice(
        kbo=KBO, lines=hundred + line(2, name="Maaltijd", quantity="3", price="3.335", net="10.01", rate="6"),
        allowance=allowance, sum_of_lines="110.01", net="100.01",
        subtotals=subtotal("90.00", "18.90") + subtotal("10.01", "0.60", "6"), vat="19.50", inclusive="119.51",
        payable="119.51",
    ))  # fmt: skip
    assert [part.net for part in (*found.lines, *found.charges)] == [D("100.00"), D("10.01"), D("-10.00")]


def with_vat(tax, **rate):
    """All totals follow the VAT, so that only the VAT itself is wrong."""
    total = str(D(1000) + D(tax))
    return {"subtotals": subtotal(tax=tax, **rate), "vat": tax, "inclusive": total, "payable": total}


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"doctype": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "number": "&e;"},
            "DTD of entiteiten",
        ),
        ({"doctype": LAUGHS, "number": "&c;"}, "DTD of entiteiten"),
        ({"doctype": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'}, "DTD of entiteiten"),
        ({"currency": "USD"}, "alleen facturen in euro"),
        ({"currency": ""}, "alleen facturen in euro"),
        ({"number": ""}, "ontbreekt het factuurnummer"),
        ({"sum_of_lines": "999.99"}, "De som van de lijnen"),
        ({"net": "999.99"}, "Het totaal zonder btw"),
        ({"vat": "209.99"}, "de delen zijn samen"),
        (with_vat("209.00"), "De btw van 21 %"),
        (with_vat("60.00", rate="6"), "per tarief"),
        ({"inclusive": "1210.01"}, "Het totaal met btw"),
        ({"payable": "12100.00"}, "te betalen bedrag"),
        ({"lines": line(net="1000.01")}, "Het bedrag van lijn 1"),
        ({"lines": line(price="-100", quantity="-10")}, "is negatief"),
        ({"lines": line(quantity="tien")}, "„tien” is geen getal"),
        ({"lines": line(net="1e400")}, "geen bedrag"),
        ({"lines": line(net="NaN")}, "geen bedrag"),
        ({"kbo": "0123456780"}, "ondernemingsnummer"),
        ({"pdf": "%%%"}, "pdf in deze e-factuur is beschadigd"),
    ],
)
def test_what_is_wrong_or_hostile_is_refused_in_dutch(fields, sentence):
    with pytest.raises(UblRefused, match=sentence):
        ubl.read(e_invoice(**{"kbo": KBO, **fields}))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "geen leesbaar XML"),
        (b"%PDF-1.4", "geen leesbaar XML"),
        (b"<a/>", "geen factuur of creditnota"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "geen leesbaar XML"),
        (e_invoice(kbo=KBO).replace(b"poacc:billing:3.0", b"poacc:trns:2.0"), "Peppol BIS Billing 3.0"),
        (e_invoice(kbo=KBO).replace(b"TypeCode>380", b"TypeCode>381"), "documentsoort"),
        (b" " * (ubl.MOST_BYTES + 1), "groter dan 10 MB"),
        (e_invoice(kbo=KBO)[:-40], "geen leesbaar XML"),
    ],
)
def test_what_is_no_e_invoice_is_refused(content, sentence):
    with pytest.raises(UblRefused, match=sentence):
        ubl.read(content)


# --- Comparing, approving, paying ----------------------------------------------------------------------------


@pytest.fixture
def order(facility, local):
    return placed(by=facility, organisation=local.organisation, item=CatalogueItemFactory())


@pytest.fixture
def delivered(order, local):
    arrived = [actions.Arrived(order.lines.get(), D(10))]
    actions.confirm_delivery(order=order, delivered_on=timezone.localdate(), arrived=arrived, by=local)
    order.refresh_from_db()
    return order


def differences(invoice):
    found = match(Invoice.objects.get(pk=invoice.pk))
    return " / ".join([*found.differences, *(text for row in found.rows for text in row.differences)])


def test_what_agrees_is_approved_by_a_second_person_and_paid_once(delivered, facility, colleague):
    invoice = invoiced(delivered, by=facility)
    assert (invoice.net, invoice.vat, invoice.total) == (D(1000), D(210), D(1210))
    assert differences(invoice) == ""
    with pytest.raises(NotAllowed):
        actions.approve_invoice(invoice=invoice, by=facility)
    with pytest.raises(IllegalTransition):
        actions.pay_invoice(invoice=invoice, paid_on=date(2026, 12, 1), by=facility)
    actions.approve_invoice(invoice=invoice, by=colleague)
    actions.pay_invoice(invoice=invoice, paid_on=date(2026, 12, 1), by=facility)
    with pytest.raises(IllegalTransition):
        actions.pay_invoice(invoice=invoice, paid_on=date(2026, 12, 2), by=facility)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": D(11)}, "1 meer gefactureerd dan besteld"),
        ({"price": D("100.01")}, "de prijs is"),
        ({"iban": "BE43068999999501"}, "is niet dat van"),
    ],
)
def test_each_difference_is_said(delivered, facility, colleague, fields, sentence):
    invoice = invoiced(delivered, by=facility, **fields)
    assert sentence in differences(invoice)
    with pytest.raises(actions.CannotPay):
        actions.approve_invoice(invoice=invoice, by=colleague)
    actions.approve_invoice(invoice=invoice, accepted="Afgesproken met de leverancier.", by=colleague)


def test_what_did_not_arrive_or_was_invoiced_before_is_a_difference(order, facility, local, colleague):
    invoice = invoiced(order, by=facility, quantity=D(6))
    assert "6 meer gefactureerd dan in orde ontvangen" in differences(invoice)
    arrived = [actions.Arrived(order.lines.get(), D(10))]
    actions.confirm_delivery(order=order, delivered_on=timezone.localdate(), arrived=arrived, by=local)
    assert differences(invoice) == ""
    second = invoiced(order, by=facility, quantity=D(6), number="2026/18")
    assert "2 meer gefactureerd dan besteld" in differences(second)
    actions.dispute_invoice(invoice=second, reason="Twee te veel", by=facility)
    actions.reject_invoice(invoice=second, reason="Nieuwe factuur volgt", by=facility)
    third = invoiced(order, by=facility, quantity=D(4), number="2026/19")
    assert differences(third) == "", "a refused invoice asks nothing any more"


def test_a_credit_note_counts_the_other_way(delivered, facility, colleague):
    invoice = invoiced(delivered, by=facility)
    credit = invoiced(
        delivered, by=facility, quantity=D(2), number="C-1", kind="credit_note", corrects=invoice
    )
    assert (credit.sign, differences(credit)) == (-1, "")
    again = invoiced(delivered, by=facility, quantity=D(2), number="2026/20")
    assert differences(again) == ""
    too_much = invoiced(
        delivered, by=facility, quantity=D(11), number="C-2", kind="credit_note", corrects=invoice
    )
    assert "meer gecrediteerd" in differences(too_much)


def test_a_number_comes_once_per_supplier(delivered, facility):
    first = invoiced(delivered, by=facility)
    with pytest.raises(ValidationError, match="al geregistreerd"):
        invoiced(delivered, by=facility)
    assert invoiced(delivered, by=facility, form_token=first.form_token) == first, (
        "the same form is one invoice"
    )
    assert invoiced(delivered, by=facility, supplier=SupplierFactory()).number == first.number
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoiced(delivered, by=facility, number="9").pk).update(number=first.number)


@pytest.mark.parametrize(
    "fields",
    [
        {"approved_by": "registered_by", "approved_at": "now"},
        {"total": D(1)},
        {"status": "paid"},
        {"status": "approved"},
        {"status": "disputed"},
        {"currency": "USD"},
        {"due_on": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_what_may_not_exist(delivered, facility, fields):
    invoice = invoiced(delivered, by=facility)
    known = {"registered_by": invoice.registered_by, "now": timezone.now()}
    values = {
        name: known.get(value, value) if isinstance(value, str) else value for name, value in fields.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(**values)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"payment_reference": "+++090/9337/55494+++"}, "gestructureerde mededeling"),
        ({"iban": "BE71096123456768"}, "IBAN"),
        ({"number": " "}, "leeg zijn"),
    ],
)
def test_account_and_communication_are_checked(delivered, facility, fields, sentence):
    with pytest.raises(ValidationError, match=sentence):
        invoiced(delivered, by=facility, **fields)
    assert invoiced(delivered, by=facility, payment_reference="Bestelling bedden")


# --- Through the pages ---------------------------------------------------------------------------------------


def upload(content, name="factuur.xml"):
    return {"file": SimpleUploadedFile(name, content, "text/xml")}


def test_an_e_invoice_goes_from_file_to_paid(client_for, delivered, facility, colleague):
    agency, other = client_for(facility), client_for(colleague)
    supplier, code = delivered.supplier, delivered.lines.get().item.code
    content = e_invoice(
        kbo=supplier.kbo_number, order=delivered.reference, lines=line(name="Bed type X", code=code)
    )
    response = agency.post(url("invoice_import"), upload(content))
    invoice = Invoice.objects.get()
    assert response.url == url("invoice_detail", invoice.pk)
    assert invoice.order == delivered and {
        invoice.document.content_type,
        invoice.e_document.content_type,
    } == {"application/pdf", "application/xml"}
    twice = agency.post(url("invoice_import"), upload(content))
    assert twice.status_code == 422 and "al geregistreerd" in text_of(twice)
    page = text_of(other.get(url("invoice_detail", invoice.pk)))
    assert "Geen verschillen" in page
    assert b"".join(other.get(url("invoice_document", invoice.pk, invoice.e_document.pk))) == content
    assert agency.post(url("invoice_approve", invoice.pk)).status_code == 403
    other.post(url("invoice_approve", invoice.pk))
    agency.post(url("invoice_pay", invoice.pk), {"paid_on": timezone.localdate().isoformat()})
    invoice.refresh_from_db()
    assert invoice.status == "paid"
    rows = b"".join(agency.get(url("invoice_export"), {"vorm": "csv"})).decode()
    assert "2026/17" in rows and "1210,00" in rows and delivered.reference in rows


def test_a_broken_or_unknown_e_invoice_is_explained_and_nothing_is_kept(client_for, facility):
    agency = client_for(facility)
    for content, sentence in (
        (e_invoice(kbo=KBO, payable="1.00"), "te betalen bedrag"),
        (e_invoice(kbo=KBO), "geen leverancier in het portaal"),
        (b"geen xml", "geen leesbaar XML"),
    ):
        response = agency.post(url("invoice_import"), upload(content))
        assert response.status_code == 422 and sentence in text_of(response)
    assert agency.post(url("invoice_import"), {}).status_code == 422
    assert not Invoice.objects.exists()


def test_an_invoice_on_paper_begins_with_what_arrived(client_for, delivered, facility, colleague):
    agency, ordered = client_for(facility), delivered.lines.get()
    page = text_of(agency.get(url("invoice_add", delivered.pk)))
    assert f'name="quantity_{ordered.pk}" value="10"' in page.replace('type="text" ', "")
    data = {
        "form_token": "6f0f9d9e-1111-4111-8111-111111111111", "kind": "invoice", "number": "P-1",
        "issued_on": "2026-11-20", "iban": "be71 0961 2345 6769", f"quantity_{ordered.pk}": "10",
        f"price_{ordered.pk}": "110",
    }  # fmt: skip
    no_paper = agency.post(url("invoice_add", delivered.pk), data)
    assert no_paper.status_code == 422 and not Invoice.objects.exists()
    fake = {"pdf": SimpleUploadedFile("f.pdf", b"MZ geen pdf", "application/pdf")}
    assert agency.post(url("invoice_add", delivered.pk), {**data, **fake}).status_code == 422
    real = {"pdf": SimpleUploadedFile("f.pdf", b"%PDF-1.4 x", "application/pdf")}
    agency.post(url("invoice_add", delivered.pk), {**data, **real})
    invoice = Invoice.objects.get()
    assert (invoice.net, invoice.due_on) == (D(1100), date(2026, 12, 20))
    other = client_for(colleague)
    silent = other.post(url("invoice_approve", invoice.pk), {})
    assert silent.status_code == 422
    other.post(url("invoice_dispute", invoice.pk), {"reason": "De prijs is 100 euro"})
    other.post(url("invoice_settle", invoice.pk), {"reason": "Prijs klopt toch"})
    other.post(url("invoice_approve", invoice.pk), {"accepted": "Prijsherziening"})
    assert "Prijsherziening" in text_of(agency.get(url("invoice_detail", invoice.pk)))


def test_an_invoice_without_an_order_is_linked_to_one(client_for, delivered, facility):
    invoice = invoiced(delivered, by=facility)
    Invoice.objects.update(order=None)
    invoice.lines.update(order_line=None)
    assert "hoort nog bij geen bestelling" in differences(invoice)
    with pytest.raises(actions.CannotPay, match="Koppel"):
        actions.approve_invoice(invoice=invoice, by=MembershipFactory(organisation=facility.organisation))
    agency = client_for(facility)
    assert "bestaat niet" in text_of(agency.post(url("invoice_link", invoice.pk), {"order": "B-999999"}))
    agency.post(url("invoice_link", invoice.pk), {"order": delivered.reference.lower()})
    assert "Geen verschillen" in text_of(agency.get(url("invoice_detail", invoice.pk)))
    assert "2026/17" in text_of(agency.get(url("invoice_list"), {"zoek": "2026/17"}))
