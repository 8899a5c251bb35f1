"""What a person sees when a page cannot be shown."""

import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from psycopg.errors import QueryCanceled

from accounts.resubmit import keeps_what_was_typed, resubmit_page, typed_fields

RETRY_AFTER_SECONDS = "10"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is stale (signed in again meanwhile) can be sent again; anything else is refused."""
    if keeps_what_was_typed(request):
        return resubmit_page(request)
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request: HttpRequest, *, wait_seconds: int = 60) -> HttpResponse:
    """Too often in a short time (429): how long to wait, and a form that was sent is still there to send again.

    Also allauth's page for its own limits (`handler429` of the URLs).
    """
    sent = keeps_what_was_typed(request)
    context = {
        "minutes": max(1, round(wait_seconds / 60)),
        "action": request.get_full_path() if sent else "",
        "fields": typed_fields(request) if sent else [],
        "has_files": sent and bool(request.FILES),
    }
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(wait_seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def quota_reached(request: HttpRequest) -> HttpResponse:
    """This account added as many files as one may in a day (429). What was typed stays; the files cannot."""
    context = {
        "most": settings.UPLOAD_QUOTA_MEGABYTES,
        "files": settings.UPLOAD_QUOTA_FILES,
        "action": request.get_full_path() if keeps_what_was_typed(request) else "",
        "fields": typed_fields(request),
    }
    response = render(request, "errors/quota.html", context, status=429)
    response.headers["Retry-After"] = str(24 * 3600)
    return response


def storage_full(request: HttpRequest) -> HttpResponse:
    """The disk took no file (507). What was typed stays; the files cannot."""
    context = {
        "action": request.get_full_path() if keeps_what_was_typed(request) else "",
        "fields": typed_fields(request),
    }
    return render(request, "errors/storage_full.html", context, status=507)


def quarantined(request: HttpRequest, *, is_refused: bool) -> HttpResponse:
    """A file that the virus scanner has not looked at yet (409), or that it refused (410)."""
    status = 410 if is_refused else 409
    return render(request, "errors/quarantine.html", {"is_refused": is_refused}, status=status)


def mail_away() -> HttpResponse:
    """The mail server takes no mail now, and without his code nobody signs in (503)."""
    return plain_page("503.html", status=503, headers={"Retry-After": "60"})


def too_busy() -> HttpResponse:
    """More people ask than can be served (503); who waited too long is told so, without any work for him."""
    headers = {"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"}
    return plain_page("503_busy.html", status=503, headers=headers)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no browser of ours sends (400). Nothing of the request stands on the page."""
    return plain_page("400.html", status=400)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away or locked is a 503 that says to try again, a question that it needs too long for a 503
    that says to ask less; all else is our mistake (500).

    Neither page runs a query or a context processor: they must show when nothing else works.
    """
    problem = sys.exc_info()[1]
    if isinstance(getattr(problem, "__cause__", None), QueryCanceled):
        return plain_page("503_slow.html", status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    if isinstance(problem, OperationalError | InterfaceError):
        return plain_page("503.html", status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
    return plain_page("500.html", status=500)


def plain_page(name: str, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    page = (Path(settings.BASE_DIR) / "templates" / name).read_text(encoding="utf-8")
    return HttpResponse(page, status=status, headers=headers)
