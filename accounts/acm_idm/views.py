"""The two addresses of signing in through ACM/IDM: going there, and coming back."""

import logging
from collections.abc import Callable

import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.acm_idm.pages import refusal
from accounts.acm_idm.provider import PROVIDER, Adapter, Callback

log = logging.getLogger(__name__)


@login_not_required
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Off to ACM/IDM."""
    return answered(request, OAuth2LoginView.adapter_view)


@login_not_required
@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from ACM/IDM with a code. Whatever is not right ends on a page and signs nobody in
    (accounts.adapter.OtherServiceAdapter)."""
    return answered(request, Callback.adapter_view)


def answered(request: HttpRequest, view: Callable[[Adapter], Callable[..., HttpResponse]]) -> HttpResponse:
    """The step of allauth. Without settings there is no such address; when ACM/IDM cannot be reached, or is not who it
    should be, a page that says so: who is signed in already notices nothing."""
    try:
        return view(Adapter(request, PROVIDER))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except requests.RequestException as problem:
        log.warning("ACM/IDM unreachable: %s", type(problem).__name__)
        return refusal(request, "unreachable")
    except OAuth2Error as problem:
        log.warning("ACM/IDM not believed: %s", problem)
        return refusal(request, "invalid")
