"""Verbs on invoices: registered by hand or as e-invoice, approved by a second person, disputed, paid."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.files import CheckedFile, check_file
from documents.paper import made_here
from facility import money, rules
from facility.invoice_match import match
from facility.models import Invoice, InvoiceLine, Order, OrderLine, Supplier
from facility.ubl import EInvoice, ELine, UblRefused

Status = Invoice.Status
PAYMENT_DAYS = 30  # the legal term of a government (law of 2 August 2002), when the invoice says nothing


class CannotPay(Exception):
    """This invoice cannot be approved or paid as it is; the sentence says why, in Dutch."""


class Billed(NamedTuple):
    """One line of an invoice."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    vat_rate: Decimal
    order_line: OrderLine | None = None
    net: Decimal | None = None


@transaction.atomic
def register_invoice(
    *,
    form_token: UUID,
    supplier: Supplier,
    number: str,
    issued_on: date,
    due_on: date | None = None,
    iban: str,
    payment_reference: str = "",
    order: Order | None = None,
    corrects: Invoice | None = None,
    kind: str = Invoice.Kind.INVOICE,
    lines: list[Billed],
    pdf: CheckedFile | None = None,
    e_invoice: CheckedFile | None = None,
    by: Membership,
) -> Invoice:
    """Write down what a supplier asks. The same form sent twice registers one.

    Raises ValidationError for a number that this supplier used before, a wrong account or structured communication.
    """
    insist(by, rules.may_buy(by))
    known = Invoice.objects.filter(form_token=form_token).first()
    if known is not None:
        return known
    if not lines:
        raise ValidationError("Een factuur heeft minstens één lijn met een aantal.")
    nets = [
        money.line_net(line.quantity, line.unit_price) if line.net is None else line.net for line in lines
    ]
    sums = money.sums(zip(nets, (line.vat_rate for line in lines), strict=True))
    invoice = Invoice(
        form_token=form_token, kind=kind, supplier=supplier, number=number.strip(), order=order, corrects=corrects,
        issued_on=issued_on, due_on=due_on or issued_on + timedelta(days=PAYMENT_DAYS), iban=iban,
        payment_reference=payment_reference, net=sums.net, vat=sums.vat, total=sums.total, registered_by=by.user,
    )  # fmt: skip
    invoice.full_clean()
    invoice.document = store_document(checked=pdf, by=by) if pdf else None
    invoice.e_document = store_document(checked=e_invoice, by=by) if e_invoice else None
    invoice.save()
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, **{**line._asdict(), "net": net})
        for line, net in zip(lines, nets, strict=True)
    )
    changes = {"number": number, "supplier": supplier, "order": order, "total": sums.total}
    record("invoice.registered", invoice, by=by, changes=changes)
    return invoice


@transaction.atomic
def register_e_invoice(*, found: EInvoice, content: bytes, by: Membership) -> Invoice:
    """An invoice that came as Peppol BIS Billing 3.0: supplier, order and lines are recognised.

    Raises UblRefused for a supplier that is not known, ValidationError as `register_invoice`.
    """
    insist(by, rules.may_buy(by))
    supplier = Supplier.objects.filter(kbo_number=found.supplier_kbo).first()
    if supplier is None:
        raise UblRefused(
            f"{found.supplier_name} ({found.supplier_kbo}) is geen leverancier in het portaal. Voeg die eerst toe."
        )
    order = order_called(found.order_reference)
    ordered = list(order.lines.select_related("item")) if order else []
    pdf = None
    if found.pdf:
        pdf = check_file(SimpleUploadedFile(f"factuur-{found.number[:60].replace('/', '-')}.pdf", found.pdf))
    return register_invoice(
        form_token=uuid4(), supplier=supplier, number=found.number, issued_on=found.issued_on, due_on=found.due_on,
        iban=found.iban or supplier.iban, payment_reference=found.payment_reference[:140], order=order, kind=found.kind,
        lines=[_billed(line, ordered) for line in (*found.lines, *found.charges)], pdf=pdf,
        e_invoice=made_here(f"e-factuur-{found.number[:60].replace('/', '-')}.xml", content, "application/xml"), by=by,
    )  # fmt: skip


def order_called(reference: str) -> Order | None:
    """The order with this number, as a supplier may write it: B-000012, b12."""
    digits = reference.upper().strip().removeprefix("B").lstrip("-0 ")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return Order.objects.filter(pk=int(digits)).select_related("supplier").first()


