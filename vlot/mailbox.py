"""The mailbox of VLOT over IMAP, when an installation has one configured."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from django.conf import settings

SECONDS, AT_ONCE = 10, 20  # messages


def is_configured() -> bool:
    return bool(settings.VLOT_MAILBOX_URL and settings.VLOT_MAILBOX_USER)


@contextmanager
def mailbox() -> Iterator[imaplib.IMAP4]:
    """An open folder at `VLOT_MAILBOX_URL` (imaps://user:password@server/folder). Raises OSError or imaplib.IMAP4.error
    when the server does not answer or does not let in."""
    url = urlsplit(settings.VLOT_MAILBOX_URL)
    if url.scheme == "imaps":
        checked = ssl.create_default_context()  # by itself, imaplib believes every certificate
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            url.hostname or "", url.port or 993, ssl_context=checked, timeout=SECONDS
        )
    else:
        box = imaplib.IMAP4(url.hostname or "", url.port or 143, timeout=SECONDS)
    try:
        box.login(unquote(url.username or ""), unquote(url.password or ""))
        box.select(unquote(url.path.lstrip("/")) or "INBOX")
        yield box
    finally:
        box.logout()


def unread(box: imaplib.IMAP4) -> Iterator[tuple[str, bytes]]:
    """Number and bytes of messages that were not seen, at most twenty; looking does not mark them."""
    _, (numbers, *_) = box.search(None, "UNSEEN")
    for number in (numbers or b"").decode().split()[:AT_ONCE]:
        _, rows = box.fetch(number, "(BODY.PEEK[])")
        for row in rows:
            if isinstance(row, tuple):
                yield number, row[1]


def mark_seen(box: imaplib.IMAP4, number: str) -> None:
    box.store(number, "+FLAGS", "\\Seen")
