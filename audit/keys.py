"""The keys for what is encrypted in the database. They come from the environment, and never stand in the database.

Two lists: one to encrypt with, one to make the keyed hashes for searching. The first key of a list is used for what is
written; the others only read what was written before. A key is 32 random bytes in base64 (openssl rand -base64 32).
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

LENGTH = 32  # bytes: AES-256, and the full width of SHA-256


class Key(NamedTuple):
    """A key with its name: the first eight digits of a hash of it, which stand in every value that it made."""

    name: str
    secret: bytes


def read_keys(variable: str, texts: Sequence[str]) -> dict[str, Key]:
    """The keys of one list by name, in their order. Raises ImproperlyConfigured, in Dutch, for what is no key."""
    return _read(variable, tuple(texts))


def written(secret: bytes) -> str:
    """A key as the environment brings it."""
    return base64.b64encode(secret).decode()


@lru_cache(maxsize=16)
def _read(variable: str, texts: tuple[str, ...]) -> dict[str, Key]:
    keys = [_key(variable, place, text) for place, text in enumerate(texts, start=1)]
    found = {key.name: key for key in keys}
    if len(found) < len(keys):
        raise ImproperlyConfigured(f"{variable}: dezelfde sleutel staat er twee keer in.")
    return found


def _key(variable: str, place: int, text: str) -> Key:
    plain = text.strip().replace("-", "+").replace("_", "/")
    try:
        secret = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != LENGTH:
        raise ImproperlyConfigured(
            f"{variable}: sleutel {place} is geen base64 van {LENGTH} bytes. Maak er een met: openssl rand -base64 32"
        )
    return Key(hashlib.sha256(b"name of a key" + secret).hexdigest()[:8], secret)
