"""Verbs on orders: draft, lines, approval by a second person, placed under the ceiling, cancelled, regularised."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership, Organisation
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.paper import made_here
from facility import money, notices, rules
from facility.models import (
    BudgetDecision,
    CatalogueItem,
    Destination,
    ItemPrice,
    Lot,
    Order,
    OrderLine,
    PurchaseTerms,
    Supplier,
    SupplierMail,
    SupportRequest,
    Unit,
)
from facility.order_form import order_form

Status = Order.Status


class CannotOrder(Exception):
    """This order cannot be placed as it is; the sentence says why, in Dutch."""


class CeilingExceeded(CannotOrder):
    """The orders on a lot, or on a budget, would come above what was agreed."""

    def __init__(self, what: Lot | BudgetDecision, *, left: Decimal, asked: Decimal) -> None:
        name = f"het plafond van {what}" if isinstance(what, Lot) else f"het budget {what}"
        super().__init__(
            f"Deze bestelling van {money.in_words(asked)} zonder btw gaat boven {name}: daar is nog "
            f"{money.in_words(left)} vrij."
        )


class Goes(NamedTuple):
    """Where a part of an order goes."""

    organisation: Organisation
    place: str
    support_request: SupportRequest | None = None


@transaction.atomic
def draft_order(
    *,
    form_token: UUID,
    budget: BudgetDecision,
    deliver_on: date,
    destinations: list[Goes],
    lot: Lot | None = None,
    supplier: Supplier | None = None,
    justification: str = "",
    remarks: str = "",
    by: Membership,
) -> Order:
    """Begin an order, for one or more local governments. The same form sent twice begins one.

    Raises CannotOrder when the contract does not serve one of them, ValidationError for a contract with a justification
    or for neither.
    """
    insist(by, rules.may_buy(by))
    known = Order.objects.filter(form_token=form_token).first()
    if known is not None:
        return known
    if lot is not None:
        supplier = lot.supplier
        for goes in destinations:
            if not lot.contract.serves(goes.organisation):
                raise CannotOrder(f"{lot.contract} is niet open voor {goes.organisation}.")
    if supplier is None:
        raise ValidationError({"supplier": "Kies een leverancier."})
    order = Order(
        form_token=form_token, budget=budget, deliver_on=deliver_on, lot=lot, supplier=supplier,
        justification=justification, remarks=remarks, created_by=by.user,
    )  # fmt: skip
    order.full_clean()
    order.save()
    for goes in destinations:
        Destination.objects.create(order=order, **goes._asdict())
    record("order.drafted", order, by=by, changes={"supplier": supplier, "lot": lot})
    return order


@transaction.atomic
def add_order_line(
    *,
    order: Order,
    destination: Destination,
    quantity: Decimal,
    item: CatalogueItem | None = None,
    description: str = "",
    unit: str = Unit.PIECE,
    unit_price: Decimal | None = None,
    vat_rate: Decimal = Decimal(21),
    by: Membership,
) -> OrderLine:
    """So much of an article of the lot, at today's price; outside a contract of something described, at the price that
    was agreed. Raises CannotOrder for an article of another lot or without a price."""
    insist(by, rules.may_buy(by))
    _still_draft(order)
    if order.lot_id is not None:
        if item is None or item.lot_id != order.lot_id:
            raise CannotOrder("Op een raamcontract bestelt u alleen artikelen uit dat perceel.")
        price = _price_today(item)
        description, unit = item.name, item.unit
        unit_price, vat_rate = price.unit_price, price.vat_rate
    if unit_price is None:
        raise ValidationError({"unit_price": "Vul de prijs in."})
    line = OrderLine(
        order=order, destination=destination, item=item, description=description, unit=unit, quantity=quantity,
        unit_price=unit_price, vat_rate=vat_rate, net=money.line_net(quantity, unit_price),
    )  # fmt: skip
    line.full_clean()
    line.save()
    _add_up(order)
    record("order.line_added", order, by=by, changes={"line": str(line), "net": line.net})
    return line


@transaction.atomic
def remove_order_line(*, line: OrderLine, by: Membership) -> None:
    """Take a line out of a draft."""
    insist(by, rules.may_buy(by))
    order = line.order
    _still_draft(order)
    record("order.line_removed", order, by=by, changes={"line": str(line)})
    line.delete()
    _add_up(order)


@transaction.atomic
def place_order(*, order: Order, by: Membership) -> Order:
    """Order on a framework contract: prices of today, under the ceiling and the budget, with the PDF to the supplier.

    Raises CannotOrder (CeilingExceeded), IllegalTransition.
    """
    insist(by, rules.may_buy(by))
    if order.lot_id is None:
        raise CannotOrder(
            "Een bestelling buiten een raamcontract vraagt eerst de goedkeuring van een collega."
        )
    return _place(_locked(order), by=by, verb="order.placed")


@transaction.atomic
def ask_order_approval(*, order: Order, by: Membership) -> Order:
    """Urgent, outside a contract: a colleague has to approve. Raises CannotOrder above the threshold of that day."""
    insist(by, rules.may_buy(by))
    if order.lot_id is not None:
        raise CannotOrder("Een bestelling op een raamcontract heeft geen goedkeuring nodig.")
    order = _locked(order)
    _has_lines(order)
    terms = PurchaseTerms.objects.in_force(on=timezone.localdate())
    if order.net > terms.highest_outside:
        raise CannotOrder(
            f"Buiten een raamcontract kan een spoedaankoop hoogstens {money.in_words(terms.highest_outside)} "
            f"zonder btw bedragen; deze bedraagt {money.in_words(order.net)}."
        )
    order = change_status(order, Status.TO_APPROVE, by=by, verb="order.approval_asked")
    notices.order_approval_asked(order, by=by)
    return order


@transaction.atomic
def approve_order(*, order: Order, by: Membership) -> Order:
    """A second person approves an order outside a contract; it is placed at once, with a term to regularise it."""
    insist(by, rules.may_approve_order(by, order))
    order = _locked(order)
    if order.status != Status.TO_APPROVE:
        raise IllegalTransition(order, Status.PLACED)
    today = timezone.localdate()
    terms = PurchaseTerms.objects.in_force(on=today)
    return _place(
        order,
        by=by,
        verb="order.approved",
        approved_at=timezone.now(),
        approved_by=by.user,
        regularise_by=today + timedelta(days=terms.regularise_days),
    )


@transaction.atomic
def send_order_back(*, order: Order, reason: str, by: Membership) -> Order:
    """The colleague does not approve: back to draft, with the reason."""
    insist(by, rules.may_approve_order(by, order))
    if _locked(order).status != Status.TO_APPROVE:
        raise IllegalTransition(order, Status.DRAFT)
    return change_status(
        order, Status.DRAFT, by=by, verb="order.sent_back", reason=reason, cancel_reason=reason
    )


@transaction.atomic
def cancel_order(*, order: Order, reason: str, by: Membership) -> Order:
    """Not going through (any more): what it took of ceiling and budget is free again. Not after something arrived."""
    insist(by, rules.may_buy(by))
    was_placed = order.is_placed
    if order.deliveries.exists():
        raise CannotOrder("Van deze bestelling is al iets geleverd. Ze kan niet meer geannuleerd worden.")
    order = change_status(
        order, Status.CANCELLED, by=by, verb="order.cancelled", reason=reason, cancel_reason=reason
    )
    if was_placed:
        _mail(
            order, f"Bestelling {order.reference} is geannuleerd", f"Deze bestelling vervalt. Reden: {reason}"
        )
        notices.order_cancelled(order, by=by)
    return order


@transaction.atomic
def regularise_order(*, order: Order, regularisation: str, by: Membership) -> Order:
    """Write down how a purchase outside a contract was regularised. Raises CannotOrder when there is nothing to."""
    insist(by, rules.may_buy(by))
    locked = _locked(order)
    if not locked.is_to_regularise():
        raise CannotOrder("Deze bestelling hoeft niet (meer) geregulariseerd te worden.")
    locked.regularised_at, locked.regularised_by = timezone.now(), by.user
    locked.regularisation = regularisation
    locked.full_clean()
    locked.save(update_fields=["regularised_at", "regularised_by", "regularisation"])
    record("order.regularised", locked, by=by, changes={"how": regularisation})
    return locked


def _place(order: Order, *, by: Membership, verb: str, **fields: Any) -> Order:
    """Place an order that is locked already."""
    _has_lines(order)
    today = timezone.localdate()
    # The budget first and the lot after it, always in this order: two orders at once wait, and never for each other.
    budget = BudgetDecision.objects.select_for_update(of=("self",)).get(pk=order.budget_id)
    if order.lot_id is not None:
        lot = Lot.objects.select_for_update(of=("self",)).get(pk=order.lot_id)
        if today not in lot.contract.valid:
            raise CannotOrder(f"{lot.contract} is vandaag niet geldig.")
        for line in order.lines.select_related("item"):
            if line.item is not None:
                _copy_price(line, line.item)
        _add_up(order)
        _within(lot, lot.ceiling - lot.orders.committed().net(), order)
    _within(budget, budget.amount - budget.orders.committed().net(), order)
    placed = {"placed_at": timezone.now(), "placed_by": by.user, "cancel_reason": "", **fields}
    places, lines = (
        order.destinations.select_related("organisation"),
        list(order.lines.select_related("item")),
    )
    form = order_form(order, places, lines, on=today)
    paper = store_document(checked=made_here(f"{order.reference}.pdf", form), by=by)
    order = change_status(order, Status.PLACED, by=by, verb=verb, document=paper, **placed)
    _mail(
        order,
        f"Bestelling {order.reference} van Het Facilitair Bedrijf",
        f"In bijlage vindt u bestelling {order.reference}, te leveren tegen {order.deliver_on:%d/%m/%Y}. "
        "Vermeld het bestelnummer op uw factuur.",
    )
    notices.order_placed(order, by=by)
    return order


def _locked(order: Order) -> Order:
    """The order as it is now, and as it stays until this transaction ends: no line comes in while it is placed."""
    rows = Order.objects.select_for_update(of=("self",)).select_related("supplier", "lot__contract")
    return rows.get(pk=order.pk)


def _within(what: Lot | BudgetDecision, left: Decimal, order: Order) -> None:
    if order.net > left:
        raise CeilingExceeded(what, left=left, asked=order.net)


def _still_draft(order: Order) -> None:
    locked = _locked(order)
    if locked.status != Status.DRAFT:
        raise IllegalTransition(locked, Status.DRAFT)


def _has_lines(order: Order) -> None:
    if not order.lines.exists():
        raise CannotOrder("Deze bestelling heeft nog geen lijnen. Voeg eerst toe wat u bestelt.")


def _price_today(item: CatalogueItem) -> ItemPrice:
    price = item.price_on(timezone.localdate())
    if price is None:
        raise CannotOrder(f"{item} heeft vandaag geen prijs. Vul eerst een prijs in de catalogus in.")
    return price


def _copy_price(line: OrderLine, item: CatalogueItem) -> None:
    price = _price_today(item)
    line.unit_price, line.vat_rate = price.unit_price, price.vat_rate
    line.net = money.line_net(line.quantity, line.unit_price)
    line.save(update_fields=["unit_price", "vat_rate", "net"])


def _add_up(order: Order) -> None:
    order.net, order.vat, order.total = money.sums(order.lines.values_list("net", "vat_rate"))
    order.save(update_fields=["net", "vat", "total"])


def _mail(order: Order, subject: str, body: str) -> None:
    SupplierMail.objects.create(order=order, to=order.supplier.email, subject=subject, body=body)
    notices.nudge_supplier_mail()
