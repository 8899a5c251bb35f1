"""The hat that someone wears in this request: `request.by`, set by accounts.middleware.Hat."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.asked_hats import ask_hats
from accounts.models import Membership, User

SESSION_KEY = "hat"
PAGE_HAT = "_hat"  # the field of every form that says under which hat its page was made

View = TypeVar("View", bound=Callable[..., Any])


class HatRequest(HttpRequest):
    """A request on a page that needs a hat: who acts is known."""

    user: User
    by: Membership
    hats: list[Membership]


def no_hat_needed(view: View) -> View:
    """Opens a page to people who are signed in but act for no organisation yet."""
    view.no_hat_needed = True  # type: ignore[attr-defined]
    return view


def for_data_protection(view: View) -> View:
    """Opens a page to the data-protection officer: every other page that needs a hat is closed to him."""
    view.for_data_protection = True  # type: ignore[attr-defined]
    return view


def in_any_hat(view: View) -> View:
    """A page that does the same in every hat: a form made under another one is welcome."""
    view.in_any_hat = True  # type: ignore[attr-defined]
    return view


def other_hat(request: HttpRequest) -> Membership | None:
    """The hat under which the page of this form was made, when that is not the one that is worn now: another was put on
    in another tab, or this one was taken away. Only of one's own hats, also those that ended."""
    stated = request.POST.get(PAGE_HAT, "") if request.method == "POST" else ""
    by: Membership | None = request.by  # type: ignore[attr-defined]
    if not stated.isdecimal() or (by is not None and int(stated) == by.pk):
        return None
    return (
        Membership.objects.filter(user=request.user, pk=int(stated)).select_related("organisation").first()  # type: ignore[misc]
    )


def require(allowed: bool) -> None:
    """Turns the answer of a rule into a page: nothing when allowed, the 403 page otherwise."""
    if not allowed:
        raise PermissionDenied


def all_hats_of(user: User) -> list[Membership]:
    return ask_hats(user.pk)


def hats_of(user: User, *, through_acm_idm: bool = False) -> list[Membership]:
    """What a user can put on in this session. A hat that ACM/IDM gave only in a session that ACM/IDM opened: a code by
    mail would go on working after the right was withdrawn there."""
    return [hat for hat in all_hats_of(user) if through_acm_idm or hat.source != Membership.Source.ACM_IDM]


def worn_hat(request: HttpRequest, hats: list[Membership]) -> Membership | None:
    """The hat chosen in this session, or the first one that the user has."""
    chosen = request.session.get(SESSION_KEY)
    return next((hat for hat in hats if hat.pk == chosen), hats[0] if hats else None)


def wear(request: HttpRequest, hat: Membership) -> None:
    """Puts on one of the user's own hats for the rest of the session."""
    request.session[SESSION_KEY] = hat.pk
