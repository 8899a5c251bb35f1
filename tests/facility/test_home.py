"""The home page: what waits in Facility for its own people, and for the local governments that it serves."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from facility import actions
from facility.models import Invoice, OpeningPlan, Order, ReimbursementClaim, RentalContract
from reporting import facility_work
from tests.facility.claims import assessed, claimed, pay
from tests.facility.factories import SupportRequestFactory, draft, invoiced, placed, tomorrow
from tests.facility.villages import finish_all, opening
from tests.factories import MembershipFactory, SiteFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def waiting(by):
    """What the home page shows, by title: labels of the tasks."""
    return {
        group.title: [task.label for task in group.tasks]
        for group in facility_work.groups(by, on=TODAY())
        if group.total
    }


def contract(site, by, *, facility):
    """A signed contract, past the papers: the day of notice comes in a month."""
    template = {one.kind: one for one in actions.add_own_drafts(by=facility)}["shelter"]
    made = actions.draft_contract(
        form_token=uuid.uuid4(), template=template, site=site, counterparty="Bv Huis", begins_on=TODAY(),
        ends_on=TODAY() + timedelta(60), notice_months=1, rent=None, by=by,
    )  # fmt: skip
    now = timezone.now()
    RentalContract.objects.filter(pk=made.pk).update(
        status="signed", signed_on=TODAY(), signed_at=now, signed_by=by.user
    )
    return made


def test_requests_wait_for_everybody_until_someone_takes_them_up(local, facility, colleague):
    asked = {"organisation": local.organisation, "needed_by": tomorrow()}
    SupportRequestFactory(title="Kan wachten", urgency="planned", **asked)
    SupportRequestFactory(title="Vandaag", urgency="today", **asked)
    SupportRequestFactory(title="Van mij", status="taken_up", taken_up_by=facility.user, **asked)
    SupportRequestFactory(title="Aan zet", status="info_requested", taken_up_by=facility.user, **asked)
    new = {"Aanvragen om op te nemen": ["Vandaag", "Kan wachten"]}
    assert waiting(facility) == {**new, "Aanvragen die u behandelt": ["Van mij"]}
    assert waiting(colleague) == new
    assert waiting(local) == {"Aanvragen bij Het Facilitair Bedrijf": ["Aan zet"]}


def test_an_order_outside_contracts_waits_for_a_second_person_and_then_to_be_regularised(
    local, facility, colleague
):
    order = draft(by=facility, organisation=local.organisation)
    actions.ask_order_approval(order=order, by=facility)
    assert waiting(facility) == {}
    assert waiting(colleague) == {"Bestellingen om goed te keuren": [str(order)]}
    actions.approve_order(order=order, by=colleague)
    assert waiting(facility) == waiting(colleague) == {"Spoedaankopen om te regulariseren": [str(order)]}
    Order.objects.update(regularise_by=TODAY() - timedelta(1))
    (group,) = [group for group in facility_work.groups(facility, on=TODAY()) if group.total]
    assert "termijn voorbij sinds" in group.tasks[0].detail


def test_a_delivery_waits_for_whom_it_goes_to_until_all_of_it_is_there(local, neighbour, facility):
    order = placed(by=facility, organisation=local.organisation)
    confirm = {"Leveringen om te bevestigen": [str(order)]}
    assert (waiting(local), waiting(neighbour)) == (confirm, {})
    Order.objects.update(deliver_on=TODAY() + timedelta(30))
    assert waiting(local) == {}, "not yet"
    Order.objects.update(deliver_on=TODAY() - timedelta(1))
    line = order.lines.select_related("destination", "order").get()

    def arrives(quantity, problem=""):
        arrived = [actions.Arrived(line, quantity, problem)]
        actions.confirm_delivery(order=order, delivered_on=TODAY(), arrived=arrived, by=local)

    arrives(4, "Twee zijn stuk.")
    assert waiting(local) == confirm
    assert waiting(facility) == {"Klachten over leveringen": [str(order)]}
    arrives(6)
    assert waiting(local) == {}


def test_an_invoice_waits_for_an_order_a_second_person_and_its_payment(local, facility, colleague):
    title = "Facturen om na te kijken of te betalen"
    invoice = invoiced(placed(by=facility, organisation=local.organisation), by=facility)
    assert title not in waiting(facility)
    assert waiting(colleague)[title] == [str(invoice)]
    order = invoice.order
    Invoice.objects.update(order=None)
    assert waiting(facility)[title] == [str(invoice)], "anybody can say to which order it belongs"
    Invoice.objects.update(
        order=order, status="approved", approved_by=colleague.user, approved_at=timezone.now()
    )
    assert title not in waiting(facility) | waiting(colleague)
    Invoice.objects.update(issued_on=TODAY() - timedelta(40), due_on=TODAY() - timedelta(1))
    assert waiting(facility)[title] == waiting(colleague)[title] == [str(invoice)]


def test_a_claim_goes_from_one_to_the_other_and_back_to_who_asks(local, facility, colleague, site):
    title, back = "Terugvorderingen om te beslissen", "Terugvorderingen om aan te vullen"
    claim = claimed(local, site)
    label = f"{claim}, {local.organisation}"
    assert waiting(facility) == waiting(colleague) == {title: [label]}
    actions.return_claim(claim=claim, reason="Waar is de factuur?", by=facility)
    assert (waiting(local), waiting(facility)) == ({back: [str(claim)]}, {})
    claim = actions.submit_claim(claim=ReimbursementClaim.objects.get(), by=local)
    assessed(claim, by=facility)
    assert (waiting(local), waiting(facility), waiting(colleague)) == ({}, {}, {title: [label]})
    claim = actions.approve_claim(claim=claim, by=colleague)
    file = pay([claim], by=colleague)
    assert waiting(colleague) == {}
    assert waiting(facility) == {"Betaalbestanden om vrij te geven": [str(file)]}


def test_contracts_near_their_notice_and_late_playbooks_wait_for_both_sides(local, neighbour, facility, site):
    signed = contract(site, local, facility=facility)
    plan = opening(site, by=local, days=365)
    notice = {"Contracten op te zeggen of te verlengen": [f"{signed}, {site}"]}
    assert waiting(local) == waiting(facility) == notice
    OpeningPlan.objects.update(opens_on=TODAY() + timedelta(20))
    both = {"Draaiboeken die achterlopen": [site.name], **notice}
    assert waiting(local) == waiting(facility) == both
    assert waiting(neighbour) == {}
    finish_all(plan, by=local)
    actions.open_site(plan=plan, by=local)
    assert waiting(local) == notice


def test_a_reader_is_asked_nothing_that_he_may_not_do(local, reader, facility, site):
    reads = MembershipFactory(organisation=facility.organisation, role=Membership.Role.READER)
    placed(by=facility, organisation=local.organisation)
    claimed(local, site)
    opening(site, by=local, days=10)
    assert (waiting(reader), waiting(reads)) == ({}, {})


@pytest.mark.parametrize(("hat", "most"), [("local", 6), ("facility", 8)])
def test_the_home_page_costs_the_same_for_little_and_much_work(
    request, client_for, hat, most, local, facility, site, django_assert_num_queries
):
    by, other = request.getfixturevalue(hat), MembershipFactory(organisation=facility.organisation)

    def work(number):
        for _ in range(number):
            place = SiteFactory(municipality=site.municipality)
            SupportRequestFactory(organisation=local.organisation)
            SupportRequestFactory(organisation=local.organisation, status="info_requested")
            order = draft(by=other, organisation=local.organisation)
            actions.ask_order_approval(order=order, by=other)
            bought = placed(by=other, organisation=local.organisation)
            invoiced(bought, by=other, number=f"2026/{bought.pk}")
            claimed(local, place)
            opening(place, by=local, days=10)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page = client_for(by).get(reverse("home"))
        assert page.status_code == 200 and "Draaiboeken die achterlopen" in page.content.decode()
        return len(queries)

    work(2)
    cost()  # what a process asks only once
    few = cost()
    work(2)
    assert cost() == few
    with django_assert_num_queries(most):
        list(facility_work.groups(by, on=TODAY()))
