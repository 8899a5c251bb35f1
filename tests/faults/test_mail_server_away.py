"""Who waits for a code while the mail server is away reads that, and gets one as soon as it is back (fault 27)."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from tests.factories import UserFactory

pytestmark = [pytest.mark.faults, pytest.mark.django_db]


def test_signing_in_says_that_mail_is_away_and_works_when_it_is_back(client, settings, caplog):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    answer = client.post("/account/login/", {"login": user.email})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Even niet bereikbaar" in answer.content.decode()
    assert "mail server away" in caplog.text and user.email not in caplog.text

    settings.EMAIL_BACKEND = backend
    assert client.post("/account/login/", {"login": user.email}).status_code == 302
    assert len(mail.outbox) == 1
