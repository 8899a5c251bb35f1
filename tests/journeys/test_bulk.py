"""The same for several households on a phone: ticked, filled in, previewed, confirmed and taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from households.models import Household
from tests.factories import HouseholdFactory
from tests.journeys.conftest import PHONE, faults_of

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_several_households_are_changed_and_taken_back_on_a_phone(page: Page, live_server, sign_in, local):
    today = timezone.localdate()
    soon = today + timedelta(days=20)
    first, second, third = (HouseholdFactory(registered_by=local.organisation) for _ in range(3))
    sign_in(local)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("matching:household_list"))
    every = page.get_by_label("Alles op deze pagina")
    every.check()
    expect(page.get_by_label(f"Kies {first.reference}")).to_be_checked()
    page.get_by_label(f"Kies {third.reference}").uncheck()
    expect(every).not_to_be_checked()
    assert faults_of(page) == []
    page.get_by_role("button", name="Nodig vanaf wijzigen").click()

    page.get_by_role("button", name="Toon wat er gebeurt").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Woning nodig vanaf").fill(f"{soon:%Y-%m-%d}")
    assert faults_of(page) == []
    page.get_by_role("button", name="Toon wat er gebeurt").click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(f"Nodig vanaf: {today:%d/%m/%Y} wordt {soon:%d/%m/%Y}")
    assert faults_of(page) == []
    assert not Household.objects.filter(wanted_from=soon).exists()

    page.get_by_role("button", name="Doe dit met 2 rijen").click()
    expect(page.locator("main")).to_contain_text("Gedaan.")
    assert faults_of(page) == []
    assert set(Household.objects.filter(wanted_from=soon)) == {first, second}
    page.get_by_role("button", name="Ongedaan maken: nodig vanaf wijzigen (2 rijen)").click()
    expect(page.locator("main, .messages").first).to_contain_text("Ongedaan gemaakt: 2 rijen.")
    assert set(Household.objects.values_list("wanted_from", flat=True)) == {today}
    assert set(Household.objects.all()) == {first, second, third}
