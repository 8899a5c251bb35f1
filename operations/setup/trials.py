"""Two trials that show what a person will meet: a mail to the first administrator, and his way of signing in."""

from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import reverse

from operations.setup.findings import Finding, fine, wrong

MAIL = """Dit is een proefmail van de Vlaamse huisvestingstool.

U kreeg toegang als beheerder. Meld u aan op {address} met dit e-mailadres: u krijgt dan een code per mail.

Komt deze mail bij de ongewenste mail terecht, dan overkomt dat ook de codes van uw collega's. Vraag dan wie de
mailserver beheert naar SPF en DKIM van de afzender.
"""


def mail(to: str) -> list[Finding]:
    """A real mail through the mail server of the settings."""
    message = EmailMessage(
        subject="[Huisvestingstool] Proefmail",
        body=MAIL.format(address=settings.SITE_URL),
        to=[to],
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        return [
            wrong(
                "proefmail",
                f"De mailserver nam de mail niet aan ({type(problem).__name__}). Kijk EMAIL_URL na.",
            )
        ]
    return [fine("proefmail", f"Verstuurd naar {to}. Kijk of ze aankomt, en niet bij de ongewenste mail.")]


def sign_in(email: str) -> list[Finding]:
    """The page of signing in, and the code that it mails: as a browser would ask them, within this process."""
    address = urlsplit(settings.SITE_URL)
    browser = Client(SERVER_NAME=address.hostname or "localhost", headers={"host": address.netloc})
    secure = address.scheme == "https"
    page = browser.get(reverse("account_login"), secure=secure)
    if page.status_code != 200:
        return [
            wrong(
                "aanmelden", f"De aanmeldpagina antwoordt met {page.status_code}. Kijk in het logboek waarom."
            )
        ]
    answer = browser.post(reverse("account_request_login_code"), {"email": email}, secure=secure)
    if answer.status_code == 503:  # what a person gets when the mail server is away (config.middleware)
        return [
            wrong("aanmelden", "De mail met de code vertrok niet: de mailserver is weg. Kijk EMAIL_URL na.")
        ]
    if answer.status_code != 302 or answer.headers["Location"] != reverse("account_confirm_login_code"):
        return [
            wrong(
                "aanmelden",
                f"Er vertrok geen code (antwoord {answer.status_code}). Kijk in het logboek waarom.",
            )
        ]
    return [fine("aanmelden", f"De aanmeldpagina werkt, en {email} kreeg een code per mail.")]
