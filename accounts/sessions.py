"""How long a session lasts, and how many one person has at once.

Kept in the session itself: when it began and when it was last used, in seconds. Both are read with the session, so a
page asks PostgreSQL nothing more; the second is written at most once a minute.
"""

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Membership, User
from accounts.rules import sees_persons_or_money

KEY = "times"
NOTED_EVERY = 60  # seconds


@dataclass(frozen=True)
class Limits:
    """In minutes: unused, and from the beginning."""

    idle: int
    whole: int


@dataclass(frozen=True)
class Left:
    """How long a session lasts yet, in seconds, and whether using it makes that longer."""

    seconds: int
    can_grow: bool


def limits_for(hats: list[Membership]) -> Limits:
    """The strictest that any hat asks, since every hat can be put on in the session."""
    strict = any(sees_persons_or_money(hat) for hat in hats)
    return Limits(*(settings.SESSION_LIMITS_STRICT if strict else settings.SESSION_LIMITS))


def begin(sender: object, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> None:
    """Django's own notice that somebody signed in, by whatever way: the session counts from now."""
    now = int(timezone.now().timestamp())
    request.session[KEY] = [now, now]


def is_over(request: HttpRequest, hats: list[Membership]) -> bool:
    """Whether the session of who is signed in was unused for too long, or lasts too long. One that does not say when it
    began is over."""
    began, used = request.session.get(KEY, [0, 0])
    now, limits = timezone.now().timestamp(), limits_for(hats)
    return now - used > limits.idle * 60 or now - began > limits.whole * 60


def time_left(request: HttpRequest, hats: list[Membership]) -> Left:
    """Of the session of who is signed in. One that does not say when it began has nothing left."""
    began, used = request.session.get(KEY, [0, 0])
    now, limits = int(timezone.now().timestamp()), limits_for(hats)
    unused, whole = used + limits.idle * 60 - now, began + limits.whole * 60 - now
    return Left(max(0, min(unused, whole)), can_grow=whole > unused)


def note_use(request: HttpRequest, *, at_once: bool = False) -> None:
    """This page was asked by a person: the session was used now. What a page asks by itself (htmx, reading) is no use,
    or a page left open would stay signed in for ever. Kept at most once a minute, unless `at_once`."""
    if getattr(request, "htmx", False) and request.method == "GET":
        return
    began, used = request.session[KEY]
    now = int(timezone.now().timestamp())
    if at_once or now - used >= NOTED_EVERY:
        request.session[KEY] = [began, now]
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=timezone.now()
        )


def keep_newest(user: User) -> None:
    """At most so many sessions at once: of more, the oldest end."""
    sessions = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    for session in sessions[settings.SESSIONS_AT_ONCE :]:
        session.end()
