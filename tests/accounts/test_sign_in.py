"""Signing in by a code in an e-mail: the right one, wrong ones, one that is too old, and nobody's address."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

WORK = "/locaties/"


@pytest.fixture
def hat(db):
    """Someone who signed in before: the address is known to be his."""
    hat = MembershipFactory(user__email="an@proef.example")
    EmailAddress.objects.create(user=hat.user, email=hat.user.email, verified=True, primary=True)
    return hat


def ask_code(client, email: str, **more: str):
    """Fills in the sign-in page; `next` stands in it as a hidden field."""
    return client.post(reverse("account_login"), {"login": email, **more})


def mailed_code() -> str:
    """The code in the last mail: the line that stands apart."""
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.outbox[-1].body, re.M).group(1)


def give(client, code: str, **more: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def is_signed_in(client) -> bool:
    return client.get(WORK).status_code == 200


def test_the_code_from_the_mail_signs_in(client, hat):
    assert ask_code(client, hat.user.email).status_code == 302
    assert mail.outbox[-1].to == ["an@proef.example"]
    assert mail.outbox[-1].subject.startswith("[Huisvestingstool] ")
    assert give(client, mailed_code()).status_code == 302
    assert is_signed_in(client)


def test_one_comes_back_to_the_page_that_one_wanted(client, hat):
    wanted = client.get(WORK)
    assert wanted.url == f"/account/login/?next={WORK}"
    form = ask_code(client, hat.user.email, next=WORK)
    assert f'name="next" value="{WORK}"' in client.get(form.url).content.decode()
    assert give(client, mailed_code(), next=WORK).url == WORK


def test_whom_a_colleague_added_confirms_the_address_once(client):
    """The first time a second code follows; after that one is enough."""
    user = MembershipFactory().user
    ask_code(client, user.email)
    response = give(client, mailed_code())
    assert response.url == reverse("account_email_verification_sent")
    assert len(mail.outbox) == 2
    client.post(response.url, {"code": mailed_code()})
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    ask_code(client, user.email)
    give(client, mailed_code())
    assert is_signed_in(client)


def test_a_page_of_somebody_else_is_not_gone_to(client, hat):
    elsewhere = "https://elders.example/"
    form = ask_code(client, hat.user.email, next=elsewhere)
    assert elsewhere not in client.get(form.url).content.decode()
    assert "elders" not in give(client, mailed_code(), next=elsewhere).url


def test_capitals_in_the_address_make_no_difference(client, hat):
    ask_code(client, "An@Proef.Example")
    give(client, mailed_code())
    assert is_signed_in(client)


def test_a_wrong_code_is_refused_in_dutch(client, hat):
    ask_code(client, hat.user.email)
    response = give(client, "AAAA-AAAA")
    assert "Deze code klopt niet" in response.content.decode()
    assert not is_signed_in(client)


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client, hat):
    ask_code(client, hat.user.email)
    right = mailed_code()
    for _ in range(3):
        give(client, "AAAA-AAAA")
    give(client, right)
    assert not is_signed_in(client)


def test_a_code_of_more_than_ten_minutes_is_worth_nothing(client, hat):
    ask_code(client, hat.user.email)
    code = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        give(client, code)
        assert not is_signed_in(client)


def test_a_code_of_just_less_than_ten_minutes_still_works(client, hat):
    ask_code(client, hat.user.email)
    code = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=9), tick=False):
        give(client, code)
        assert is_signed_in(client)


def test_a_code_works_once(client, hat):
    ask_code(client, hat.user.email)
    code = mailed_code()
    give(client, code)
    client.post(reverse("account_logout"))
    give(client, code)
    assert not is_signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked_for_it(client, hat):
    ask_code(client, hat.user.email)
    client.cookies.clear()
    give(client, mailed_code())
    assert not is_signed_in(client)


def test_an_unknown_address_looks_the_same_on_screen(client, hat):
    """Nobody finds out here who has an account; who owns the address reads it in the mail."""
    known = ask_code(client, hat.user.email)
    client.cookies.clear()
    unknown = ask_code(client, "niemand@proef.example")
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert mail.outbox[-1].to == ["niemand@proef.example"]
    assert not User.objects.filter(email="niemand@proef.example").exists()


def test_a_user_who_was_switched_off_does_not_come_in(client):
    user = UserFactory(is_active=False)
    ask_code(client, user.email)
    codes = [message for message in mail.outbox if message.to == [user.email]]
    if codes and re.search(r"^\s*[A-Z0-9]+-[A-Z0-9]+\s*$", codes[-1].body, re.M):
        give(client, mailed_code())
    assert not is_signed_in(client)


def test_there_is_no_password_to_guess(client, hat):
    hat.user.set_password("geheim123")
    hat.user.save()
    client.post(reverse("account_login"), {"login": hat.user.email, "password": "geheim123"})
    assert not is_signed_in(client)
