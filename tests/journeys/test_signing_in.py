"""An official comes in through ACM/IDM and leaves again; another one sets up his second step after a code by mail."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import Kind, RightsMapping
from config.acm_idm import STRONG, acm_idm_app
from tests.accounts.identity_provider import running
from tests.authenticator import code_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings):
    with running() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = {
            "acm_idm": {"APPS": [acm_idm_app(provider.url, "huisvestingstool", "geheim")]}
        }
        settings.SECOND_FACTOR_REQUIRED = True
        yield provider


def test_an_official_comes_in_through_acm_idm_and_leaves_both(page: Page, live_server, look, local, provider):
    RightsMapping.objects.create(
        target_group="lb", right="Medewerker", kind=Kind.LOCAL_AUTHORITY, role="staff"
    )
    number = local.organisation.kbo_number
    claims = {"vo_id": "1", "given_name": "An", "family_name": "Peeters", "vo_email": "an@gent.example",
              "vo_doelgroepcode": "LB", "vo_orgcode": number, "acr": STRONG[2]}  # fmt: skip
    provider.knows("bo", **claims)
    provider.knows("an", **claims, huisvestingstool_rol_3d=[f"Medewerker:{number}"])

    page.goto(live_server.url + reverse("account_login"))
    look(page, "100-sign-in")
    at_the_provider(page, "bo")
    expect(page.get_by_role("heading", name="U hebt hier geen recht")).to_be_visible()
    look(page, "101-no-right")
    page.get_by_role("link", name="Naar de aanmeldpagina").click()
    at_the_provider(page, "an")
    expect(page.get_by_text("An Peeters").first).to_be_visible()

    page.goto(live_server.url + reverse("usersessions_list"))
    look(page, "102-sessions")
    page.get_by_role("main").get_by_role("button", name="Hier afmelden").click()
    page.wait_for_url(f"{provider.url}/oauth2/end_session**")
    page.goto(live_server.url + reverse("usersessions_list"))
    expect(page.get_by_role("heading", name="Aanmelden", exact=True)).to_be_visible()


def at_the_provider(page: Page, sub: str) -> None:
    page.get_by_role("link", name="Aanmelden met ACM/IDM").click()
    page.locator("input[name=sub]").first.fill(sub)
    page.locator("button[type=submit]:not([name=action])").first.click()


def test_who_has_only_a_mailbox_sets_up_an_app(page: Page, live_server, sign_in, look, local, settings):
    local.user.set_unusable_password()
    local.user.save()
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(local)
    page.goto(live_server.url + reverse("housing:site_list"))
    look(page, "103-second-step")
    page.get_by_role("link", name="App instellen").click()
    look(page, "104-app")
    secret = re.sub(r"\s", "", page.locator("dl code").inner_text())
    page.locator("input[name=code]").fill(code_for(secret))
    page.get_by_role("button", name="Inschakelen").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    look(page, "105-recovery-codes")
    page.get_by_role("link", name="Verder naar het portaal").click()
    expect(page).to_have_url(live_server.url + "/")
