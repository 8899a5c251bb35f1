"""Signing out at ACM/IDM, after the portal."""

import logging
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest
from django.urls import reverse

from accounts.acm_idm.provider import ID_TOKEN, PROVIDER, Adapter

log = logging.getLogger(__name__)


def farewell_url(request: HttpRequest) -> str:
    """Where the browser goes to sign out at the provider that opened this session; empty when it was another, when the
    provider has no such address, or when it cannot be reached: signing out of the portal waits for nobody."""
    id_token = request.session.get(ID_TOKEN)
    if not id_token:
        return ""
    try:
        provider = get_adapter(request).get_provider(request, PROVIDER)
        address = provider.app.settings["end_session_url"] or Adapter(request, PROVIDER).openid_config.get(
            "end_session_endpoint", ""
        )
    except (SocialApp.DoesNotExist, requests.RequestException, OAuth2Error) as problem:
        log.warning("ACM/IDM not told of signing out: %s", type(problem).__name__)
        return ""
    if not address:
        return ""
    back = request.build_absolute_uri(reverse("home"))
    return f"{address}?{urlencode({'id_token_hint': id_token, 'post_logout_redirect_uri': back})}"
