"""Closed by default, and always in one hat at a time."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actions import end_membership
from accounts.hats import SESSION_KEY, require
from accounts.models import Membership
from tests import factories

ORGANISATION = reverse("accounts:organisation")
REGISTER = reverse("accounts:register_organisation")
HOME = reverse("home")


@pytest.fixture
def two_hats(company, other_company):
    """One person who acts for two companies: his first hat by name, and the other."""
    second = factories.MembershipFactory(user=company.user, organisation=other_company.organisation)
    return sorted([company, second], key=lambda hat: hat.organisation.name)


@pytest.fixture
def browser(client):
    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def shown_hat(client):
    return client.get(ORGANISATION).context["hat"]


def switch(client, hat):
    return client.post(reverse("accounts:switch_hat", args=[hat.pk]))


def test_a_visitor_is_led_to_signing_in_and_back(client, db):
    assert client.get(ORGANISATION).headers["Location"] == f"{reverse('account_login')}?next={ORGANISATION}"


def test_who_has_no_hat_is_led_to_registering(browser, db):
    assert browser(factories.UserFactory()).get(ORGANISATION).headers["Location"] == REGISTER


def test_who_has_no_hat_can_still_sign_out_and_manage_his_address(browser, db):
    client = browser(factories.UserFactory())
    assert client.get(reverse("account_email")).status_code == 200
    assert client.post(reverse("account_logout")).headers["Location"] == HOME


def test_the_first_hat_is_on_until_another_is_chosen(two_hats, browser):
    first, second = two_hats
    client = browser(first.user)
    assert shown_hat(client) == first

    response = switch(client, second)

    assert response.headers["Location"] == HOME
    assert shown_hat(client) == second


def test_nobody_puts_on_someone_elses_hat(company, local, client_for):
    client = client_for(company)
    assert switch(client, local).status_code == 404
    assert shown_hat(client) == company


def test_a_hat_written_into_the_session_by_hand_is_not_worn(company, local, client_for):
    client = client_for(company)
    session = client.session
    session[SESSION_KEY] = local.pk
    session.save()
    assert shown_hat(client) == company


def test_a_hat_that_is_taken_away_falls_off_at_once(two_hats, browser):
    first, second = two_hats
    client = browser(first.user)
    switch(client, second)
    factories.MembershipFactory(organisation=second.organisation)

    end_membership(membership=second, by=first)

    assert shown_hat(client) == first
    assert switch(client, second).status_code == 404


def test_who_is_switched_off_is_signed_out_at_once(company, client_for):
    client = client_for(company)
    company.user.is_active = False
    company.user.save()
    assert client.get(ORGANISATION).headers["Location"].startswith(reverse("account_login"))


def test_switching_is_a_post(company, client_for):
    assert client_for(company).get(reverse("accounts:switch_hat", args=[company.pk])).status_code == 405


def test_require_is_silent_or_refuses():
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)


def test_knowing_who_acts_costs_three_queries(company, client_for, django_assert_num_queries):
    """Session, user, hats: what every page begins with. A page that does nothing else asks nothing else."""
    client = client_for(company)
    with django_assert_num_queries(3):
        client.get(reverse("accounts:switch_hat", args=[company.pk]))


# --- Two tabs, two hats -----------------------------------------------------------------------------------------

TYPED_THERE = {"name": "Eik & Linde", "email": "", "phone": ""}


def page_hat(client, url=ORGANISATION):
    """What the form on a page says of the hat under which it was made."""
    return re.findall(r'name="_hat" value="(\d+)"', client.get(url).content.decode())


def test_every_form_says_under_which_hat_its_page_was_made(two_hats, browser):
    first, _ = two_hats
    assert set(page_hat(browser(first.user))) == {str(first.pk)}


def test_a_form_of_another_tab_is_given_back_and_sent_after_putting_that_hat_on_again(two_hats, browser):
    first, second = two_hats
    client = browser(first.user)
    switch(client, second)

    page = client.post(ORGANISATION, {**TYPED_THERE, "_hat": first.pk})

    text = page.content.decode()
    assert page.status_code == 409
    assert (
        f"Deze pagina opende u voor {first.organisation}. Intussen handelt u voor {second.organisation}."
        in text
    )
    assert 'name="name" value="Eik &amp; Linde"' in text
    for hat in two_hats:
        hat.organisation.refresh_from_db()
        assert hat.organisation.name != "Eik & Linde"

    resent = text[text.index(f'action="{ORGANISATION}"') :]
    assert re.search(r'name="_hat" value="(\d+)"', resent)[1] == str(first.pk)
    assert client.post(ORGANISATION, {**TYPED_THERE, "_hat": first.pk}).status_code == 409
    switch(client, first)
    assert client.post(ORGANISATION, {**TYPED_THERE, "_hat": first.pk}).status_code == 302
    first.organisation.refresh_from_db()
    assert first.organisation.name == "Eik & Linde"


def test_a_form_of_a_hat_that_was_taken_away_is_not_sent_under_the_other(two_hats, browser):
    """Without this, the next hat would quietly take the place of the one that ended."""
    first, second = two_hats
    client = browser(first.user)
    factories.MembershipFactory(organisation=first.organisation)
    end_membership(membership=first, by=second)
    page = client.post(ORGANISATION, {**TYPED_THERE, "_hat": first.pk})
    assert page.status_code == 409
    assert "Uw rol voor deze organisatie is beëindigd" in page.content.decode()
    assert "Eik &amp; Linde" in page.content.decode()


def test_a_draft_kept_by_script_gets_the_sentence(two_hats, browser):
    first, second = two_hats
    client = browser(first.user)
    switch(client, second)
    answer = client.post(
        ORGANISATION, {**TYPED_THERE, "_hat": first.pk}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409 and "staat nog op dit scherm" in answer.json()["message"]


@pytest.mark.parametrize("stated", ["", "x", "0", "someone else's"])
def test_what_is_no_hat_of_ones_own_changes_nothing(two_hats, local, browser, stated):
    first, _ = two_hats
    stated = local.pk if stated == "someone else's" else stated
    assert browser(first.user).post(ORGANISATION, {**TYPED_THERE, "_hat": stated}).status_code == 302


def test_switching_and_signing_out_work_from_any_tab(two_hats, browser):
    first, second = two_hats
    client = browser(first.user)
    url = reverse("accounts:switch_hat", args=[second.pk])
    assert client.post(url, {"_hat": second.pk}).headers["Location"] == HOME
    assert client.post(reverse("account_logout"), {"_hat": first.pk}).headers["Location"] == HOME


# --- The page of the organisation -------------------------------------------------------------------------------


def test_the_local_administrator_changes_the_contact_data(company, client_for):
    response = client_for(company).post(
        ORGANISATION, {"name": "Eik BV", "email": "info@eik.example", "phone": ""}
    )
    assert response.headers["Location"] == ORGANISATION
    company.organisation.refresh_from_db()
    assert company.organisation.name == "Eik BV"


def test_bad_contact_data_are_explained_and_kept_as_typed(company, client_for):
    page = client_for(company).post(ORGANISATION, {"name": "Eik BV", "email": "geen adres", "phone": ""})
    text = page.content.decode()
    assert "Voer een geldig e-mailadres in" in text
    assert 'value="geen adres"' in text
    company.organisation.refresh_from_db()
    assert company.organisation.name != "Eik BV"


def test_a_colleague_sees_the_people_but_no_form_and_cannot_post(company, client_for):
    colleague = factories.MembershipFactory(organisation=company.organisation, role=Membership.Role.STAFF)
    client = client_for(colleague)
    text = client.get(ORGANISATION).content.decode()
    assert company.user.email in text
    assert "Gegevens wijzigen" not in text
    assert client.post(ORGANISATION, {"name": "Eik BV"}).status_code == 403


def test_who_left_is_not_listed(company, client_for):
    gone = factories.MembershipFactory(organisation=company.organisation)
    end_membership(membership=gone, by=company)
    assert gone.user.email not in client_for(company).get(ORGANISATION).content.decode()


# --- Registering a company --------------------------------------------------------------------------------------

TYPED = {
    "kind": "company",
    "name": "Linde BV",
    "kbo_number": "BE 0207.500.123",
    "phone": "",
    "own_name": "An Peeters",
}


def test_a_new_company_comes_in_with_any_spelling_of_its_number(browser, db):
    user = factories.UserFactory(name="")
    client = browser(user)

    response = client.post(REGISTER, TYPED)

    assert response.headers["Location"] == HOME
    hat = Membership.objects.get(user=user)
    assert hat.organisation.kbo_number == "0207500123"
    assert shown_hat(client) == hat
    user.refresh_from_db()
    assert user.name == "An Peeters"


@pytest.mark.parametrize("number", ["0207.500.124", "123", "BE", "0207500123456", "NL123456789B01"])
def test_a_wrong_number_is_explained_and_nothing_is_lost(browser, db, number):
    page = browser(factories.UserFactory()).post(REGISTER, {**TYPED, "kbo_number": number})
    text = page.content.decode()
    assert "geen geldig ondernemingsnummer" in text
    assert f'value="{number}"' in text
    assert 'value="Linde BV"' in text
    assert not Membership.objects.exists()


def test_a_number_that_is_known_says_whom_to_ask(browser, company):
    typed = {**TYPED, "kbo_number": company.organisation.kbo_number}
    page = browser(factories.UserFactory()).post(REGISTER, typed, follow=True)
    assert f"{company.organisation.name} is al geregistreerd" in page.content.decode()
    assert Membership.objects.count() == 1


# --- Demo accounts ----------------------------------------------------------------------------------------------


def test_demo_accounts_exist_in_demo_mode_only(client, db, settings):
    settings.DEMO_MODE = False
    url = reverse("accounts:demo_sign_in")
    assert client.get(url).status_code == 404
    assert client.post(url, {"account": 1}).status_code == 404


def test_only_a_demo_account_signs_in_without_mail(client, company, settings):
    settings.DEMO_MODE = True
    url = reverse("accounts:demo_sign_in")
    assert client.post(url, {"account": company.pk}).status_code == 404

    demo = factories.MembershipFactory(user__email="bedrijf@demo.example", organisation=company.organisation)
    assert client.post(url, {"account": demo.pk}).headers["Location"] == HOME
    assert shown_hat(client) == demo
