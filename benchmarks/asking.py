"""Pages as a client in this process asks for them."""

from django.conf import settings
from django.test import override_settings

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def asked_in_process() -> override_settings:
    """Without the detour over https, and without a manifest of static files that nobody collected."""
    return override_settings(SECURE_SSL_REDIRECT=False, STORAGES=settings.STORAGES | {"staticfiles": PLAIN})
