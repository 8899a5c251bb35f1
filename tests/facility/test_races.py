"""Two at the same moment, on real transactions."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from audit.models import AuditEvent
from audit.trail import IllegalTransition
from facility import actions
from facility.models import (
    Delivery,
    Invoice,
    OpeningTask,
    Order,
    PayingAccount,
    PaymentFile,
    PropertyReservation,
    SupplierMail,
    SupportRequest,
)
from housing.models import OpeningHold
from tests.facility.claims import assessed, claimed, pay
from tests.facility.factories import (
    CatalogueItemFactory,
    SupportRequestFactory,
    draft,
    invoiced,
    placed,
    tomorrow,
)
from tests.facility.villages import PropertyFactory, opening
from tests.factories import MembershipFactory, SiteFactory
from tests.together import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_colleagues_take_up_one_request_and_one_wins(local, facility):
    item = SupportRequestFactory(organisation=local.organisation)
    colleague = MembershipFactory(organisation=facility.organisation)
    results = all_at_once(
        *(
            lambda by=by: actions.take_up_request(
                support_request=SupportRequest.objects.get(pk=item.pk), by=by
            )
            for by in (facility, colleague)
        )
    )
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    winner = next(result for result in results if isinstance(result, SupportRequest))
    assert SupportRequest.objects.get(pk=item.pk).taken_up_by == winner.taken_up_by
    assert AuditEvent.objects.filter(verb="support_request.taken_up").count() == 1


def test_a_form_sent_twice_at_once_makes_one_request(local, facility):
    token = uuid.uuid4()

    def send():
        return actions.submit_request(
            form_token=token,
            kind="search",
            title="Zaal",
            description="Voor 40.",
            needed_by=tomorrow(),
            by=local,
        )

    results = all_at_once(send, send)
    assert len({result.pk for result in results}) == 1, results
    assert AuditEvent.objects.filter(verb="support_request.submitted").count() == 1


def test_completing_and_withdrawing_at_once_leave_one_truth(local, facility):
    item = SupportRequestFactory(organisation=local.organisation, status="taken_up")
    results = all_at_once(
        lambda: actions.complete_request(
            support_request=SupportRequest.objects.get(pk=item.pk), note="Ok.", by=facility
        ),
        lambda: actions.withdraw_request(support_request=SupportRequest.objects.get(pk=item.pk), by=local),
    )
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    item.refresh_from_db()
    assert item.status in ("completed", "withdrawn")
    assert AuditEvent.objects.about(item).count() == 1


def test_two_orders_at_once_never_go_above_the_ceiling(local, facility):
    item = CatalogueItemFactory()
    orders = [
        draft(by=facility, organisation=local.organisation, item=item, quantity=Decimal(60)) for _ in range(2)
    ]
    results = all_at_once(
        *(lambda order=order: actions.place_order(order=order, by=facility) for order in orders)
    )
    assert sum(isinstance(result, actions.CeilingExceeded) for result in results) == 1, results
    assert item.lot.orders.committed().net() == Decimal(6_000) <= item.lot.ceiling
    assert SupplierMail.objects.count() == 1


def test_one_line_confirmed_twice_at_once_arrives_once(local, facility):
    order = placed(by=facility, organisation=local.organisation)
    arrived = [actions.Arrived(order.lines.get(), Decimal(10))]

    def confirm():
        return actions.confirm_delivery(
            order=Order.objects.get(pk=order.pk), delivered_on=tomorrow(), arrived=arrived, by=local
        )

    results = all_at_once(confirm, confirm)
    assert sum(isinstance(result, IllegalTransition) for result in results) == 1, results
    assert Delivery.objects.count() == 1


def test_one_invoice_registered_by_two_colleagues_at_once_is_one(local, facility):
    order = placed(by=facility, organisation=local.organisation)
    results = all_at_once(*(lambda: invoiced(order, by=facility) for _ in range(2)))
    refused = [result for result in results if isinstance(result, ValidationError | IntegrityError)]
    assert len(refused) == 1, results
    assert Invoice.objects.count() == 1


def test_one_claim_in_two_payment_files_at_once_is_paid_once(local, facility):
    colleague = MembershipFactory(organisation=facility.organisation)
    claim = assessed(claimed(local, SiteFactory(municipality=local.organisation.municipality)), by=colleague)
    claim = actions.approve_claim(claim=claim, by=facility)
    PayingAccount.objects.create(name="HFB", iban="BE71096123456769", valid=DateRange(date(2020, 1, 1), None))
    results = all_at_once(*(lambda by=by: pay([claim], by=by) for by in (facility, colleague)))
    assert sum(isinstance(result, actions.CannotReimburse) for result in results) == 1, results
    assert PaymentFile.objects.count() == 1


def test_two_requests_at_once_for_one_property_and_the_first_one_holds(local, facility):
    item = PropertyFactory()
    asked = [
        SupportRequestFactory(organisation=local.organisation, kind="flemish_property") for _ in range(2)
    ]
    results = all_at_once(
        *(
            lambda request=request: actions.reserve_property(
                form_token=uuid.uuid4(), item=item, support_request=request, by=facility
            )
            for request in asked
        )
    )
    assert sum(isinstance(result, actions.CannotReserve) for result in results) == 1, results
    assert PropertyReservation.objects.count() == 1


def test_the_last_two_items_done_at_once_are_counted_both(local, facility):
    plan = opening(SiteFactory(municipality=local.organisation.municipality), by=local)
    last = list(plan.tasks.blocking()[:2])
    OpeningTask.objects.filter(plan=plan).exclude(pk__in=[task.pk for task in last]).update(
        done_at=timezone.now(), done_by=local.user
    )
    results = all_at_once(
        *(
            lambda pk=task.pk: actions.finish_task(task=OpeningTask.objects.get(pk=pk), by=local)
            for task in last
        )
    )
    assert all(isinstance(result, OpeningTask) for result in results), results
    assert OpeningHold.objects.get().open_items == 0
