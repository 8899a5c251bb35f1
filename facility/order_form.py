"""The order form (bestelbon) that the supplier gets, as PDF."""

from collections.abc import Iterable, Sequence
from datetime import date

from documents import paper
from facility import money
from facility.models import Destination, Order, OrderLine


def order_form(order: Order, places: Iterable[Destination], lines: Sequence[OrderLine], *, on: date) -> bytes:
    """The PDF of an order of that day with its lines per destination, prices and sums; without names of people."""
    kbo = order.supplier.kbo_number
    parts: list[paper.Part] = [
        paper.facts(
            [
                ("Bestelnummer", f"{order.reference} (vermeld dit op de factuur)"),
                ("Leverancier", f"{order.supplier.name}, {order.supplier.address}"),
                ("Ondernemingsnummer", ".".join((kbo[:4], kbo[4:7], kbo[7:]))),
                ("Raamcontract", str(order.lot) if order.lot else "geen: aankoop buiten raamcontract"),
                ("Besteld op", f"{on:%d/%m/%Y}"),
                ("Leveren tegen", f"{order.deliver_on:%d/%m/%Y}"),
                *([("Opmerking", order.remarks)] if order.remarks else []),
            ]
        )
    ]
    for destination in places:
        parts.append(paper.heading(f"Te leveren: {destination}"))
        parts.append(
            paper.table(
                ["Artikel", "Aantal", "Prijs", "Btw", "Bedrag"],
                [
                    [
                        f"{line.description} ({line.item.code})" if line.item else line.description,
                        f"{money.number(line.quantity)} {line.get_unit_display()}",
                        money.in_words(line.unit_price),
                        f"{money.number(line.vat_rate)} %",
                        money.in_words(line.net),
                    ]
                    for line in lines
                    if line.destination_id == destination.pk
                ],
                columns=[1, 0, 0, 0, 0],
                right=[1, 2, 3, 4],
            )
        )
    parts.append(paper.heading("Samen"))
    parts.append(
        paper.facts(
            [
                ("Zonder btw", money.in_words(order.net)),
                ("Btw", money.in_words(order.vat)),
                ("Met btw", money.in_words(order.total)),
            ]
        )
    )
    parts.append(paper.heading("Levering en factuur"))
    parts.append(
        paper.text(
            "De lokale besturen bevestigen elke levering in de huisvestingstool. Stuur uw factuur als e-factuur "
            "(Peppol BIS Billing 3.0) aan Het Facilitair Bedrijf, met het bestelnummer."
        )
    )
    return paper.pdf(
        f"Bestelling {order.reference}",
        parts,
        sender="Het Facilitair Bedrijf",
        footer=f"Bestelling {order.reference}",
    )
