"""Numbers of people in a package: as they stand (encrypted under the keys of this installation), or for one receiver.

For a receiver they are CMS files (RFC 5652, AES-256) under his certificate: any tool opens them with his private key,
nobody else does, and they never stand readable on a disk.
"""

from collections.abc import Iterator
from itertools import islice

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import pkcs7
from django.db import connection
from django.db.backends.utils import CursorWrapper

from audit.encryption import AT_REST, PREFIX, decrypt, encrypt
from audit.rotation import Place, places
from operations.portability.package import Mark, Package

AT_ONCE = 10_000  # numbers in one file


class WrongKey(Exception):
    """A certificate or key that is none, or that does not fit."""


def write_numbers(package: Package, certificate: bytes) -> dict[str, Mark]:
    """Every number that stands somewhere, once, in files for the owner of this certificate (PEM, RSA).

    Raises WrongKey for a certificate that is none, CannotDecrypt for a number that this installation cannot read.
    """
    receiver = _certificate(certificate)
    marks: dict[str, Mark] = {}
    lines = (f"{stored}\t{decrypt(stored, stored.split(':')[1])}\n" for stored in _stored())
    while some := "".join(islice(lines, AT_ONCE)):
        sealed = (
            pkcs7.PKCS7EnvelopeBuilder()
            .set_data(some.encode())
            .set_content_encryption_algorithm(algorithms.AES256)
            .add_recipient(receiver)
            .encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
        )
        name = f"numbers/{len(marks) + 1:05}.p7m"
        with package.writing(name) as file:
            file.write(sealed)
        marks[name] = file.mark
    return marks


def _certificate(pem: bytes) -> x509.Certificate:
    try:
        found = x509.load_pem_x509_certificate(pem)
    except ValueError as problem:
        raise WrongKey("Dit is geen certificaat in PEM.") from problem
    if not isinstance(found.public_key(), rsa.RSAPublicKey):
        raise WrongKey("Het certificaat moet van een RSA-sleutel zijn.")
    return found


def _stored() -> Iterator[str]:
    """Every value at rest of the portal, in constant memory. The same in two places comes twice; that does no harm."""
    for place in places():
        with connection.chunked_cursor() as cursor:
            cursor.execute(_with_numbers(place))
            for _, text in cursor:
                yield from AT_REST.findall(text)


def read_numbers(
    package: Package, marks: dict[str, Mark], certificate: bytes, key: bytes, cursor: CursorWrapper
) -> int:
    """Write every number anew under the keys of this installation; returns how many there are.

    Runs in the transaction that loads the tables, with the triggers of their owners off. Raises WrongKey when the key
    does not fit.
    """
    receiver = _certificate(certificate)
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise WrongKey("Dit is geen privésleutel in PEM zonder wachtwoord.") from problem
    cursor.execute(
        "CREATE TEMPORARY TABLE moved_number (stored text PRIMARY KEY, fresh text NOT NULL) ON COMMIT DROP"
    )
    for name, mark in marks.items():
        with package.reading(name, mark) as file:
            sealed = b"".join(file.pieces())
        try:
            opened = pkcs7.pkcs7_decrypt_der(sealed, receiver, private, [])  # type: ignore[arg-type]
        except ValueError as problem:
            raise WrongKey("De sleutel past niet bij de nummers van dit pakket.") from problem
        pairs = [line.split("\t") for line in opened.decode().splitlines()]
        cursor.executemany(
            "INSERT INTO moved_number VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(stored, encrypt(number, stored.split(":")[1])) for stored, number in pairs],
        )
    for place in places():
        _replace(place, cursor)
    cursor.execute("SELECT count(*) FROM moved_number")
    return int(cursor.fetchone()[0])


def _replace(place: Place, cursor: CursorWrapper) -> None:
    table, column = place.model._meta.db_table, place.column
    if not place.json:
        cursor.execute(
            f"UPDATE {table} SET {column} = fresh FROM moved_number WHERE {column} = stored"  # noqa: S608
        )
        return
    cursor.execute(_with_numbers(place).replace("%", "%%"))
    for number, text in cursor.fetchall():  # merges of doubles that nobody decided on yet: few
        cursor.execute(
            "SELECT stored, fresh FROM moved_number WHERE stored = ANY (%s)", [AT_REST.findall(text)]
        )
        fresh: dict[str, str] = dict(cursor.fetchall())
        written = text
        for stored, new in fresh.items():  # none of them is a part of another: each ends with its own payload
            written = written.replace(stored, new)
        cursor.execute(f"UPDATE {table} SET {column} = %s::jsonb WHERE {place.key} = %s", [written, number])  # noqa: S608


def _with_numbers(place: Place) -> str:
    """SQL of the rows that hold a value at rest."""
    column = f"{place.column}::text" if place.json else place.column
    return f"SELECT {place.key}, {column} FROM {place.model._meta.db_table} WHERE {column} LIKE '%{PREFIX}%'"  # noqa: S608
