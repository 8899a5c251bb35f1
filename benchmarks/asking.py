"""Pages as a client in this process asks for them."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import override_settings

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def asked_in_process() -> override_settings:
    """Without the detour over https, and without a manifest of static files that nobody collected."""
    return override_settings(SECURE_SSL_REDIRECT=False, STORAGES=settings.STORAGES | {"staticfiles": PLAIN})


@contextmanager
def log_to_nowhere() -> Iterator[None]:
    """The line of each request is made and written, because a page costs that too, but fills no screen. Only after
    Django was set up: that begins the log anew."""
    with open(os.devnull, "w") as nowhere:
        streams = [handler for handler in logging.root.handlers if isinstance(handler, logging.StreamHandler)]
        before = [handler.setStream(nowhere) for handler in streams]
        try:
            yield
        finally:
            for handler, stream in zip(streams, before, strict=True):
                handler.setStream(stream)
