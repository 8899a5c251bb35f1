"""Closed by default: a page is for people who are signed in and act for an organisation, unless it says otherwise."""

from collections.abc import Callable
from typing import Any, ClassVar

import pghistory
from allauth.mfa.models import Authenticator
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts import second_factor, sessions
from accounts.actions import note_use
from accounts.adapter import SecondFactorAdapter
from accounts.hats import hats_of, other_hat, worn_hat
from accounts.models import Membership
from accounts.resubmit import keeps_what_was_typed, other_hat_page, resubmit_page
from accounts.second_factor import came_through_acm_idm

# Views of libraries that need a user but no organisation: sign-out, e-mail addresses, second factor, sessions.
OPEN_LIBRARIES = ("allauth.",)


class SignInRequired(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in page, and keeps what was typed when the session ran out meanwhile."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        if keeps_what_was_typed(request):
            return resubmit_page(request)
        return super().handle_no_permission(request, view_func)


class Hat:
    """Sets `request.by` (a Membership or None) and `request.hats`; without a hat only pages that allow it open, and
    to a data-protection officer only those that are for him. The back office decides for itself. A form that was made
    under another hat is given back, and the day of the last use of a hat is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        hats = hats_of(user, through_acm_idm=came_through_acm_idm(request)) if user.is_authenticated else []
        request.hats = hats  # type: ignore[attr-defined]
        request.by = worn_hat(request, request.hats)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        needs_hat = getattr(view_func, "login_required", True) and not getattr(
            view_func, "no_hat_needed", False
        )
        by: Membership | None = request.by  # type: ignore[attr-defined]
        if not request.user.is_authenticated or view_func.__module__.startswith(OPEN_LIBRARIES):
            return None
        if by is not None and by.last_used_on != (today := timezone.localdate()):
            note_use(on=today, by=by)
        if not needs_hat:
            return None
        if not getattr(view_func, "in_any_hat", False) and (page_hat := other_hat(request)) is not None:
            return other_hat_page(request, page_hat)
        if by is None:
            return redirect("accounts:register_organisation")
        if by.is_data_protection_officer and not is_for_data_protection(request, view_func):
            raise PermissionDenied
        return None


class SessionLimits:
    """Ends a session that was unused for too long or lasts too long, before any page is chosen: what follows is a page
    for who is not signed in, which keeps what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request, request.hats):  # type: ignore[attr-defined]
                logout(request)
                request.hats, request.by = [], None  # type: ignore[attr-defined]
            else:
                sessions.note_use(request)
        return self.get_response(request)


class SecondFactor:
    """A hat that sees persons or money, and the back office, only after a second step. Until then only the pages to set
    it up or to show it are open, to go back to another hat, and to sign out."""

    OPEN: ClassVar = {
        "account_logout",
        "accounts:second_step",
        "accounts:session_time",
        "accounts:switch_hat",
        "acm_idm_callback",
    }
    WAY_IN: ClassVar = (
        "acm_idm_login"  # brings a second step along; but not to link an account to it without one
    )
    TO_SET_UP: ClassVar = {"mfa_activate_totp", "mfa_add_webauthn"}
    TO_SHOW: ClassVar = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
    TO_TAKE_AWAY: ClassVar = {"mfa_remove_webauthn"}  # of the other one, allauth asks the adapter

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        page = match.view_name if match else ""
        if page in self.TO_TAKE_AWAY and request.user.is_authenticated:
            return self.keep_last(request, kwargs.get("pk"))
        if page in self.OPEN or not second_factor.still_needed(request, request.by):  # type: ignore[attr-defined]
            return None
        if page == self.WAY_IN and request.GET.get("process") != AuthProcess.CONNECT:
            return None
        if page in (self.TO_SHOW if second_factor.steps_of(request.user) else self.TO_SET_UP):  # type: ignore[arg-type]
            return None
        url = reverse("accounts:second_step", query={"next": request.get_full_path()})
        if getattr(request, "htmx", False):
            return HttpResponseClientRedirect(url)
        return redirect(url)

    def keep_last(self, request: HttpRequest, pk: Any) -> HttpResponse | None:
        """allauth asks nobody before it removes a key."""
        key = Authenticator.objects.filter(user=request.user, pk=pk).select_related("user").first()
        if key is None or second_factor.may_be_removed(key):
            return None
        messages.error(request, SecondFactorAdapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


def is_for_data_protection(request: HttpRequest, view_func: Callable[..., Any]) -> bool:
    match = request.resolver_match
    return getattr(view_func, "for_data_protection", False) or (
        match is not None and match.namespace == "admin"
    )


class HistoryContext:
    """Tells pghistory's triggers who acts, so that each row of history names its user and page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with pghistory.context(
            user=request.user.pk if request.user.is_authenticated else None, path=request.path
        ):
            return self.get_response(request)
