"""The three-way match: what was ordered, what arrived, what is invoiced; and every difference in words."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, F, Sum, When

from facility import money
from facility.models import Invoice, InvoiceLine, OrderLine

NOTHING = Decimal(0)


class Row(NamedTuple):
    """One line of the order, or one of the invoice that is on no order."""

    line: int | None  # of the order
    label: str
    ordered: Decimal | None
    arrived: Decimal | None
    invoiced_before: Decimal
    invoiced: Decimal
    price_ordered: Decimal | None
    price: Decimal | None
    differences: tuple[str, ...]


@dataclass
class Match:
    rows: list[Row] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.differences and not any(row.differences for row in self.rows)


def match(invoice: Invoice) -> Match:
    """Compare an invoice with its order and with what the local governments confirmed. Six queries at most."""
    found = Match()
    if invoice.iban != invoice.supplier.iban:
        found.differences.append(
            f"Het rekeningnummer {invoice.iban} is niet dat van {invoice.supplier} ({invoice.supplier.iban}). "
            "Bel de leverancier op een nummer dat u al kende voor u betaalt."
        )
    lines = list(invoice.lines.all()) if invoice.pk else []
    order = invoice.order
    if order is None:
        found.differences.append("Deze factuur hoort nog bij geen bestelling.")
        found.rows = [_loose(line) for line in lines]
        return found
    if order.supplier_id != invoice.supplier_id:
        found.differences.append(
            f"{order.reference} is bij {order.supplier} besteld, niet bij {invoice.supplier}."
        )
    if not order.is_placed:
        found.differences.append(f"{order.reference} is {order.get_status_display()}.")
    before = _invoiced_before(invoice)
    for ordered in order.lines.prefetch_related("delivery_lines"):
        of_it = [line for line in lines if line.order_line_id == ordered.pk]
        found.rows.append(_row(ordered, of_it, before.get(ordered.pk, NOTHING), credit=invoice.sign < 0))
    found.rows += [_loose(line) for line in lines if line.order_line_id is None]
    return found


def _row(ordered: OrderLine, lines: list[InvoiceLine], before: Decimal, *, credit: bool) -> Row:
    arrived = sum((part.quantity for part in ordered.delivery_lines.all()), NOTHING)
    invoiced = sum((line.quantity for line in lines), NOTHING)
    together = before - invoiced if credit else before + invoiced
    differences = []
    if lines and credit and together < 0:
        differences.append("er wordt meer gecrediteerd dan gefactureerd was")
    elif lines and not credit:
        if together > ordered.quantity:
            differences.append(f"{money.number(together - ordered.quantity)} meer gefactureerd dan besteld")
        elif together > arrived:
            differences.append(f"{money.number(together - arrived)} meer gefactureerd dan in orde ontvangen")
    for line in lines:
        if line.unit_price != ordered.unit_price:
            differences.append(
                f"de prijs is {money.in_words(line.unit_price)} in plaats van {money.in_words(ordered.unit_price)}"
            )
        if line.vat_rate != ordered.vat_rate:
            differences.append(
                f"de btw is {money.number(line.vat_rate)} % in plaats van {money.number(ordered.vat_rate)} %"
            )
    price = lines[0].unit_price if lines else None
    return Row(
        ordered.pk,
        ordered.description,
        ordered.quantity,
        arrived,
        before,
        invoiced,
        ordered.unit_price,
        price,
        tuple(differences),
    )


def _loose(line: InvoiceLine) -> Row:
    reason = ("staat niet op de bestelling",)
    return Row(None, line.description, None, None, NOTHING, line.quantity, None, line.unit_price, reason)


def _invoiced_before(invoice: Invoice) -> dict[int, Decimal]:
    """By order line what other invoices asked already; credit notes count the other way, refused ones not at all."""
    signed = Case(When(invoice__kind=Invoice.Kind.CREDIT_NOTE, then=-F("quantity")), default=F("quantity"))
    rows = (
        InvoiceLine.objects.filter(order_line__order=invoice.order)
        .exclude(invoice=invoice.pk)
        .exclude(invoice__status=Invoice.Status.REJECTED)
        .order_by()
        .values_list("order_line")
        .annotate(quantity_before=Sum(signed))
    )
    return dict(rows)
