"""How allauth fits the portal: no passwords, a user is known by e-mail address, and every message in our Dutch."""

import base64
import hashlib
import logging
from smtplib import SMTPException
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts import devices, sessions
from accounts.acm_idm.actions import follow_right, withdraw_rights
from accounts.acm_idm.pages import refusal
from accounts.acm_idm.provider import ID_TOKEN, NotBelieved
from accounts.acm_idm.rights import Refused, right_of
from accounts.actions import note_sign_in
from accounts.hats import all_hats_of, wear
from accounts.models import Membership, User
from accounts.second_factor import came_through_acm_idm, may_be_removed

log = logging.getLogger(__name__)


class MailServerAway(Exception):
    """The mail that somebody waits for, such as a code, could not be sent: he tries again later."""


class AccountAdapter(DefaultAccountAdapter):
    """Signing up is open (companies offer buildings); what a user may do follows from memberships only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is niet meer actief.",
        "cannot_remove_primary_email": "U kunt uw hoofdadres niet verwijderen.",
        "duplicate_email": "Dit e-mailadres hoort al bij uw account.",
        "email_taken": "Er is al een account met dit e-mailadres.",
        "incorrect_code": "Deze code klopt niet. Kijk na of u de code uit de laatste e-mail gebruikt.",
        "max_email_addresses": "U kunt niet meer dan %d e-mailadressen toevoegen.",
        "rate_limited": "Dat ging te snel. Wacht even en probeer opnieuw.",
        "same_as_current": "Dit is hetzelfde adres als nu.",
        "too_many_login_attempts": "U probeerde het te vaak. Wacht enkele minuten en probeer opnieuw.",
        "unknown_email": "We kennen geen account met dit e-mailadres.",
        "unverified_primary_email": "Bevestig eerst dit e-mailadres, daarna kan het uw hoofdadres worden.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.warning("mail server away (%s): somebody got no %s", type(problem).__name__, template_prefix)
            raise MailServerAway from problem

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.second_factor.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Somebody is signed in: his oldest session may have to end, and a browser that is new is told to him."""
        response: HttpResponse = super().post_login(request, user, **more)
        sessions.keep_newest(user)
        login = (more["signal_kwargs"] or {}).get("sociallogin")
        if came_through_acm_idm(request) and login is not None:
            request.session[ID_TOKEN] = login.id_token
            for hat in all_hats_of(user):
                if hat.source == Membership.Source.ACM_IDM:
                    wear(request, hat)
        token = devices.token_of(request)
        note_sign_in(
            user=user,
            device=devices.key_of(token),
            name=devices.device_name(request.headers.get("User-Agent", "")),
            by=None,
        )
        devices.remember(response, token)
        return response


def boxes() -> MultiFernet:
    """Locks with a key made of SECRET_KEY, and opens with those of SECRET_KEY_FALLBACKS too."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second step {secret}".encode()).digest()))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step when signing in: our words, and who may do without."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "U kunt geen e-mailadres toevoegen zolang de tweede stap ingeschakeld is.",
        "cannot_delete_authenticator": (
            "Met uw rol kunt u niet zonder tweede stap. Voeg eerst een andere toe, daarna kunt u deze uitschakelen."
        ),
        "cannot_generate_recovery_codes": "Herstelcodes maakt u pas als de tweede stap ingeschakeld is.",
        "incorrect_code": "Deze code klopt niet. Gebruik de code die uw app nu toont.",
        "unverified_email": "Bevestig eerst uw e-mailadres, daarna kunt u een tweede stap inschakelen.",
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's word
        return f"Sleutel {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def encrypt(self, text: str) -> str:
        """The secret of an app and the seed of recovery codes are worth nothing to who reads only the database."""
        return boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return boxes().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_be_removed(authenticator)


class OtherServiceAdapter(DefaultSocialAccountAdapter):
    """Signing in through ACM/IDM: our words, and nobody comes in, or into our tables, without a right here."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": "Er is al een account met dit e-mailadres. Meld u eerst aan en koppel daarna %s.",
        "no_password": "Uw account heeft geen wachtwoord.",
        "no_verified_email": "Uw account heeft nog geen bevestigd e-mailadres.",
        "disconnect_last": "U kunt deze koppeling niet verbreken: het is de enige.",
        "connected_other": "Deze dienst is al gekoppeld aan een ander account.",
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The token is sound; now what it is worth here. A person whom we know and who has no right any more loses what
        ACM/IDM gave him before."""
        app = sociallogin.account.get_provider(request).app
        try:
            sociallogin.right = right_of(
                sociallogin.claims, application=app.settings["application"], accepted=app.settings["acr"]
            )
        except Refused as refused:
            log.warning("ACM/IDM sign-in refused: %s", refused.reason)
            if sociallogin.is_existing and refused.reason != "weak":
                withdraw_rights(user=sociallogin.user, by=None)
            raise ImmediateHttpResponse(refusal(request, refused.reason, **refused.facts)) from refused
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if sociallogin.is_existing:
            if sociallogin.user.is_active:
                follow_right(user=sociallogin.user, right=sociallogin.right, by=None)
            return
        email = sociallogin.user.email
        if not email:
            raise ImmediateHttpResponse(refusal(request, "no_address"))
        known = User.objects.filter(email__iexact=email).exists()
        if known or EmailAddress.objects.filter(email__iexact=email).exists():
            raise ImmediateHttpResponse(refusal(request, "address_known"))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name", ""))[:120]
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """The person and his right come together, or neither does."""
        user: User = super().save_user(request, sociallogin, form)
        follow_right(user=user, right=sociallogin.right, by=None)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Nothing of who it was goes to the log: only what was wrong."""
        if error == AuthError.CANCELLED:
            return
        what = exception if isinstance(exception, NotBelieved) else type(exception).__name__
        log.warning(
            "ACM/IDM sign-in failed: %s", what if exception else "a state that this browser does not have"
        )
        unreachable = isinstance(exception, requests.RequestException)
        raise ImmediateHttpResponse(refusal(request, "unreachable" if unreachable else "invalid"))
