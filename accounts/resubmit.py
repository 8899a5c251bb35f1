"""Nothing typed is lost when a session runs out: the page that sends a form again after signing in.

What was posted is given back to the same browser as hidden fields; nothing is stored. Only for posts that come from
our own pages, so that another site cannot have a form of its making presented as the user's own.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

NOT_GIVEN_BACK = {"csrfmiddlewaretoken"}


def comes_from_us(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def keeps_what_was_typed(request: HttpRequest) -> bool:
    """Whether this is a form of ours, posted by a person (not a script's request)."""
    return request.method == "POST" and not getattr(request, "htmx", False) and comes_from_us(request)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, as names and values of hidden fields."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_GIVEN_BACK
        for value in values
    ]


def resubmit_page(request: HttpRequest) -> HttpResponse:
    """The page with what was posted, a link to sign in and a button to send it again. Answers 401."""
    context = {
        "action": request.get_full_path(),
        "fields": typed_fields(request),
        "has_files": bool(request.FILES),
        "login_url": None if request.user.is_authenticated else reverse("account_login"),
    }
    return render(request, "errors/resubmit.html", context, status=401)
