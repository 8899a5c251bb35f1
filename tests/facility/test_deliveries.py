"""What arrives: per line, in parts, never more than was ordered, with a photo of what is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from facility import actions
from facility.models import Complaint, Delivery, Order
from notifications.models import Notification
from tests.facility.factories import CatalogueItemFactory, draft, placed

D = Decimal
DAY = date(2026, 11, 20)


@pytest.fixture
def order(facility, local):
    return placed(by=facility, organisation=local.organisation)


def arrive(order, by, **what):
    line = order.lines.get(destination__organisation=by.organisation)
    return actions.confirm_delivery(
        order=order, delivered_on=DAY, arrived=[actions.Arrived(line, **what)], by=by
    )


def test_an_order_that_comes_in_parts_is_delivered_with_the_last_one(order, local, facility):
    arrive(order, local, quantity=D(4))
    order.refresh_from_db()
    assert (order.status, list(actions.open_quantities(order).values())) == ("placed", [D(6)])
    arrive(order, local, quantity=D(6))
    order.refresh_from_db()
    assert order.status == "delivered" and Delivery.objects.count() == 2
    assert (
        Notification.objects.filter(
            organisation=facility.organisation, subject__startswith="Levering "
        ).count()
        == 2
    )


def test_no_more_arrives_than_was_ordered(order, local):
    arrive(order, local, quantity=D(4))
    with pytest.raises(actions.TooMuchDelivered, match="staan nog 6 open"):
        arrive(order, local, quantity=D("6.01"))
    assert Delivery.objects.count() == 1


def test_what_is_wrong_becomes_a_complaint_that_facility_solves(order, local, facility):
    arrive(order, local, quantity=D(8), problem="Twee kapotte latten.")
    complaint = Complaint.objects.get()
    assert (complaint.organisation, complaint.status) == (local.organisation, "open")
    order.refresh_from_db()
    assert order.status == "placed", "what is wrong is still to come"
    with pytest.raises(NotAllowed):
        actions.resolve_complaint(complaint=complaint, resolution="Zelf gelijmd", by=local)
    actions.resolve_complaint(complaint=complaint, resolution="Vervangen.", by=facility)
    assert Notification.objects.filter(organisation=local.organisation, body="Vervangen.").exists()


def test_nothing_filled_in_is_asked_again(order, local):
    with pytest.raises(ValidationError, match="minstens één lijn"):
        arrive(order, local)


def test_one_town_confirms_its_own_part_of_a_bundled_order(facility, local, neighbour):
    item = CatalogueItemFactory()
    order = draft(by=facility, organisation=local.organisation, item=item)
    there = order.destinations.create(organisation=neighbour.organisation, place="Markt 1, 9800 Deinze")
    actions.add_order_line(order=order, destination=there, quantity=D(3), item=item, by=facility)
    order = actions.place_order(order=order, by=facility)
    theirs = there.lines.get()
    with pytest.raises(ValidationError, match="is niet voor"):
        actions.confirm_delivery(
            order=order, delivered_on=DAY, arrived=[actions.Arrived(theirs, D(3))], by=local
        )
    arrive(order, local, quantity=D(10))
    order.refresh_from_db()
    assert order.status == "placed"
    arrive(order, neighbour, quantity=D(3))
    order.refresh_from_db()
    assert order.status == "delivered"


def test_who_gets_nothing_of_it_confirms_nothing(order, neighbour, facility):
    for by in (neighbour, facility):
        with pytest.raises(NotAllowed):
            actions.confirm_delivery(order=order, delivered_on=DAY, arrived=[], by=by)


def test_what_arrived_cannot_be_cancelled_and_what_is_cancelled_does_not_arrive(order, local, facility):
    other = placed(by=facility, organisation=local.organisation)
    actions.cancel_order(order=other, reason="Niet nodig", by=facility)
    with pytest.raises(IllegalTransition):
        arrive(other, local, quantity=D(1))
    arrive(order, local, quantity=D(1))
    with pytest.raises(actions.CannotOrder, match="al iets geleverd"):
        actions.cancel_order(order=Order.objects.get(pk=order.pk), reason="Toch niet", by=facility)
