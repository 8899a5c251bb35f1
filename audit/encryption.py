"""Texts that the database keeps encrypted, and finds again by a keyed hash.

At rest a value is `enc:purpose:key:index key:index:payload`. The payload is AES-256-GCM with a nonce of its own (NIST
SP 800-38D), and everything before it is authenticated with it: a value that is copied to another field, or of which the
index is changed, cannot be opened. The index is HMAC-SHA256 of purpose and text, with a key of its own: equal texts
have equal indexes, and without the key nobody can try out the few numbers that there are. docs/adr/0021 says why.
"""

import base64
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.keys import Key, read_keys

PREFIX = "enc:"
NONCE = 12  # bytes, as SP 800-38D recommends; random ones are safe up to 2**32 values with one key
AT_REST = re.compile(r"enc:[a-z_.]+:[0-9a-f]{8}:[0-9a-f]{8}:[0-9a-f]{64}:[A-Za-z0-9_-]{38,}")
HIDDEN = "•••"
MOST_SHOWN = 3


class CannotDecrypt(Exception):
    """The key is not in FIELD_ENCRYPTION_KEYS, or the value was damaged or moved from another field."""


def encryption_keys() -> dict[str, Key]:
    """Raises ImproperlyConfigured when there is none."""
    return _needed("FIELD_ENCRYPTION_KEYS")


def index_keys() -> dict[str, Key]:
    """Raises ImproperlyConfigured when there is none."""
    return _needed("FIELD_INDEX_KEYS")


def _needed(variable: str) -> dict[str, Key]:
    keys = read_keys(variable, getattr(settings, variable))
    if not keys:
        raise ImproperlyConfigured(
            f"De omgevingsvariabele {variable} ontbreekt: zonder die sleutel kan het portaal geen attest- of "
            "rijksregisternummer bewaren of lezen. Zie .env.example."
        )
    return keys


def first(keys: dict[str, Key]) -> Key:
    return next(iter(keys.values()))


def encrypt(text: str, purpose: str) -> str:
    """The text as the database keeps it; twice the same text gives two different values with one index."""
    return encrypt_with(text, purpose, key=first(encryption_keys()), index_key=first(index_keys()))


def encrypt_with(text: str, purpose: str, *, key: Key, index_key: Key) -> str:
    """The same with these keys, whatever the environment says."""
    header = f"{PREFIX}{purpose}:{key.name}:{index_key.name}:{_index(text, purpose, index_key)}:"
    nonce = os.urandom(NONCE)
    payload = nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), header.encode())
    return header + base64.urlsafe_b64encode(payload).decode().rstrip("=")


def decrypt(stored: str, purpose: str) -> str:
    """The text of a value at rest. Raises CannotDecrypt."""
    if not AT_REST.fullmatch(stored):
        raise CannotDecrypt("Dit is geen versleutelde waarde.")
    header, _, payload = stored.rpartition(":")
    _, made_for, key_name, *_ = header.split(":")
    if made_for != purpose:
        raise CannotDecrypt(f"Deze waarde hoort bij {made_for}, niet bij {purpose}.")
    key = encryption_keys().get(key_name)
    if key is None:
        raise CannotDecrypt(f"De sleutel {key_name} staat niet (meer) in FIELD_ENCRYPTION_KEYS.")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    try:
        plain = AESGCM(key.secret).decrypt(raw[:NONCE], raw[NONCE:], f"{header}:".encode())
    except InvalidTag as damaged:
        raise CannotDecrypt("Deze waarde is beschadigd of verplaatst.") from damaged
    return plain.decode()


def indexes(text: str, purpose: str) -> list[str]:
    """Under which indexes the text can stand: one for each key, because an older one may not be rotated out yet."""
    return [_index(text, purpose, key) for key in index_keys().values()] if text else []


def _index(text: str, purpose: str, key: Key) -> str:
    return hmac.new(key.secret, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def is_current(stored: str) -> bool:
    """Whether a value at rest was made with the first keys of both lists."""
    _, _, key_name, index_key_name, *_ = stored.split(":")
    return (key_name, index_key_name) == (first(encryption_keys()).name, first(index_keys()).name)


def encrypt_again(stored: str) -> str:
    """The same text with the first keys; a value that has them already comes back as it is. Raises CannotDecrypt."""
    if is_current(stored):
        return stored
    purpose = stored.split(":")[1]
    return encrypt(decrypt(stored, purpose), purpose)


class Secret:
    """A text that is encrypted at rest. Printed anywhere it is masked ("••• 328"); only `reveal` gives the text.

    It is opened when it is asked for, so that a list of people opens nothing.
    """

    __slots__ = ("_stored", "_text", "purpose")

    def __init__(self, text: str | None, purpose: str, *, stored: str | None = None) -> None:
        self._text, self._stored, self.purpose = text, stored, purpose

    @classmethod
    def at_rest(cls, stored: str, purpose: str) -> "Secret":
        """What the database gave; it stays the same value when it is written back."""
        return cls(None if stored else "", purpose, stored=stored)

    def reveal(self) -> str:
        """Raises CannotDecrypt."""
        if self._text is None:
            self._text = decrypt(self._stored or "", self.purpose)
        return self._text

    def stored(self) -> str:
        """As the database keeps it; nothing for an empty text."""
        if self._stored is None:
            self._stored = encrypt(self._text, self.purpose) if self._text else ""
        return self._stored

    def indexes(self) -> list[str]:
        return indexes(self.reveal(), self.purpose)

    def __str__(self) -> str:
        if not self:
            return ""
        try:
            text = self.reveal()
        except CannotDecrypt:
            return f"{HIDDEN} (niet leesbaar)"
        shown = min(MOST_SHOWN, len(text) // 3)
        return f"{HIDDEN} {text[len(text) - shown :]}".rstrip()

    def __repr__(self) -> str:
        return f"<Secret {self.purpose}>"

    def __bool__(self) -> bool:
        return bool(self._stored if self._text is None else self._text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Secret):
            return self.purpose == other.purpose and self.reveal() == other.reveal()
        return self.reveal() == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.reveal())
