"""Verbs on Flemish property: register, hold for a request, hand over, take back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.constraints import sentence_for
from audit.days import day_before
from audit.overtaken import changes_of, put
from audit.trail import change_status, record
from documents.actions import store_document
from documents.files import CheckedFile
from facility import rules, village_notices
from facility.models import (
    FlemishProperty,
    HandoverProtocol,
    PropertyReservation,
    SupportKind,
    SupportRequest,
)

Status = PropertyReservation.Status
FOR_KINDS = (SupportKind.FLEMISH_PROPERTY, SupportKind.VILLAGE, SupportKind.SEARCH, SupportKind.FACILITY_BUYS)


class CannotReserve(Exception):
    """Not this property, for this request, now; the sentence says why, in Dutch."""


@transaction.atomic
def save_property(
    *,
    item: FlemishProperty | None = None,
    photos: Sequence[CheckedFile] = (),
    seen: Mapping[str, Any] | None = None,
    by: Membership | None,
    **fields: Any,
) -> FlemishProperty:
    """Register a property, or keep it true. Raises ValidationError for what does not fit together, and Overtaken when a
    colleague changed since what the page showed (`seen`)."""
    insist(by, rules.may_keep_properties(by))
    row = (
        FlemishProperty.objects.select_for_update(of=("self",)).get(pk=item.pk) if item else FlemishProperty()
    )
    changes = changes_of(row, fields, seen)
    if not changes and not photos:
        return row
    put(changes, row)
    row.full_clean()
    row.save()
    if photos and by is not None:
        row.photos.add(*(store_document(checked=photo, by=by) for photo in photos))
    record("property.changed" if item else "property.added", row, by=by, changes={"name": row.name})
    return row


@transaction.atomic
def reserve_property(
    *, form_token: UUID, item: FlemishProperty, support_request: SupportRequest, by: Membership
) -> PropertyReservation:
    """Hold a property for a request, from today for as many days as its owner allows. The first one holds: who comes
    second gets CannotReserve. The token names the form: sent twice, it stays one."""
    insist(by, rules.may_reserve_for(by, support_request))
    if kept := PropertyReservation.objects.filter(form_token=form_token).first():
        return kept
    today = timezone.localdate()
    if (
        support_request.kind not in FOR_KINDS
        or not support_request.is_open
        or support_request.status == "draft"
    ):
        raise CannotReserve(
            "Kies een open, ingediende aanvraag die om een plaats, een pand of een grond gaat."
        )
    if today not in item.available:
        raise CannotReserve("Dit pand is vandaag niet beschikbaar.")
    try:
        with transaction.atomic():
            reservation = PropertyReservation.objects.create(
                form_token=form_token,
                property=item,
                support_request=support_request,
                period=DateRange(today, today + timedelta(item.hold_days)),
                reserved_by=by.user,
            )
    except IntegrityError as refusal:
        raise CannotReserve(sentence_for(refusal, PropertyReservation)) from refusal
    record("property.reserved", item, by=by, changes={"request": support_request.reference})
    village_notices.property_reserved(reservation, by=by)
    return reservation


@transaction.atomic
def release_property(*, reservation: PropertyReservation, reason: str, by: Membership) -> PropertyReservation:
    """Give a hold up, so that another request can have the property."""
    insist(by, rules.may_reserve_for(by, reservation.support_request))
    released = change_status(
        reservation, Status.RELEASED, by=by, verb="property.released", ended_at=timezone.now(), ended_by=by.user,
        released_because=reason,
    )  # fmt: skip
    village_notices.property_changed_hands(released, "weer vrij", by=by)
    return released


@transaction.atomic
def hand_over_property(
    *,
    reservation: PropertyReservation,
    until: date | None,
    photos: Sequence[CheckedFile] = (),
    by: Membership,
    **protocol: Any,
) -> PropertyReservation:
    """The keys go to the local government: the hold becomes a use, up to `until` (None: no end agreed).

    Raises CannotReserve when the hold ran out, when `until` is not after the handover, or beyond the availability, or
    when another request comes first.
    """
    insist(by, rules.may_keep_properties(by))
    locked = PropertyReservation.objects.select_for_update(of=("self",)).get(pk=reservation.pk)
    begins: date = protocol["on"]
    if locked.expired(on=timezone.localdate()):
        raise CannotReserve("Deze reservatie is vervallen. Reserveer het pand opnieuw.")
    if until is not None and until <= begins:
        raise CannotReserve("Het einde ligt na de overdracht.")
    end = locked.property.available.upper
    if end is not None and (until is None or until > end):
        raise CannotReserve(
            f"Het pand is beschikbaar tot en met {day_before(end):%d/%m/%Y}. Vul een einde in."
        )
    try:
        with transaction.atomic():
            used = change_status(
                reservation, Status.IN_USE, by=by, verb="property.handed_over", period=DateRange(begins, until),
                handover=_protocol(photos, by=by, **protocol),
            )  # fmt: skip
    except IntegrityError as refusal:
        raise CannotReserve(sentence_for(refusal, PropertyReservation)) from refusal
    village_notices.property_changed_hands(used, "overgedragen", by=by)
    return used


@transaction.atomic
def return_property(
    *, reservation: PropertyReservation, photos: Sequence[CheckedFile] = (), by: Membership, **protocol: Any
) -> PropertyReservation:
    """The property comes back, with a report of its state; from that day it is free. Raises CannotReserve before the
    handover."""
    insist(by, rules.may_keep_properties(by))
    begins, on = reservation.period.lower, protocol["on"]
    if on < begins:
        raise CannotReserve("De teruggave ligt na de overdracht.")
    returned = change_status(
        reservation, Status.RETURNED, by=by, verb="property.returned", period=DateRange(begins, on),
        giving_back=_protocol(photos, by=by, **protocol), ended_at=timezone.now(), ended_by=by.user,
    )  # fmt: skip
    village_notices.property_changed_hands(returned, "terug", by=by)
    return returned


def _protocol(photos: Sequence[CheckedFile], *, by: Membership, **fields: Any) -> HandoverProtocol:
    protocol = HandoverProtocol.objects.create(recorded_by=by.user, **fields)
    if photos:
        protocol.photos.add(*(store_document(checked=photo, by=by) for photo in photos))
    return protocol
