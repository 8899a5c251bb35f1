"""Encryption of what is kept: the age format (age-encryption.org/v1), to the public keys of the settings.

Who makes copies holds no key that opens them. Any age program opens them too, also without the portal:
`age --decrypt --identity KEY database.dump.age > database.dump`.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple, Protocol

import pyrage
from django.conf import settings


class NotConfigured(Exception):
    """Something that copies need is not in the environment; says what."""


class CannotOpen(Exception):
    """A file is not for this key, or is damaged."""


class Reads(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Sealed(NamedTuple):
    """What lies there now: bytes, and the fingerprint of those bytes."""

    size: int
    sha256: str


class Measured:
    """Counts and digests what is written through it."""

    def __init__(self, target: IO[bytes] | None = None) -> None:
        self.target, self.size, self._digest = target, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self._digest.update(piece)
        return len(piece) if self.target is None else self.target.write(piece)

    def flush(self) -> None:
        if self.target is not None:
            self.target.flush()

    def sealed(self) -> Sealed:
        return Sealed(self.size, self._digest.hexdigest())


def new_key() -> tuple[str, str]:
    """A secret key and the public key that belongs to it."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())


def recipients() -> list[pyrage.x25519.Recipient]:
    """For whom everything is sealed. Raises NotConfigured when there is nobody, or a key is none."""
    if not settings.BACKUP_RECIPIENTS:
        raise NotConfigured("BACKUP_RECIPIENTS is leeg: maak een sleutel met manage.py make_backup_key.")
    try:
        return [pyrage.x25519.Recipient.from_str(text.strip()) for text in settings.BACKUP_RECIPIENTS]
    except pyrage.RecipientError as problem:
        raise NotConfigured(
            f"BACKUP_RECIPIENTS bevat iets dat geen publieke sleutel is: {problem}."
        ) from problem


def identities() -> list[pyrage.x25519.Identity]:
    """The secret keys in the file of the settings; lines that begin with # say what it is. Raises NotConfigured."""
    if not settings.BACKUP_IDENTITY_FILE:
        raise NotConfigured("BACKUP_IDENTITY_FILE is leeg: zonder geheime sleutel gaat geen kopie open.")
    try:
        lines = Path(settings.BACKUP_IDENTITY_FILE).read_text(encoding="ascii").split()
        found = [
            pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as problem:
        raise NotConfigured(f"BACKUP_IDENTITY_FILE is niet te lezen ({type(problem).__name__}).") from problem
    if not found:
        raise NotConfigured("In BACKUP_IDENTITY_FILE staat geen geheime sleutel.")
    return found


def seal(source: Reads, target: Path, to: Sequence[pyrage.x25519.Recipient]) -> Sealed:
    """Write `source`, encrypted, to `target`: whole and on the disk, or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with unfinished.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            measured = Measured(file)
            pyrage.encrypt_io(source, measured, list(to))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except pyrage.EncryptError as problem:
        raise OSError(str(problem)) from problem
    finally:
        unfinished.unlink(missing_ok=True)
    return measured.sealed()


def unseal(source: Path, target: IO[bytes] | Measured, keys: Sequence[pyrage.x25519.Identity]) -> None:
    """Write what is in `source`, decrypted, to `target`. Raises CannotOpen; `target` may then hold a part of it."""
    try:
        with source.open("rb") as file:
            pyrage.decrypt_io(file, target, list(keys))
    except FileNotFoundError as gone:
        raise CannotOpen(f"{source.name} is weg.") from gone
    except (pyrage.DecryptError, OSError) as problem:
        raise CannotOpen(f"{source.name} gaat niet open: {problem}.") from problem
    target.flush()


def fingerprint(path: Path) -> Sealed:
    """Of a file as it lies there."""
    measured = Measured()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            measured.write(piece)
    return measured.sealed()
