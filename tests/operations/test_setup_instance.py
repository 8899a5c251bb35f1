"""The first run of an installation, by somebody who has a terminal and no manual."""

import base64
import os
import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import Kind, Membership, Organisation
from config.acm_idm import acm_idm_app
from municipalities.models import Municipality
from operations.setup import environment, servers
from operations.setup.findings import State
from tests.accounts.identity_provider import running

SECRET = base64.b64encode(os.urandom(48)).decode()
GOOD = {
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://huisvesting.vlaanderen.be",
    "ALLOWED_HOSTS": ["huisvesting.vlaanderen.be", "127.0.0.1", "testserver"],
    "SECURE": True,
    "DEMO_MODE": False,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_USE_TLS": True,
    "DEFAULT_FROM_EMAIL": "Huisvesting <noreply@vlaanderen.be>",
    "PRIVACY_CONTACT": "privacy@vlaanderen.be",
    "BACKUP_RECIPIENTS": ["age1proef"],
}


@pytest.fixture(autouse=True)
def good(settings, tmp_path, clock_of_the_database):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    settings.MEDIA_ROOT = tmp_path / "media"


def found(check):
    return {(finding.state, finding.what) for finding in check()}


def run(**options):
    out = StringIO()
    try:
        call_command("setup_instance", no_input=True, stdout=out, **options)
    except CommandError as problem:
        return f"{out.getvalue()}\n{problem}"
    return out.getvalue()


@pytest.mark.parametrize("check", environment.CHECKS, ids=lambda check: check.__name__)
def test_a_good_environment_is_in_order(check):
    assert {state for state, _ in found(check)} == {State.FINE}


@pytest.mark.parametrize(
    ("check", "change", "what", "state"),
    [
        (environment.secret_key, {"SECRET_KEY": "kort"}, "SECRET_KEY", State.WRONG),
        (environment.secret_key, {"SECRET_KEY": "a" * 60}, "SECRET_KEY", State.WRONG),
        (environment.keys_of_numbers, {"FIELD_INDEX_KEYS": []}, "FIELD_INDEX_KEYS", State.WRONG),
        (
            environment.keys_of_numbers,
            {"FIELD_INDEX_KEYS": ["geen sleutel"]},
            "FIELD_INDEX_KEYS",
            State.WRONG,
        ),
        (environment.hosts, {"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS", State.WRONG),
        (environment.hosts, {"SITE_URL": "https://elders.be"}, "adres", State.WRONG),
        (
            environment.hosts,
            {"SITE_URL": "https://huis.example", "ALLOWED_HOSTS": ["huis.example"]},
            "adres",
            State.NOTE,
        ),
        (environment.transport, {"DEBUG": True}, "DEBUG", State.WRONG),
        (environment.transport, {"DEMO_MODE": True}, "DEMO_MODE", State.WRONG),
        (environment.transport, {"SECURE": False}, "https", State.WRONG),
        (environment.transport, {"SITE_URL": "http://huisvesting.vlaanderen.be"}, "https", State.WRONG),
        (environment.transport, {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, "proxy", State.NOTE),
        (
            environment.mail_settings,
            {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
            "mail",
            State.WRONG,
        ),
        (environment.mail_settings, {"EMAIL_USE_TLS": False}, "mail", State.NOTE),
        (environment.mail_settings, {"DEFAULT_FROM_EMAIL": "x@huis.example"}, "afzender", State.WRONG),
        (environment.mail_settings, {"PRIVACY_CONTACT": "x@huis.example"}, "privacy", State.NOTE),
        (environment.copies, {"BACKUP_RECIPIENTS": []}, "reservekopie", State.WRONG),
        (environment.documents_folder, {"MEDIA_ROOT": "/proc/niet/hier"}, "documenten", State.WRONG),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(check, change, what, state):
    with override_settings(**change):
        assert (state, what) in found(check)


def test_one_key_for_two_lists_is_noticed(settings):
    settings.FIELD_INDEX_KEYS = settings.FIELD_ENCRYPTION_KEYS
    assert found(environment.keys_of_numbers) == {(State.WRONG, "sleutels")}


def test_the_servers_answer(db):
    states = {what: state for state, what in found(servers.database)}
    assert states["databank"] == State.FINE
    assert {what for _, what in found(servers.broker)} == {"Redis"}
    assert State.WRONG not in {state for state, _ in found(servers.broker)}


def test_a_server_that_is_away_is_named(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert found(servers.broker) == {(State.WRONG, "Redis")}


def test_without_acm_idm_it_says_how_governments_sign_in(settings):
    settings.ACM_IDM_ISSUER = ""
    assert found(servers.acm_idm) == {(State.NOTE, "ACM/IDM")}


def test_acm_idm_is_asked_who_it_is(db, settings):
    """At a real provider; and at an address where nobody answers."""
    with running() as provider:
        settings.ACM_IDM_ISSUER = provider.url
        settings.ACM_IDM = acm_idm_app(provider.url, "huisvestingstool", "geheim")
        settings.SOCIALACCOUNT_PROVIDERS = {"acm_idm": {"APPS": [settings.ACM_IDM]}}
        (answer,) = servers.acm_idm()
        assert answer.state == State.FINE
        assert provider.url in answer.says
    assert found(servers.acm_idm) == {(State.WRONG, "ACM/IDM")}
    settings.ACM_IDM = acm_idm_app(settings.ACM_IDM_ISSUER, "", "")
    assert "ACM_IDM_CLIENT_ID" in servers.acm_idm()[0].says


def test_an_empty_installation_gets_everything_and_a_second_time_it_says_so(no_municipalities, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Organisation.objects.all().delete()
    first = run(admin_email="els@vlaanderen.be", admin_name="Els")
    assert Municipality.objects.current().count() == 285
    assert "Gemeenten: 327 toegevoegd, 327 in het portaal" in first
    assert "els@vlaanderen.be is nu beheerder van ABB" in first
    given = Membership.objects.get(user__email="els@vlaanderen.be")
    assert (given.organisation.kind, given.role) == (Kind.ABB, Membership.Role.MANAGER)

    test_mail, code = mail.outbox
    assert "proefmail" in test_mail.body
    assert test_mail.to == code.to == ["els@vlaanderen.be"]
    assert re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", code.body)
    assert "els@vlaanderen.be kreeg een code per mail" in first
    assert SECRET not in first
    for key in (*settings.FIELD_ENCRYPTION_KEYS, *settings.FIELD_INDEX_KEYS):
        assert key not in first

    rows = Organisation.objects.count(), Membership.objects.count()
    again = run()
    assert "Gemeenten: stonden er al (327)" in again
    assert "ABB heeft al 1 beheerder" in again
    assert (Organisation.objects.count(), Membership.objects.count()) == rows
    assert len(mail.outbox) == 2


def test_checking_only_changes_and_sends_nothing(no_municipalities):
    Organisation.objects.all().delete()
    assert "Klaar" in run(check=True)
    assert not Municipality.objects.exists()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_said_and_ends_with_an_error(reference, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    said = run(admin_email="els@vlaanderen.be")
    assert "De mailserver nam de mail niet aan" in said
    assert "De mail met de code vertrok niet" in said
    assert "2 punten zijn niet in orde" in said


def test_without_an_administrator_it_does_not_end_well(reference):
    assert "Er is nog niemand die het portaal beheert" in run()
    assert "geen e-mailadres" in run(admin_email="els")
