"""allauth's provider of OpenID Connect, stricter: what it leaves out for a token that came straight from the provider
is checked here.

allauth checks state, audience, issuer and expiry. It does not check the signature of a token that it fetched itself,
sends no nonce, takes `acr_values` and scopes from the address that a visitor types, and keeps every claim. Here:
signature by a public key of the provider and by an asymmetric algorithm only, nonce, PKCE, one issuer, nothing from the
address, and of the claims only what names the person.
"""

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

PROVIDER = "acm_idm"
ALGORITHMS = ["RS256", "PS256", "ES256"]
PUBLISHED = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
CLOCKS_DIFFER = 30  # seconds
ID_TOKEN = "acm_idm_id_token"  # noqa: S105  where the session keeps it, to sign out with
KEPT = ("sub", "vo_id", "vo_doelgroepcode", "vo_orgcode", "acr")


class NotBelieved(OAuth2Error):
    """What came from the provider is not what it should be; says what, never about whom."""


class Adapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider and believes only what it signed."""

    nonce: str | None = None  # of this attempt; set by Callback from what the session kept

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes about itself. Raises NotBelieved when it is not the one of the settings."""
        config: dict[str, Any] = super().openid_config
        if missing := [name for name in PUBLISHED if not isinstance(config.get(name), str)]:
            raise NotBelieved(f"the provider does not publish its {missing[0]}")
        if config["issuer"] != self.get_provider().app.settings["server_url"]:
            raise NotBelieved("the provider calls itself otherwise than the settings do")
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Raises NotBelieved when anything about the token is not as it should be."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise NotBelieved("no ID token")
        claims = self.verified(app, id_token)
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims, login.id_token = claims, id_token
        return login

    def verified(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims of a token that is meant for us, now, and for this very attempt."""
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in ALGORITHMS:
                raise NotBelieved("algorithm not accepted")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self.key(header.get("kid")),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": NEEDED},
            )
        except jwt.PyJWTError as problem:
            raise NotBelieved(type(problem).__name__) from problem
        if claims.get("azp", app.client_id) != app.client_id:
            raise NotBelieved("issued to another application")
        if not self.nonce or not secrets.compare_digest(str(claims["nonce"]), self.nonce):
            raise NotBelieved("nonce of another attempt")
        return claims

    def key(self, kid: str | None) -> jwt.PyJWK:
        """The public key that the provider publishes under this name; without a name, its only one."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(response.json()).keys
        named = [key for key in keys if key.key_id == kid] if kid else keys
        if len(named) != 1:
            raise NotBelieved("no such key")
        return named[0]

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("acm_idm_callback"))


class AcmIdm(OpenIDConnectProvider):
    """Known to allauth as one more provider; without settings there is none, and no button."""

    id = PROVIDER
    name = "ACM/IDM"
    package = "accounts.acm_idm"
    oauth2_adapter_class = Adapter
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **kwargs: str) -> str:
        return reverse("acm_idm_login", query=kwargs or None)

    def get_callback_url(self) -> str:
        return reverse("acm_idm_callback")

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the provider, with a nonce that the session keeps beside the state. What a visitor adds to the address
        (`scope`, `auth_params`) is left behind: it could ask for a weaker means of signing in."""
        nonce = secrets.token_urlsafe(32)
        kwargs["scope"] = self.get_scope()
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Who it is: `vo_id` stays the same in every application, `sub` is there always. Never the e-mail address."""
        return str(data.get("vo_id") or data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in KEPT if name in data}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        names = [str(data[part]) for part in ("given_name", "family_name") if data.get(part)]
        return {"email": address_in(data), "name": " ".join(names) or str(data.get("name") or "")}

    def extract_email_addresses(self, data: Mapping[str, Any]) -> list[EmailAddress]:
        """The administrator of the organisation set this address in ACM/IDM: no code is mailed to prove it."""
        address = address_in(data)
        return [EmailAddress(email=address, verified=True, primary=True)] if address else []


def address_in(claims: Mapping[str, Any]) -> str:
    return str(claims.get("vo_email") or claims.get("email") or "").lower()


class Callback(OAuth2CallbackView):
    """The way back: the nonce that the session kept beside the state goes to the adapter that reads the token."""

    def _get_state(self, request: HttpRequest, provider: AcmIdm) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce")
        return state, response


provider_classes = [AcmIdm]
