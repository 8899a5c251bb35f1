"""Orders: contract or justification, under the ceiling, four eyes, prices copied, with a paper for the supplier."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import NotAllowed
from audit.trail import IllegalTransition
from facility import actions, figures
from facility.models import (
    CatalogueItem,
    ItemPrice,
    Order,
    OrderLine,
    PurchaseTerms,
    SupplierMail,
)
from notifications.models import Notification
from tests.facility.factories import (
    BudgetDecisionFactory,
    CatalogueItemFactory,
    FrameworkContractFactory,
    LotFactory,
    SupplierFactory,
    draft,
    kbo_number,
    placed,
    tomorrow,
)

D = Decimal


@pytest.fixture
def item(facility):
    return CatalogueItemFactory()


def test_an_order_on_a_contract_is_placed_with_a_paper_and_a_mail(facility, local, item):
    order = placed(by=facility, organisation=local.organisation, item=item, quantity=D("10.5"))
    assert (order.status, order.net, order.vat, order.total) == ("placed", D(1050), D("220.50"), D("1270.50"))
    assert order.document.name == f"{order.reference}.pdf"
    with order.document.file.open("rb") as paper:
        assert paper.read(5) == b"%PDF-"
    assert Notification.objects.filter(
        organisation=local.organisation, subject__contains=order.reference
    ).exists()
    assert actions.send_supplier_mail() and not actions.send_supplier_mail()
    (sent,) = mail.outbox
    assert sent.to == [order.supplier.email] and sent.attachments[0][0] == f"{order.reference}.pdf"
    assert SupplierMail.objects.get().sent_at


def test_a_mail_that_is_refused_waits_longer_each_time_and_is_given_up(facility, local, item, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    placed(by=facility, organisation=local.organisation, item=item)
    for _ in range(8):
        SupplierMail.objects.update(next_attempt_at=timezone.now())
        assert actions.send_supplier_mail()
    row = SupplierMail.objects.get()
    assert row.given_up and row.next_attempt_at > timezone.now() + timedelta(hours=1)
    assert not actions.send_supplier_mail()


def test_the_price_of_the_day_is_copied_and_later_prices_change_nothing(facility, local, item):
    order = draft(by=facility, organisation=local.organisation, item=item)
    today = timezone.localdate()
    actions.change_price(item=item, unit_price=D(90), vat_rate=D(21), valid_from=today, by=facility)
    order = actions.place_order(order=order, by=facility)
    assert order.net == D(900), "the price of the day on which it is placed"
    actions.change_price(item=item, unit_price=D(80), vat_rate=D(21), valid_from=today, by=facility)
    assert OrderLine.objects.get().unit_price == D(90)


def test_prices_of_one_article_never_overlap(facility, item):
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemPrice.objects.create(
            item=item, unit_price=1, vat_rate=21, valid=DateRange(date(2027, 1, 1), None)
        )
    actions.change_price(item=item, unit_price=D(90), vat_rate=D(6), valid_from=date(2027, 1, 1), by=facility)
    assert [(row.valid.lower, row.valid.upper) for row in item.prices.order_by("valid")] == [
        (date(2026, 1, 1), date(2027, 1, 1)), (date(2027, 1, 1), date(2028, 1, 1)),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="al een prijs"):
        actions.change_price(
            item=item, unit_price=D(1), vat_rate=D(6), valid_from=date(2025, 6, 1), by=facility
        )


def test_the_ceiling_holds_to_the_cent_and_the_refusal_says_what_is_left(facility, local, item):
    placed(by=facility, organisation=local.organisation, item=item, quantity=D(99))
    too_much = draft(by=facility, organisation=local.organisation, item=item, quantity=D("1.01"))
    with pytest.raises(actions.CeilingExceeded, match=r"€\xa0100,00 vrij"):
        actions.place_order(order=too_much, by=facility)
    too_much.refresh_from_db()
    assert too_much.status == "draft" and SupplierMail.objects.count() == 1
    placed(by=facility, organisation=local.organisation, item=item, quantity=D(1))
    use = figures.use_of_lots([item.lot], on=timezone.localdate())[item.lot.pk]
    assert (use.used, use.committed, use.left, use.nearly_full) == (D(0), D(10_000), D(0), True)


def test_cancelling_frees_the_ceiling_and_tells_everybody(facility, local, item):
    order = placed(by=facility, organisation=local.organisation, item=item, quantity=D(100))
    actions.cancel_order(order=order, reason="Het gebouw gaat niet open.", by=facility)
    assert SupplierMail.objects.filter(subject__contains="geannuleerd").exists()
    assert placed(by=facility, organisation=local.organisation, item=item, quantity=D(100)).is_placed


def test_a_warning_comes_at_the_share_that_was_set(facility, local, item):
    today = timezone.localdate()
    placed(by=facility, organisation=local.organisation, item=item, quantity=D(79))
    assert not figures.use_of_lots([item.lot], on=today)[item.lot.pk].nearly_full
    placed(by=facility, organisation=local.organisation, item=item, quantity=D(1))
    assert figures.use_of_lots([item.lot], on=today)[item.lot.pk].nearly_full


def test_a_budget_is_a_ceiling_too(facility, local, item):
    budget = BudgetDecisionFactory(amount=D(999))
    order = draft(by=facility, organisation=local.organisation, item=item, budget=budget)
    with pytest.raises(actions.CeilingExceeded, match="budget"):
        actions.place_order(order=order, by=facility)


@pytest.mark.parametrize(
    "fields", [{"justification": "Toch"}, {"lot": None}, {"lot": None, "justification": ""}]
)
def test_an_order_has_a_contract_or_a_justification_and_never_both(facility, local, item, fields):
    order = draft(by=facility, organisation=local.organisation, item=item)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**fields)
    with pytest.raises(ValidationError):
        actions.draft_order(
            form_token=uuid.uuid4(), budget=order.budget, deliver_on=tomorrow(), destinations=[],
            **({"lot": item.lot, **fields}), by=facility,
        )  # fmt: skip


def test_outside_a_contract_a_second_person_approves_and_there_is_a_term(facility, colleague, local):
    order = draft(by=facility, organisation=local.organisation)
    with pytest.raises(actions.CannotOrder, match="goedkeuring"):
        actions.place_order(order=order, by=facility)
    order = actions.ask_order_approval(order=order, by=facility)
    with pytest.raises(NotAllowed):
        actions.approve_order(order=order, by=facility)
    order = actions.approve_order(order=order, by=colleague)
    assert (order.status, order.approved_by) == ("placed", colleague.user)
    assert order.regularise_by == timezone.localdate() + timedelta(days=30)
    assert order.is_to_regularise()
    order = actions.regularise_order(order=order, regularisation="Beslissing 12", by=facility)
    assert not order.is_to_regularise()
    with pytest.raises(actions.CannotOrder, match="niet"):
        actions.regularise_order(order=order, regularisation="Nog eens", by=facility)


def test_even_without_the_verb_nobody_approves_his_own_order(facility, local):
    order = draft(by=facility, organisation=local.organisation)
    for fields in (
        {"approved_by": facility.user, "approved_at": timezone.now()},
        {"status": "placed", "placed_by": facility.user, "placed_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**fields)


def test_what_may_go_outside_a_contract_is_data(facility, colleague, local):
    PurchaseTerms.objects.update(highest_outside=D(100))
    order = draft(by=facility, organisation=local.organisation)
    with pytest.raises(actions.CannotOrder, match="hoogstens"):
        actions.ask_order_approval(order=order, by=facility)
    PurchaseTerms.objects.update(highest_outside=D(125))
    sent = actions.ask_order_approval(order=order, by=facility)
    back = actions.send_order_back(order=sent, reason="Kijk eerst in de catalogus.", by=colleague)
    assert (back.status, back.cancel_reason) == ("draft", "Kijk eerst in de catalogus.")


def test_only_articles_of_the_lot_and_only_whom_the_contract_serves(facility, local, neighbour, item):
    order = draft(by=facility, organisation=local.organisation, item=item)
    with pytest.raises(actions.CannotOrder, match="uit dat perceel"):
        actions.add_order_line(
            order=order,
            destination=order.destinations.get(),
            quantity=D(1),
            item=CatalogueItemFactory(),
            by=facility,
        )
    closed = FrameworkContractFactory(open_to_all=False)
    closed.buyers.add(neighbour.organisation)
    private = CatalogueItemFactory(lot=LotFactory(contract=closed))
    with pytest.raises(actions.CannotOrder, match="niet open voor"):
        draft(by=facility, organisation=local.organisation, item=private)
    assert draft(by=facility, organisation=neighbour.organisation, item=private)


def test_a_contract_that_ended_takes_no_orders_and_an_empty_order_goes_nowhere(facility, local, item):
    order = draft(by=facility, organisation=local.organisation, item=item)
    item.lot.contract.valid = DateRange(date(2020, 1, 1), date(2021, 1, 1))
    item.lot.contract.save()
    with pytest.raises(actions.CannotOrder, match="niet geldig"):
        actions.place_order(order=order, by=facility)
    actions.remove_order_line(line=order.lines.get(), by=facility)
    with pytest.raises(actions.CannotOrder, match="nog geen lijnen"):
        actions.place_order(order=order, by=facility)


def test_a_placed_order_takes_no_more_lines(facility, local, item):
    order = placed(by=facility, organisation=local.organisation, item=item)
    with pytest.raises(IllegalTransition):
        actions.add_order_line(
            order=order, destination=order.destinations.get(), quantity=D(1), item=item, by=facility
        )
    with pytest.raises(IllegalTransition):
        actions.remove_order_line(line=order.lines.get(), by=facility)


@pytest.mark.parametrize("quantity", [D(0), D(-3)])
def test_nothing_and_less_than_nothing_cannot_be_ordered(facility, local, item, quantity):
    with pytest.raises(ValidationError, match="meer dan 0"):
        draft(by=facility, organisation=local.organisation, item=item, quantity=quantity)


def test_a_supplier_has_a_real_number_and_account(facility):
    good = {
        "name": "X",
        "email": "x@y.be",
        "address": "Z",
        "kbo_number": kbo_number(7_000_001),
        "iban": "BE71096123456769",
    }
    with pytest.raises(ValidationError, match="ondernemingsnummer"):
        actions.add_supplier(**{**good, "kbo_number": "0700000100"}, by=facility)
    with pytest.raises(ValidationError, match="IBAN"):
        actions.add_supplier(**{**good, "iban": "BE71096123456768"}, by=facility)
    supplier = actions.add_supplier(**good, by=facility)
    assert actions.change_supplier(supplier=supplier, name="Y", by=facility).name == "Y"


def test_who_sees_which_contract_and_order(facility, local, neighbour, company, vlot, item):
    order = placed(by=facility, organisation=local.organisation, item=item)
    unplaced = draft(by=facility, organisation=local.organisation, item=item)
    seen = {by: set(Order.objects.visible_to(by)) for by in (facility, local, neighbour, company, vlot, None)}
    assert seen == {
        facility: {order, unplaced},
        local: {order},
        neighbour: set(),
        company: set(),
        vlot: set(),
        None: set(),
    }
    assert CatalogueItem.objects.count() == 1 and SupplierFactory.build().name
