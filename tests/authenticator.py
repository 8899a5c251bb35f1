"""The app on the telephone, of who signs in with a second step."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp

SECONDS = 8  # in which a code is typed and looked at, also by a browser on a busy machine


def code_for(secret: str) -> str:
    """The code of now. As a person does, it waits for the next one when this one is about to go."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < SECONDS:
        time.sleep(left)
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))
