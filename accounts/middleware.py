"""Closed by default: a page is for people who are signed in and act for an organisation, unless it says otherwise."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from accounts.actions import note_use
from accounts.hats import hats_of, other_hat, worn_hat
from accounts.models import Membership
from accounts.resubmit import keeps_what_was_typed, other_hat_page, resubmit_page

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
        request.hats = hats_of(request.user) if request.user.is_authenticated else []  # type: ignore[attr-defined]
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
