"""A session that ran out while typing loses nothing, and gives nothing to other sites."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

PAGE = reverse("accounts:organisation")
OURS = {"Origin": "http://testserver"}
TYPED = {"name": "Eik & Linde <BV>", "email": "", "phone": "09 1"}


def test_what_was_typed_comes_back_with_a_link_to_sign_in(client, db):
    page = client.post(PAGE, {**TYPED, "keuze": ["a", "b"]}, headers=OURS)
    text = page.content.decode()

    assert page.status_code == 401
    assert f'action="{PAGE}"' in text
    assert 'name="name" value="Eik &amp; Linde &lt;BV&gt;"' in text
    assert [value for name, value in re.findall(r'name="(keuze)" value="(.)"', text)] == ["a", "b"]
    assert reverse("account_login") in text


def test_the_address_keeps_its_question_part(client, db):
    text = client.post(f"{PAGE}?stap=2", TYPED, headers=OURS).content.decode()
    assert f'action="{PAGE}?stap=2"' in text


def test_after_signing_in_the_same_form_does_its_work(company, client_for):
    client = client_for(company)
    client.post(PAGE, TYPED, headers=OURS)
    company.organisation.refresh_from_db()
    assert company.organisation.name == "Eik & Linde <BV>"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://boze.example"},
        {"Origin": "null"},
        {"Referer": "https://boze.example/testserver"},
    ],
)
def test_a_form_of_another_site_is_not_presented_as_the_users_own(client, db, headers):
    response = client.post(PAGE, TYPED, headers=headers)
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_an_old_browser_that_only_sends_a_referer_is_served_as_well(client, db):
    assert client.post(PAGE, TYPED, headers={"Referer": f"http://testserver{PAGE}"}).status_code == 401


def test_a_script_is_led_to_signing_in_as_a_page_would_be(client, db):
    response = client.post(PAGE, TYPED, headers={**OURS, "HX-Request": "true"})
    assert response.status_code == 302


def test_looking_at_a_page_needs_no_resubmitting(client, db):
    assert client.get(PAGE, headers=OURS).status_code == 302


def test_files_cannot_come_back_and_the_page_says_so(client, db):
    page = client.post(PAGE, {**TYPED, "plan": SimpleUploadedFile("plan.pdf", b"%PDF")}, headers=OURS)
    assert "bestanden die u koos, kunnen we niet bijhouden" in page.content.decode()


def test_the_token_of_the_old_session_is_not_given_back(client, db):
    page = client.post(PAGE, {**TYPED, "csrfmiddlewaretoken": "oud" * 20}, headers=OURS)
    assert "oud" * 20 not in page.content.decode()


# --- The token is stale: signed in again in another window -----------------------------------------------------


@pytest.fixture
def strict(company):
    client = Client(enforce_csrf_checks=True)
    client.force_login(company.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_stale_token_gives_the_form_back_with_a_fresh_one_that_works(strict, company):
    page = strict.post(PAGE, {**TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=OURS)
    assert page.status_code == 401
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]

    assert strict.post(PAGE, {**TYPED, "csrfmiddlewaretoken": token}, headers=OURS).status_code == 302
    company.organisation.refresh_from_db()
    assert company.organisation.name == "Eik & Linde <BV>"


def test_a_post_from_another_site_is_refused_and_changes_nothing(strict, company):
    page = strict.post(PAGE, TYPED, headers={"Origin": "https://boze.example"})
    assert page.status_code == 403
    assert "niet verzonden" in page.content.decode()
    company.organisation.refresh_from_db()
    assert company.organisation.name != "Eik & Linde <BV>"
