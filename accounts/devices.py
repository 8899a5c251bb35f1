"""Which browser this is: a cookie that says nothing but itself, so that a sign-in from another one stands out."""

import hashlib
import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "__Host-device" if settings.SECURE else "device"
KEPT_FOR = 365 * 24 * 3600  # seconds
FORM = re.compile(r"[\w-]{43}")
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
            "CriOS": "Chrome", "FxiOS": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
           "Mac OS X": "Mac", "Linux": "Linux"}  # fmt: skip


def token_of(request: HttpRequest) -> str:
    """What the cookie says; a new word for a browser that was not here before."""
    said = request.COOKIES.get(COOKIE, "")
    return said if FORM.fullmatch(said) else secrets.token_urlsafe(32)


def key_of(token: str) -> str:
    """What we keep of it: who reads our tables cannot pass for this browser."""
    return hashlib.sha256(token.encode()).hexdigest()


def remember(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=KEPT_FOR, secure=settings.SECURE, httponly=True, samesite="Lax"
    )


def device_name(user_agent: str) -> str:
    """A browser as people call it: "Firefox op Windows". Of what says nothing we know, "Onbekend toestel"."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return " op ".join(part for part in (browser, system) if part) or "Onbekend toestel"