def _billed(line: ELine, ordered: list[OrderLine]) -> Billed:
    same = [one for one in ordered if one.item is not None and line.code and one.item.code == line.code]
    same = same or [one for one in ordered if one.description.casefold() == line.description.casefold()]
    about = same[0] if len(same) == 1 else None
    price = line.unit_price.quantize(Decimal("0.0001"))
    return Billed(line.description, line.quantity, price, line.vat_rate, about, line.net)


@transaction.atomic
def link_invoice(*, invoice: Invoice, order: Order, by: Membership) -> Invoice:
    """Say to which order an invoice belongs; its lines are recognised by their name."""
    insist(by, rules.may_buy(by))
    locked = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if locked.status != Status.REGISTERED:
        raise IllegalTransition(locked, Status.REGISTERED)
    ordered = {line.description.casefold(): line for line in order.lines.all()}
    locked.order = order
    locked.save(update_fields=["order"])
    for line in locked.lines.all():
        line.order_line = ordered.get(line.description.casefold())
        line.save(update_fields=["order_line"])
    record("invoice.linked", locked, by=by, changes={"order": order})
    return locked


@transaction.atomic
def approve_invoice(*, invoice: Invoice, accepted: str = "", by: Membership) -> Invoice:
    """A second person approves. Differences with order and deliveries have to be accepted in words.

    Raises CannotPay when they are not, or when the invoice belongs to no order.
    """
    insist(by, rules.may_approve_invoice(by, invoice))
    locked = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("supplier", "order__supplier")
        .get(pk=invoice.pk)
    )
    if locked.order is None:
        raise CannotPay("Koppel deze factuur eerst aan een bestelling.")
    # Two invoices on one order are compared one after the other.
    Order.objects.select_for_update(of=("self",)).get(pk=locked.order.pk)
    if not match(locked).agrees and not accepted.strip():
        raise CannotPay(
            "Er zijn verschillen met de bestelling of de levering. Schrijf op waarom u ze aanvaardt, of betwist."
        )
    return change_status(
        locked, Status.APPROVED, by=by, verb="invoice.approved", approved_at=timezone.now(), approved_by=by.user,
        accepted=accepted, dispute="",
    )  # fmt: skip


@transaction.atomic
def dispute_invoice(*, invoice: Invoice, reason: str, by: Membership) -> Invoice:
    """Something is wrong with it: not paid until that is solved. An approval falls away."""
    insist(by, rules.may_buy(by))
    return change_status(
        invoice, Status.DISPUTED, by=by, verb="invoice.disputed", reason=reason, dispute=reason, approved_at=None,
        approved_by=None, accepted="",
    )  # fmt: skip


@transaction.atomic
def settle_dispute(*, invoice: Invoice, reason: str, by: Membership) -> Invoice:
    """The dispute is over: back to be looked at."""
    insist(by, rules.may_buy(by))
    return change_status(invoice, Status.REGISTERED, by=by, verb="invoice.dispute_settled", reason=reason)


@transaction.atomic
def reject_invoice(*, invoice: Invoice, reason: str, by: Membership) -> Invoice:
    """It will not be paid, ever."""
    insist(by, rules.may_buy(by))
    return change_status(
        invoice, Status.REJECTED, by=by, verb="invoice.rejected", reason=reason, dispute=reason
    )


@transaction.atomic
def pay_invoice(*, invoice: Invoice, paid_on: date, by: Membership) -> Invoice:
    """Accounting paid it, or settled the credit note, on that day. Once: the second time is an IllegalTransition."""
    insist(by, rules.may_buy(by))
    return change_status(
        invoice,
        Status.PAID,
        by=by,
        verb="invoice.paid",
        paid_on=paid_on,
        paid_at=timezone.now(),
        paid_by=by.user,
    )


def to_invoice(order: Order) -> list[tuple[OrderLine, Decimal]]:
    """By line what arrived in good order and no invoice asked yet; never less than nothing."""
    found = match(Invoice(order=order, supplier=order.supplier, iban=order.supplier.iban))
    rows = {row.line: row for row in found.rows}
    return [
        (line, max((row.arrived or Decimal(0)) - row.invoiced_before, Decimal(0)))
        for line in order.lines.all()
        if (row := rows[line.pk])
    ]
