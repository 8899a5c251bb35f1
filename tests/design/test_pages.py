"""Pages that are nobody's own: errors, sign-in, account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.views.defaults import page_not_found, permission_denied
from playwright.sync_api import Page, expect

from config.errors import plain_page
from tests.browser import axe_violations, overflow, problems

INFORMAL = re.compile(r"\b(je|jij|jouw)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(please|sign in|your|the|you are|enter)\b", re.IGNORECASE)


def words(html: str) -> str:
    """What a reader sees or hears of a page."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "error"), [(page_not_found, Http404()), (permission_denied, PermissionError())]
)
def test_error_pages_say_what_one_can_do(rf, view, error):
    answer = view(rf.get("/weg/"), error).content.decode()
    assert "Naar de startpagina" in answer
    assert "<h1>" in answer


@pytest.mark.parametrize(
    ("name", "status"), [("500.html", 500), ("503.html", 503), ("503_busy.html", 503), ("503_slow.html", 503)]
)
def test_the_page_for_when_nothing_works_needs_nothing(name, status, django_assert_num_queries):
    answer = plain_page(name, status=status)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "{%" not in page
    assert "{{" not in page
    assert all(
        source.startswith("/static/")
        for source in re.findall(r'(?:href|src)="([^"]+)"', page)
        if source != "/"
    )


def test_the_resubmit_page_gives_back_everything_that_was_typed_and_escapes_it():
    fields = [("naam", 'Jan "<b>'), ("kind", "a"), ("kind", "b")]
    html = render_to_string(
        "errors/resubmit.html",
        {"action": "/aanbod/?stap=2", "fields": fields, "login_url": "/account/login/", "has_files": True},
    )
    assert '<input type="hidden" name="naam" value="Jan &quot;&lt;b&gt;">' in html
    assert html.count('name="kind"') == 2
    assert 'action="/aanbod/?stap=2"' in html
    assert 'target="_blank"' in html
    assert "De bestanden die u koos" in html


def test_signed_in_again_the_resubmit_page_has_one_step():
    html = render_to_string(
        "errors/resubmit.html", {"action": "/x/", "fields": [], "login_url": None, "has_files": False}
    )
    assert "Aanmelden (nieuw venster)" not in html
    assert "Opnieuw verzenden" in html


@pytest.mark.django_db
def test_signing_in_goes_by_a_code_in_a_dutch_mail(client, django_user_model):
    user = django_user_model.objects.create_user("an@proef.example", name="An")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    first = client.get(reverse("account_login"))
    assert "Stuur mij een code" in first.content.decode()
    client.post(reverse("account_login"), {"login": user.email})
    (message,) = mail.outbox
    assert message.subject == "[Huisvestingstool] Uw code om aan te melden"
    assert not ENGLISH.search(message.body)
    code_page = client.get(reverse("account_confirm_login_code")).content.decode()
    assert user.email in code_page
    wrong = client.post(reverse("account_confirm_login_code"), {"code": "niet-juist"}).content.decode()
    assert "Deze code klopt niet" in wrong
    assert 'href="#id_code"' in wrong
    code = re.search(r"^[A-Z0-9-]{4,12}$", message.body, re.MULTILINE)
    assert code
    done = client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    assert done.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_someone_unknown_gets_a_dutch_mail_that_tells_where_to_register(client):
    client.post(reverse("account_login"), {"login": "nieuw@proef.example"})
    (message,) = mail.outbox
    assert reverse("account_signup") in message.body
    assert not ENGLISH.search(message.body)


ACCOUNT_PAGES = [
    "account_email", "account_logout", "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn",
    "usersessions_list", "socialaccount_connections",
]  # fmt: skip
OPEN_PAGES = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_inactive",
    "account_reset_password",
]


@pytest.fixture
def official(abb):
    """Someone of ABB who signs in by code, as everyone does."""
    abb.user.set_unusable_password()
    abb.user.save()
    EmailAddress.objects.create(user=abb.user, email=abb.user.email, verified=True, primary=True)
    return abb


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*ACCOUNT_PAGES, *OPEN_PAGES])
def test_account_pages_are_dutch_and_formal(name, official, client_for):
    client = client_for(official) if name in ACCOUNT_PAGES else Client()
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    text = words(answer.content.decode())
    assert not INFORMAL.search(text), INFORMAL.search(text)
    assert not ENGLISH.search(text), ENGLISH.search(text)
    assert text.count("Vlaamse huisvestingstool") >= 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_account_pages_pass_axe(page: Page, live_server, official, client_for, width):
    page.set_viewport_size({"width": width, "height": 800})
    for name in OPEN_PAGES:
        check(page, live_server.url + reverse(name))
    sign_in(page, live_server.url, client_for(official))
    for name in ACCOUNT_PAGES:
        check(page, live_server.url + reverse(name))
    expect(page.get_by_role("link", name="Berichten")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_back_office_passes_axe(page: Page, live_server, official, client_for, width):
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server.url, client_for(official))
    organisation = official.organisation
    addresses = [
        "/beheer/",
        "/beheer/accounts/organisation/",
        f"/beheer/accounts/organisation/{organisation.pk}/change/",
        "/beheer/municipalities/municipality/",
        "/beheer/municipalities/municipality/?q=gent",
    ]
    for address in addresses:
        check(page, live_server.url + address)
        expect(page.get_by_text("Huisvestingstool – beheer").first).to_be_visible()


def sign_in(page: Page, site: str, client: Client) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def check(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer and answer.status == 200, address
    assert problems(page) == [], address
    assert overflow(page) == 0, address
    assert page.locator("h1").count() == 1, address
    assert axe_violations(page) == [], address
