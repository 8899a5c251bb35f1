"""What holds for every page: what it takes, how often, and headers for the browser that Django does not set itself."""

import re
from collections.abc import Callable
from time import monotonic, time
from typing import Any, ClassVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from psycopg.errors import QueryCanceled

from accounts.adapter import MailServerAway
from config import limits
from config.errors import (
    mail_away,
    plain_page,
    quarantined,
    quota_reached,
    storage_full,
    too_busy,
    too_many_requests,
)
from documents.actions import QuotaReached, StorageFull
from documents.serve import Quarantined


class FormMethodsOnly:
    """A browser reads and sends forms; nothing in the portal answers PUT, PATCH, DELETE or TRACE (405). What is larger
    than any form of ours is refused before its body is read (413), also when no proxy does so."""

    TAKEN: ClassVar = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.TAKEN:
            return HttpResponseNotAllowed(self.TAKEN)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.LARGEST_BODY_MEGABYTES * 1024 * 1024:
            return plain_page("413.html", status=413)
        return self.get_response(request)


class NotTooLate:
    """Refuses (503) what waited too long for its turn, by the mark that the proxy put on it (`X-Request-Start`).

    When more is asked than can be served, a queue grows, and whoever asked first has gone by the time he is served: all
    work is then for nobody. Refusing costs a thousandth of a page, so the queue is short again at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waited = self.waited(request)
        if limits.LONGEST_WAIT < waited < limits.CLOCK_IS_WRONG:
            return too_busy()
        return self.get_response(request)

    def waited(self, request: HttpRequest) -> float:
        """Seconds since our proxy passed it on; 0 when no proxy of ours says so."""
        mark = request.headers.get("X-Request-Start", "")
        if not settings.ALLAUTH_TRUSTED_PROXY_COUNT or not re.fullmatch(r"t=\d{10}\.\d{3}", mark):
            return 0.0
        return time() - float(mark.removeprefix("t="))


class SecurityHeaders:
    """Pages for signed-in people are never kept by a cache; no page uses sensors unasked."""

    # What a browser could ask of a device. The portal asks nothing, but for a page that says so itself.
    FEATURES: ClassVar = (
        "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts", "magnetometer",
        "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "web-share",
        "xr-spatial-tracking",
    )  # fmt: skip

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        asked = response.headers.get("Permissions-Policy", "")
        refused = [f"{feature}=()" for feature in self.FEATURES if f"{feature}=" not in asked]
        response.headers["Permissions-Policy"] = ", ".join([asked, *refused] if asked else refused)
        if self.may_be_about_somebody(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def may_be_about_somebody(self, request: HttpRequest) -> bool:
        """Whether the page is for who is signed in; yes when nobody can tell, because the database is away."""
        user = getattr(request, "user", None)
        try:
            return user is not None and user.is_authenticated
        except (OperationalError, InterfaceError):
            return True


class NotForEver:
    """A page that asked the database for too long in all, asks no more: a 503 that says to ask less.

    PostgreSQL stops one question after ten seconds; a page with many of nine would hold a thread for minutes, for
    somebody to whom the proxy had said long before that it took too long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        spent = 0.0

        def within(execute: Callable[..., Any], *question: Any) -> Any:
            nonlocal spent
            if spent > limits.LONGEST_ASKING:
                raise OperationalError("this page asked for too long") from QueryCanceled()
            begun = monotonic()
            try:
                return execute(*question)
            finally:
                spent += monotonic() - begun

        with connection.execute_wrapper(within):
            return self.get_response(request)


class RateLimits:
    """Asks `config.limits` before a page works; over a limit the answer is 429, with what was typed still on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.RATE_LIMITING or request.resolver_match is None:
            return None
        limit = limits.reached(request, request.resolver_match.view_name)
        return None if limit is None else too_many_requests(request, wait_seconds=limit.seconds)


class Refusals:
    """A file that waits for the virus scanner, an account that added enough for today, a disk that is full, a mail
    server that is away: a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case QuotaReached():
                return quota_reached(request)
            case StorageFull():
                return storage_full(request)
            case MailServerAway():
                return mail_away()
            case Quarantined():
                return quarantined(request, is_refused=exception.is_refused)
        return None
