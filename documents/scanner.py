"""Asks a virus scanner (clamd, over its socket) about a file. Without the setting CLAMAV_SOCKET there is none."""

import logging
from typing import IO, Any

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

logger = logging.getLogger(__name__)

SECONDS = 30


class ScannerAway(Exception):
    """The scanner did not say what it thinks of a file; the file stays in quarantine."""


def is_scanning() -> bool:
    return bool(settings.CLAMAV_SOCKET)


def is_clean(file: IO[bytes]) -> bool:
    """What the scanner says of these bytes; raises ScannerAway when it says nothing that we understand."""
    try:
        answer = _scanner().instream(file)
    except (ClamdError, OSError, ValueError) as problem:
        raise ScannerAway(type(problem).__name__) from problem
    match answer:
        case {"stream": ("OK", _)}:
            return True
        case {"stream": ("FOUND", signature)}:
            logger.warning("virus scanner: %s", str(signature)[:100])
            return False
        case _:
            raise ScannerAway(f"unexpected answer {answer!r:.100}")


def _scanner() -> Any:
    address = settings.CLAMAV_SOCKET
    if address.startswith("/"):
        return ClamdUnixSocket(path=address, timeout=SECONDS)
    host, _, port = address.rpartition(":")
    return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
