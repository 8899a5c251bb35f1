"""Pages of Facility and VLOT with work on them, in a real Chromium: no axe violation, no breach of the policy."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership
from facility.models import SupportRequest
from tests.facility.factories import SupportRequestFactory
from tests.factories import days_ago
from tests.vlot.factories import ContactFactory, InterventionFactory
from vlot import actions
from vlot.models import Intervention, Team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def in_team(vlot: Membership, gent) -> Membership:
    """Works in the team of Gent's province."""
    actions.ensure_teams()
    actions.join_team(team=Team.objects.get(province=gent.province), membership=vlot, by=None)
    return vlot


def test_facility_works_through_its_queue(page: Page, live_server, sign_in, look, local, facility):
    asked_at = days_ago(12)
    late = SupportRequestFactory(
        organisation=local.organisation,
        title="Bedden voor de sporthal",
        needed_by=date(2026, 11, 1),
        submitted_at=asked_at,
    )
    village = SupportRequestFactory(
        organisation=local.organisation, title="Nooddorp Zuid", kind="village", places=300
    )
    for status in ("taken_up", "info_requested", "completed", "refused", "withdrawn"):
        SupportRequestFactory(organisation=local.organisation, status=status)
    sign_in(facility)
    page.goto(f"{live_server.url}{reverse('facility:request_list')}")
    look(page, "60-facility-queue")
    page.get_by_role("link", name=late.title).click()
    page.get_by_role("button", name="In behandeling nemen").click()
    expect(page.get_by_text("U behandelt deze aanvraag nu")).to_be_visible()
    look(page, "61-facility-request")
    page.get_by_role("link", name="Informatie vragen").click()
    page.get_by_role("button", name="Vraag versturen").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "62-facility-ask-error")
    page.goto(f"{live_server.url}{reverse('facility:request_take_up', args=[village.pk])}")
    look(page, "63-facility-village")
    sign_in(local)
    waiting = SupportRequest.objects.get(status="info_requested")
    page.goto(f"{live_server.url}{reverse('facility:request_detail', args=[waiting.pk])}")
    look(page, "64-facility-question")


def test_vlot_notes_a_call_by_keyboard_and_follows_it_up(
    page: Page, live_server, sign_in, look, local, in_team, abb
):
    for status, urgency in (("open", "today"), ("assigned", "this_week"), ("closed", "can_wait")):
        InterventionFactory(status=status, urgency=urgency)
    sign_in(in_team)
    page.goto(f"{live_server.url}{reverse('vlot:intervention_add')}")
    page.get_by_label("Gemeente").fill("Atlantis")
    page.get_by_role("button", name="Oproep noteren").click()
    look(page, "65-vlot-add-error")
    page.get_by_label("Gemeente").fill("gentbrugge")
    page.get_by_label("Naam van de beller").fill("An Beller")
    page.get_by_label("Waarover gaat het?").select_option(label="overlast")
    page.get_by_label("Wat is de vraag?").fill("Buren klagen over lawaai. Wat kunnen we doen?")
    page.get_by_label("vandaag").check()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De oproep is genoteerd")).to_be_visible()
    call = Intervention.objects.latest("pk")
    page.get_by_role("button", name="Ik volg dit op").click()
    page.get_by_role("link", name="Contactmoment vastleggen").click()
    look(page, "66-vlot-contact")
    ContactFactory(
        intervention=call, next_step="Handreiking sturen", due_on=timezone.localdate() + timedelta(days=8)
    )
    actions.signal_intervention(intervention=call, signal="In drie gemeenten dezelfde vraag.", by=in_team)
    page.goto(f"{live_server.url}{reverse('vlot:intervention_detail', args=[call.pk])}")
    look(page, "67-vlot-call")
    page.goto(f"{live_server.url}{reverse('vlot:intervention_list')}")
    look(page, "68-vlot-queue")
