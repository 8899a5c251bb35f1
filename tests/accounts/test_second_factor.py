"""The second step: who needs it, how it is set up and shown, and that nobody who needs it goes without."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.models import Kind
from accounts.rules import sees_persons_or_money
from accounts.second_factor import may_be_removed
from tests.accounts.test_sign_in import ask_code, give, mailed_code
from tests.authenticator import code_for
from tests.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

PAGE, EXPLAINED = "/locaties/", "/tweede-stap/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def official(local):
    """Somebody of Gent whose address was confirmed."""
    EmailAddress.objects.create(user=local.user, email=local.user.email, verified=True, primary=True)
    local.user.set_unusable_password()  # as everybody's is
    local.user.save()
    return local


def by_mail(user, client=None):
    client = client or Client()
    ask_code(client, user.email)
    client.last = give(client, mailed_code())
    return client


def set_up(client):
    """Through the page, as people do."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})


def test_every_government_needs_it_and_a_company_does_not(hats, officer):
    needs = {name for name, hat in {**hats, "officer": officer}.items() if sees_persons_or_money(hat)}
    assert needs == {"local", "reader", "officer", "neighbour", "governor", "facility", "vlot", "abb"}
    assert not sees_persons_or_money(None)


def test_a_code_by_mail_leads_to_the_explanation_and_nowhere_else(official):
    client = by_mail(official.user)
    for page in (
        PAGE,
        "/",
        reverse("accounts:organisation"),
        reverse("account_email"),
        reverse("usersessions_list"),
    ):
        assert client.get(page).url.startswith(EXPLAINED), page
    assert client.post(PAGE).url.startswith(EXPLAINED)
    page = client.get(EXPLAINED, {"next": PAGE}).content.decode()
    assert "Stel een tweede stap in" in page and reverse("mfa_activate_totp") in page


def test_the_back_office_is_closed_too(abb):
    EmailAddress.objects.create(user=abb.user, email=abb.user.email, verified=True, primary=True)
    assert by_mail(abb.user).get("/beheer/").url.startswith(EXPLAINED)


def test_part_of_a_page_takes_the_whole_page_there(official):
    response = by_mail(official.user).get(PAGE, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"].startswith(EXPLAINED)


def test_a_company_works_without_and_may_have_one(company):
    EmailAddress.objects.create(user=company.user, email=company.user.email, verified=True, primary=True)
    client = by_mail(company.user)
    assert client.get(PAGE).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200


def test_another_hat_is_asked_for_it_when_it_is_put_on(company, official, client_for):
    other = MembershipFactory(user=company.user, organisation=official.organisation)
    client = client_for(company)
    assert client.get(PAGE).status_code == 200
    client.post(reverse("accounts:switch_hat", args=[other.pk]))
    assert client.get(PAGE).url.startswith(EXPLAINED)
    client.post(reverse("accounts:switch_hat", args=[company.pk]))
    assert client.get(PAGE).status_code == 200


def test_setting_up_an_app_opens_the_portal_at_once_and_gives_recovery_codes(official):
    client = by_mail(official.user)
    _, answer = set_up(client)
    codes = client.get(answer.url)
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert codes.status_code == 200, codes.headers
    assert len(codes.context["unused_codes"]) == 10
    download = client.get(reverse("mfa_download_recovery_codes"))
    assert codes.context["unused_codes"][0] in download.content.decode()
    assert client.get(PAGE).status_code == 200


def test_the_next_time_the_code_of_the_app_is_asked_and_a_wrong_one_refused(official):
    set_up(by_mail(official.user))
    client = by_mail(official.user)
    assert client.last.url == reverse("mfa_authenticate")
    assert client.get(PAGE).status_code == 302
    assert (
        "Deze code klopt niet"
        in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    )
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": recovery})
    assert client.get(PAGE).status_code == 200


def test_the_secret_is_not_readable_in_the_database_and_survives_a_new_secret_key(official, settings):
    secret, _ = set_up(by_mail(official.user))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "nieuw"
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_for(secret))
    assert len(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()) == 10


def test_a_recovery_code_works_once(official):
    set_up(by_mail(official.user))
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        client = by_mail(official.user)
        client.post(reverse("mfa_authenticate"), {"code": recovery})
        assert (client.get(PAGE).status_code == 200) == works


def test_a_session_from_before_shows_the_step_that_was_set_up_since(official):
    waiting = by_mail(official.user)
    set_up(by_mail(official.user))
    assert waiting.get(PAGE).url.startswith(EXPLAINED)
    assert waiting.get(reverse("mfa_view_recovery_codes")).url.startswith(EXPLAINED)
    assert waiting.get(reverse("mfa_add_webauthn")).url.startswith(EXPLAINED)
    assert "Toon uw tweede stap" in waiting.get(EXPLAINED).content.decode()
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert waiting.post(reverse("mfa_reauthenticate") + f"?next={PAGE}", {"code": recovery}).url == PAGE
    assert waiting.get(PAGE).status_code == 200


def test_who_needs_it_cannot_switch_it_off(official):
    client = by_mail(official.user)
    set_up(client)
    recovery = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_reauthenticate"), {"code": recovery})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "Met uw rol kunt u niet zonder tweede stap" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_nor_remove_his_last_key(official, client_for, settings):
    key = Authenticator.objects.create(user=official.user, type="webauthn", data={"name": "Sleutel"})
    client = client_for(official)
    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).url == reverse("mfa_index")
    assert Authenticator.objects.filter(pk=key.pk).exists()
    Authenticator.objects.create(user=official.user, type="totp", data={"secret": ""})
    assert may_be_removed(key)


def test_a_company_may_switch_it_off(company):
    key = Authenticator.objects.create(user=company.user, type="webauthn", data={"name": "Sleutel"})
    assert may_be_removed(key)
    MembershipFactory(user=company.user, organisation=OrganisationFactory(kind=Kind.ASSOCIATION))
    assert may_be_removed(key)


def test_switched_off_by_the_setting_nobody_is_asked(official, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert by_mail(official.user).get(PAGE).status_code == 200


def test_a_way_back_out_of_the_portal_is_not_followed(official):
    page = by_mail(official.user).get(EXPLAINED, {"next": "https://elders.example/"}).content.decode()
    assert "elders.example" not in page


def test_signing_out_is_always_possible(official):
    client = by_mail(official.user)
    assert client.post(reverse("account_logout")).url == "/"
    assert client.get(PAGE).url.startswith(reverse("account_login"))
