"""What holds for every page: the methods that it takes, and headers for the browser that Django does not set itself."""

from collections.abc import Callable
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed


class FormMethodsOnly:
    """A browser reads and sends forms; nothing in the portal answers PUT, PATCH, DELETE or TRACE (405)."""

    TAKEN: ClassVar = ("GET", "HEAD", "OPTIONS", "POST")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.TAKEN:
            return HttpResponseNotAllowed(self.TAKEN)
        return self.get_response(request)


class SecurityHeaders:
    """Pages for signed-in people are never kept by a cache; no page uses sensors unasked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
