"""Asks a virus scanner (clamd, over its socket) about a file. Without the setting CLAMAV_SOCKET there is none.

The protocol is the INSTREAM of clamd(8): the command, chunks with their length before them, an empty chunk, one line of
answer. The libraries for it are GPL (clamav-client) or of 2014 (clamd); it is shorter than either.
"""

import logging
import re
import socket
from typing import IO

from django.conf import settings

logger = logging.getLogger(__name__)

SECONDS = 30
CHUNK_BYTES = 64 * 1024
LONGEST_ANSWER = 4096
FOUND = re.compile(r"stream: (.{1,100}) FOUND")


class ScannerAway(Exception):
    """The scanner did not say what it thinks of a file; the file stays in quarantine."""


def is_scanning() -> bool:
    return bool(settings.CLAMAV_SOCKET)


def is_clean(file: IO[bytes]) -> bool:
    """What the scanner says of these bytes; raises ScannerAway when it says nothing that we understand."""
    try:
        answer = _answer(file)
    except OSError as problem:
        raise ScannerAway(type(problem).__name__) from problem
    if answer == "stream: OK":
        return True
    if found := FOUND.fullmatch(answer):
        logger.warning("virus scanner: %r", found[1])
        return False
    raise ScannerAway(f"unexpected answer {answer[:100]!r}")


def _answer(file: IO[bytes]) -> str:
    with _connection() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK_BYTES):
            scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
        scanner.sendall(bytes(4))
        answer = b""
        while len(answer) < LONGEST_ANSWER and (more := scanner.recv(LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0\n").decode("ascii", errors="replace")


def _connection() -> socket.socket:
    address = settings.CLAMAV_SOCKET
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(SECONDS)
    try:
        scanner.connect(address)
    except OSError:
        scanner.close()
        raise
    return scanner
