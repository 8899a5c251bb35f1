"""Figures over a period: medians of days, money by contract, town and site, cost per place per month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from facility import actions, spending
from facility.models import RentalContract
from tests.facility.claims import assessed, claimed
from tests.facility.factories import SupportRequestFactory, draft, placed
from tests.factories import MembershipFactory, SiteFactory, UnitFactory, days_ago

D = Decimal


@pytest.fixture
def period():
    today = timezone.localdate()
    return spending.Period(today - timedelta(days=60), today)


@pytest.fixture
def site(local):
    site = SiteFactory(municipality=local.organisation.municipality)
    UnitFactory(site=site, places=5)
    return site


def ordered_for(request, *, by, quantity):
    order = placed(by=by, organisation=request.organisation, quantity=quantity)
    order.destinations.update(support_request=request)
    return order


def test_lead_times_are_medians_per_kind_and_step(local, facility, period):
    for begun, taken, ended in ((10, 9, 2), (20, 17, 10), (30, 20, None)):
        SupportRequestFactory(
            organisation=local.organisation, status="completed" if ended else "taken_up", submitted_at=days_ago(begun),
            taken_up_at=days_ago(taken), decided_at=days_ago(ended) if ended else None,
        )  # fmt: skip
    SupportRequestFactory(organisation=local.organisation, kind="search", submitted_at=days_ago(90))
    (found,) = spending.lead_times(period)
    assert (found.requests, found.until_taken_up, found.until_order, found.until_end) == (3, 3.0, None, 9.0)


def test_money_adds_up_by_contract_town_and_site(local, neighbour, facility, period, site):
    request = SupportRequestFactory(organisation=local.organisation, status="taken_up", site=site)
    ordered_for(request, by=facility, quantity=D(3))
    placed(by=facility, organisation=neighbour.organisation, quantity=D(2))
    colleague = MembershipFactory(organisation=facility.organisation)
    urgent = draft(by=facility, organisation=neighbour.organisation, quantity=D(4))
    actions.approve_order(order=actions.ask_order_approval(order=urgent, by=facility), by=colleague)
    assert [row.net for row in spending.per_contract(period)] == [D(300), D(200), D(50)]
    assert spending.per_contract(period)[-1].name == "buiten raamcontract"
    assert [(row.orders, row.net) for row in spending.per_municipality(period)] == [(1, D(300)), (2, D(250))]
    assert [(row.name, row.net) for row in spending.per_site(period)] == [(site.name, D(300))]
    assert spending.outside(period) == {"orders": 1, "spent": D(50), "open": 1, "late": 0}
    assert spending.per_contract(spending.Period(date(2020, 1, 1), date(2020, 2, 1))) == []


def test_what_was_asked_back_and_paid(local, facility, period, site):
    colleague = MembershipFactory(organisation=facility.organisation)
    actions.approve_claim(claim=assessed(claimed(local, site), by=facility, less=D(1000)), by=colleague)
    claimed(local, site, quantity=1)
    found = spending.reimbursed(period)
    assert found == {"claims": 2, "asked": D(5000), "approved": D(3000), "paid": D(0)}


def test_a_place_costs_orders_and_rent_over_its_months(local, facility, site):
    today = timezone.localdate()
    period = spending.Period(date(today.year, 1, 1), date(today.year, 12, 31))
    request = SupportRequestFactory(organisation=local.organisation, status="taken_up", site=site)
    ordered_for(request, by=facility, quantity=D(6))
    template = actions.add_own_drafts(by=facility)[0]
    RentalContract.objects.create(
        organisation=local.organisation, site=site, template=template, counterparty="x",
        begins_on=date(today.year, 7, 1),
        ends_on=date(today.year + 1, 6, 30), notice_on=date(today.year + 1, 5, 30), rent=D(1000), status="signed",
        signed_on=today, signed_at=timezone.now(), signed_by=local.user, created_by=local.user,
    )  # fmt: skip
    (found,) = spending.cost_per_place(period)
    assert (found.places, found.orders, found.rent) == (5, D(600), D(6000))
    assert found.per_place == D("110.00")  # 6,600 over 5 places and 12 months


def test_the_page_and_its_file_say_the_same(client_for, local, facility):
    placed(by=facility, organisation=local.organisation, quantity=D(7))
    client = client_for(facility)
    page = client.get(reverse("facility:facility_figures")).content.decode()
    assert "€\xa0700,00" in page
    rows = b"".join(client.get(reverse("facility:facility_figures_export"), {"vorm": "csv"})).decode()
    assert ";700,00" in rows
    wrong = client.get(reverse("facility:facility_figures"), {"van": "2026-02-01", "tot": "2026-01-01"})
    assert wrong.status_code == 422 and "ligt voor het begin" in wrong.content.decode()
