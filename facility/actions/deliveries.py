"""Verbs on what arrives: the municipality confirms per line, and complains about what is wrong."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import IllegalTransition, change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from facility import money, notices, rules
from facility.models import Complaint, Delivery, DeliveryLine, Order, OrderLine


class TooMuchDelivered(ValidationError):
    """More would be confirmed than was ordered."""


class Arrived(NamedTuple):
    """What one line brought: so much in good order, and in words what is wrong, with photos."""

    line: OrderLine
    quantity: Decimal = Decimal(0)
    problem: str = ""
    photos: tuple[CheckedFile, ...] = ()


@transaction.atomic
def confirm_delivery(
    *, order: Order, delivered_on: date, arrived: list[Arrived], by: Membership
) -> Delivery | None:
    """The municipality confirms what arrived for it, in good order or not. When all of an order is there, the order is
    delivered. Returns None when nothing arrived in good order: then there are only complaints.

    Raises TooMuchDelivered, IllegalTransition for an order that is not on its way, ValidationError for a line of
    somebody else or when nothing was filled in.
    """
    insist(by, rules.may_confirm_delivery(by, order))
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if locked.status != Order.Status.PLACED:
        raise IllegalTransition(locked, Order.Status.DELIVERED)
    arrived = [one for one in arrived if one.quantity or one.problem]
    if not arrived:
        raise ValidationError("Vul bij minstens één lijn in wat u ontving, of wat er mis is.")
    _not_too_much(arrived, by)
    delivery = None
    if good := [one for one in arrived if one.quantity]:
        delivery = Delivery.objects.create(
            order=locked, organisation=by.organisation, delivered_on=delivered_on, confirmed_by=by.user
        )
        for one in good:
            DeliveryLine.objects.create(delivery=delivery, line=one.line, quantity=one.quantity)
        lines = {str(one.line): one.quantity for one in good}
        record("order.delivery_confirmed", locked, by=by, changes={"on": delivered_on, "lines": lines})
    wrong = [_complaint(one.line, one.problem, one.photos, by=by) for one in arrived if one.problem]
    if not open_quantities(locked):
        change_status(locked, Order.Status.DELIVERED, by=by, verb="order.delivered")
    notices.delivery_confirmed(locked, delivery, wrong, by=by)
    return delivery


@transaction.atomic
def file_complaint(
    *, line: OrderLine, text: str, photos: tuple[CheckedFile, ...] = (), by: Membership
) -> Complaint:
    """Something about a line is not as ordered; also after the delivery was confirmed."""
    insist(by, rules.may_confirm_delivery(by, line.order))
    complaint = _complaint(line, text, photos, by=by)
    notices.complaint_filed(complaint, by=by)
    return complaint


def _complaint(line: OrderLine, text: str, photos: tuple[CheckedFile, ...], *, by: Membership) -> Complaint:
    complaint = Complaint(line=line, organisation=by.organisation, text=text, filed_by=by.user)
    complaint.full_clean()
    complaint.save()
    complaint.photos.set([store_document(checked=photo, by=by) for photo in photos])
    record("order.complaint_filed", line.order, by=by, changes={"line": str(line), "text": text})
    return complaint


@transaction.atomic
def resolve_complaint(*, complaint: Complaint, resolution: str, by: Membership) -> Complaint:
    """Het Facilitair Bedrijf says what was done about it."""
    insist(by, rules.may_resolve_complaint(by, complaint))
    complaint = change_status(
        complaint,
        Complaint.Status.RESOLVED,
        by=by,
        verb="complaint.resolved",
        resolved_at=timezone.now(),
        resolved_by=by.user,
        resolution=resolution,
    )
    notices.complaint_resolved(complaint, by=by)
    return complaint


def open_quantities(order: Order) -> dict[int, Decimal]:
    """By line what has not arrived in good order yet; a line that is complete is not in it. One query."""
    lines = order.lines.annotate(there=Sum("delivery_lines__quantity", default=Decimal(0)))
    return {line.pk: left for line in lines if (left := line.quantity - line.there) > 0}


def arrived_of(line: OrderLine) -> Decimal:
    return line.delivery_lines.aggregate(there=Sum("quantity", default=Decimal(0)))["there"]


def _not_too_much(arrived: list[Arrived], by: Membership) -> None:
    for one in arrived:
        if one.line.destination.organisation_id != by.organisation_id:
            raise ValidationError(f"{one.line} is niet voor {by.organisation}.")
        left = one.line.quantity - arrived_of(one.line)
        if one.quantity > left:
            raise TooMuchDelivered(
                f"{one.line.description}: u bevestigt {money.number(one.quantity)}, maar er "
                f"{'staat' if left == 1 else 'staan'} nog {money.number(left)} open."
            )
