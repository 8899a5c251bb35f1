"""The second step: who needs it, and whether this session had it.

What a session says about how one signed in is kept by allauth (`get_authentication_records`): a code by mail, a second
step, or another service. A sign-in through ACM/IDM counts as both, because a weak means was refused there
(accounts.acm_idm.rights).
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from accounts.acm_idm.provider import PROVIDER
from accounts.hats import all_hats_of
from accounts.models import Membership, User
from accounts.rules import sees_persons_or_money

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def came_through_acm_idm(request: HttpRequest) -> bool:
    """Whether ACM/IDM opened this session."""
    return any(
        record["method"] == "socialaccount" and record.get("provider") == PROVIDER
        for record in records(request)
    )


def had_second_step(request: HttpRequest) -> bool:
    """Whether who uses this session showed more than a mailbox."""
    return came_through_acm_idm(request) or any(record["method"] == "mfa" for record in records(request))


def records(request: HttpRequest) -> list[dict[str, Any]]:
    user = request.user
    return [] if isinstance(user, AnonymousUser) else get_authentication_records(request, user)


def still_needed(request: HttpRequest, by: Membership | None) -> bool:
    """Whether this hat may be worn only after a second step that this session did not have."""
    return settings.SECOND_FACTOR_REQUIRED and sees_persons_or_money(by) and not had_second_step(request)


def steps_of(user: User) -> int:
    """How many second steps somebody set up, recovery codes apart."""
    return Authenticator.objects.filter(user=user, type__in=STEPS).count()


def may_be_removed(authenticator: Authenticator) -> bool:
    """The last second step of who needs one stays; first add another."""
    if not settings.SECOND_FACTOR_REQUIRED or authenticator.type not in STEPS:
        return True
    user = authenticator.user
    return steps_of(user) > 1 or not any(sees_persons_or_money(hat) for hat in all_hats_of(user))


class SecondStep(AuthenticateStage):
    """allauth's stage between the first step and being signed in; ACM/IDM asked for it already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        login = (self.login.signal_kwargs or {}).get("sociallogin")
        through_acm_idm = login is not None and login.account.provider == PROVIDER
        return not through_acm_idm and super()._should_handle(request)


class ActivateTOTP(ActivateTOTPForm):
    """Who typed a right code from his app showed the second step in this session; nobody asks it again."""

    code = forms.CharField(
        label="Code uit uw app", widget=forms.TextInput(attrs={"autocomplete": "one-time-code"})
    )

    def clean_code(self) -> str:
        code: str = super().clean_code()
        record_authentication(
            context.request, self.user, "mfa", type=Authenticator.Type.TOTP, reauthenticated=True
        )
        return code


class AddWebAuthn(AddWebAuthnForm):
    """The same for who touched his key."""

    name = forms.CharField(label="Naam van de sleutel", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("credential"):
            record_authentication(
                context.request, self.user, "mfa", type=Authenticator.Type.WEBAUTHN, reauthenticated=True
            )
        return data
