"""Nothing typed is lost when a session runs out: the page that sends a form again after signing in.

What was posted is given back to the same browser as hidden fields; nothing is stored. Only for posts that come from
our own pages, so that another site cannot have a form of its making presented as the user's own.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.hats import PAGE_HAT
from accounts.models import Membership

NOT_GIVEN_BACK = {"csrfmiddlewaretoken", PAGE_HAT}


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
    login_url = None if request.user.is_authenticated else reverse("account_login")
    return render(
        request, "errors/resubmit.html", _given_back(request) | {"login_url": login_url}, status=401
    )


def other_hat_page(request: HttpRequest, page_hat: Membership) -> HttpResponse:
    """The page with what was posted under a hat that is not worn now: put it on again and send, or read what was typed
    when the hat is gone. Answers 409; a script that keeps a draft gets the sentence only."""
    worn: Membership | None = request.by  # type: ignore[attr-defined]
    sentence = f"Deze pagina opende u voor {page_hat.organisation}. " + (
        f"Intussen handelt u voor {worn.organisation}." if worn else "Intussen hebt u geen rol meer."
    )
    if request.headers.get("Accept", "").startswith("application/json"):
        told = f"{sentence} Er is niets bewaard; uw tekst staat nog op dit scherm."
        return JsonResponse({"message": told}, status=409)
    context = _given_back(request) | {
        "sentence": sentence,
        "page_hat": page_hat,
        "still_there": any(hat.pk == page_hat.pk for hat in request.hats),  # type: ignore[attr-defined]
    }
    return render(request, "errors/other_hat.html", context, status=409)


def _given_back(request: HttpRequest) -> dict[str, Any]:
    """What was posted, as the hidden fields of a form that sends it again."""
    return {
        "action": request.get_full_path(),
        "fields": typed_fields(request),
        "has_files": bool(request.FILES),
    }
