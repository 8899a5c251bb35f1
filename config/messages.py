"""One-time messages ("bewaard") in a cookie, under a name that only this server can set."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """Django's own way: a signed cookie, and what does not fit in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
