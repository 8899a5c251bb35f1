"""The first official of a new installation gets in by a command, and then by one e-mail code."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Kind, Membership
from tests.factories import hat

pytestmark = pytest.mark.django_db
EMAIL = "ambtenaar@overheid.example"


def test_an_official_is_added_once_and_signs_in_with_one_code(client, reference, capsys):
    hat(Kind.ABB)
    for _ in range(2):
        call_command("add_official", EMAIL, name="An Ambtenaar")
    membership = Membership.objects.get(user__email=EMAIL)
    assert membership.role == Membership.Role.MANAGER and membership.user.is_staff
    assert "werkt nu als beheerder" in capsys.readouterr().out
    client.post(reverse("account_login"), {"login": EMAIL})
    code = re.search(r"^[A-Z0-9-]{4,12}$", mail.outbox[0].body, re.MULTILINE)
    assert code
    client.post(reverse("account_confirm_login_code"), {"code": code[0]})
    assert client.get("/beheer/").status_code == 200
    assert len(mail.outbox) == 1


def test_a_wrong_address_or_a_missing_service_is_explained(reference):
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("add_official", "geen adres", service="abb")
    with pytest.raises(CommandError, match="load_organisations"):
        call_command("add_official", EMAIL)
