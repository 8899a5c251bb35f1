"""The administrator's pages about rights, and somebody with two hats, on a phone and on a desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts import actions
from accounts.models import Membership
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
Role = Membership.Role


def test_an_administrator_keeps_rights_and_two_tabs_do_not_mix_two_hats(
    page: Page, context, live_server, sign_in, look, local, neighbour, reader
):
    today = timezone.localdate()
    colleague = MembershipFactory(
        organisation=local.organisation, role=Role.STAFF, started_by=local.user, user__name="An Peeters"
    )
    actions.set_period(membership=colleague, ends_on=today + timedelta(days=90), by=local)
    actions.invite(organisation=local.organisation, email="nieuw@proef.example", role="staff", by=local)
    Membership.objects.filter(pk=reader.pk).update(confirmed_on=today - timedelta(days=366))
    actions.start_rights_reviews(on=today)
    other = MembershipFactory(user=local.user, organisation=neighbour.organisation)

    sign_in(local)
    page.goto(live_server.url + reverse("accounts:people"))
    look(page, "95-people-and-rights")
    page.get_by_role("link", name=re.compile("Wijzigen.*An Peeters")).click()
    look(page, "96-right-of-a-colleague")
    page.goto(live_server.url + reverse("accounts:rights_confirm"))
    look(page, "97-confirm-rights")
    page.goto(live_server.url + reverse("accounts:key_list"))
    look(page, "98-keys")

    page.goto(live_server.url + reverse("accounts:invitation_new"))
    page.get_by_label("E-mailadres").fill("tweede@proef.example")
    second_tab = context.new_page()
    second_tab.goto(live_server.url)
    second_tab.locator("summary.tool--account").click()
    second_tab.screenshot(path="var/screenshots/99-two-hats-open.png")
    second_tab.get_by_role("button", name=other.organisation.name).click()
    expect(second_tab.get_by_text(f"U handelt nu voor {other.organisation}")).to_be_visible()
    look(second_tab, "99-two-hats")

    page.get_by_role("button", name="Uitnodiging versturen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("niets is verloren")
    look(page, "99-other-hat")
    with context.expect_page() as opened:
        page.get_by_role("button", name=f"Naar {local.organisation}").click()
    expect(opened.value.locator("summary.tool--account")).to_contain_text(local.organisation.name)
    page.get_by_role("button", name=f"Verzenden voor {local.organisation}").click()
    expect(page.get_by_text("tweede@proef.example krijgt een e-mail")).to_be_visible()
