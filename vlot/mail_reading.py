"""An e-mail as bytes, read into what a case needs. Whatever the bytes are, something readable comes out or MailRefused.

The parser of Python's `email` with `policy.default` does the work; headers with addresses and ids are read from their
raw text, because the structured parsers of that policy raise on some malformed ones.
"""

import hashlib
import re
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.utils import timezone

from documents.files import CheckedFile, check_file
from municipalities.models import Province

MAX_MEGABYTES = 25  # what mail servers let through
LONGEST_BODY, MOST_FILES, MOST_PARTS = 20_000, 10, 200
# The codes that municipalities begin the subject with (domain.md 5, source S16), after any "RE:" or "[EXTERN]".
CODES = {
    "ANT": Province.Code.ANT,
    "LIM": Province.Code.LIM,
    "VLB": Province.Code.VBR,
    "WVL": Province.Code.WVL,
    "OVL": Province.Code.OVL,
}
CODE = re.compile(
    r"^(?:\s*(?:re|fw|fwd|antw|doorst|tr)\s*:|\s*\[[^\]]{0,40}\]|\W)*(ANT|LIM|VL-? ?B|W-? ?VL|O-? ?VL)(?![^\W_])",
    re.IGNORECASE,
)
IDS = re.compile(r"<([^<>\s]{1,250})>")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


class MailRefused(Exception):
    """This file is no e-mail that can be kept; the sentence says why."""


class ReadMail(NamedTuple):
    """What an e-mail says. `answers` are the ids of the messages before it in its thread, the nearest first."""

    message_id: str
    answers: list[str]
    subject: str
    sender_name: str
    reply_address: str
    sent_at: datetime | None
    body: str
    files: list[CheckedFile]
    refused: list[str]
    province: str | None


def read_mail(raw: bytes) -> ReadMail:
    """Raises MailRefused for what is too large, empty, or no e-mail at all."""
    if len(raw) > MAX_MEGABYTES * 1024 * 1024:
        raise MailRefused(f"Deze e-mail is groter dan {MAX_MEGABYTES} MB.")
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
    except RecursionError:
        raise MailRefused("Deze e-mail zit te diep in elkaar en is niet te lezen.") from None
    headers = raw_headers(message)
    if not headers.get("from") and not headers.get("subject"):
        raise MailRefused("Dit bestand is geen e-mail: er staat geen afzender en geen onderwerp in.")
    ids = IDS.findall(headers.get("message-id", ""))
    subject = clean(decoded(message, "subject"))[:250]
    name, address = sender(message, headers)
    files, refused = attachments(message)
    return ReadMail(
        message_id=ids[0] if ids else f"sha256-{hashlib.sha256(raw).hexdigest()}",
        answers=[
            *IDS.findall(headers.get("in-reply-to", "")),
            *reversed(IDS.findall(headers.get("references", ""))),
        ],
        subject=subject,
        sender_name=name,
        reply_address=address,
        sent_at=sent_at(headers.get("date", "")),
        body=body_of(message),
        files=files,
        refused=refused,
        province=province_code(subject),
    )


def province_code(subject: str) -> str | None:
    """The province that a subject begins with, as the portal codes it; None without a code."""
    found = CODE.match(subject)
    return CODES[re.sub(r"[- ]", "", found[1]).upper()] if found else None


def raw_headers(message: EmailMessage) -> dict[str, str]:
    """The first of each header as it stands, name in lower case; nothing is parsed."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower(), " ".join(str(value).split()))
    return found


def decoded(message: EmailMessage, name: str) -> str:
    """An unstructured header in words."""
    return str(message.get(name, ""))


def sender(message: EmailMessage, headers: dict[str, str]) -> tuple[str, str]:
    """Name of who wrote, and the address to answer to: Reply-To before From. Without a valid address an empty one."""
    author = getaddresses([decoded_words(headers.get("from", ""))])
    name, address = next(iter(author), ("", ""))
    for text in (headers.get("reply-to", ""), headers.get("from", "")):
        valid = [found for _, found in getaddresses([text]) if is_address(found)]
        if valid:
            return clean(name or valid[0])[:120], valid[0]
    return clean(name or address or "onbekende afzender")[:120], ""


def decoded_words(text: str) -> str:
    """`=?utf-8?q?...?=` in words, as a subject would be read."""
    holder = EmailMessage(policy=policy.default)
    holder["Subject"] = clean(text)
    return str(holder["Subject"])


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def sent_at(text: str) -> datetime | None:
    """When it was sent, by its own word; None when that is no date."""
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else timezone.make_aware(moment)
    except (ValueError, TypeError, OverflowError):
        return None


def parts(message: EmailMessage) -> list[EmailMessage]:
    """The parts that hold something, at most so many: a bomb of nested parts ends here. No mail within a mail."""
    found = []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            break
        if not part.is_multipart():
            found.append(part)
    return found


def body_of(message: EmailMessage) -> str:
    """The text, else the HTML as text; what quotes earlier messages stays. At most 20,000 characters."""
    texts = {"text/plain": "", "text/html": ""}
    for part in parts(message):
        kind = part.get_content_type()
        if kind in texts and not texts[kind] and not is_attachment(part):
            texts[kind] = text_of(part)
    text = texts["text/plain"].strip() or html_as_text(texts["text/html"])
    return clean(text).strip()[:LONGEST_BODY]


def text_of(part: EmailMessage) -> str:
    """The text of a part, by its charset when it has a known one; a broken letter becomes a mark, never an error."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


def is_attachment(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def attachments(message: EmailMessage) -> tuple[list[CheckedFile], list[str]]:
    """The files that pass the same check as an upload, and a sentence for each that does not."""
    kept: list[CheckedFile] = []
    refused: list[str] = []
    for part in parts(message):
        raw = part.get_payload(decode=True) if is_attachment(part) else None
        if not isinstance(raw, bytes):
            continue
        name = clean(part.get_filename() or "bijlage")
        if len(kept) == MOST_FILES:
            refused.append(f"“{name}”: een e-mail mag hoogstens {MOST_FILES} bijlagen hebben.")
            continue
        try:
            kept.append(check_file(SimpleUploadedFile(name, raw)))
        except ValidationError as problem:
            refused.extend(problem.messages)
    return kept, refused


def clean(text: str) -> str:
    """Without characters that PostgreSQL does not keep or that a reader does not see."""
    return SURROGATE.sub("�", CONTROL.sub("", text))


class TextOfHtml(HTMLParser):
    """The words of a page; scripts, styles and the head are left out, blocks become lines."""

    SILENT = {"script", "style", "head", "title", "template"}
    BLOCKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and tag in self.SILENT:
            self.silent = tag
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def html_as_text(html: str) -> str:
    reader = TextOfHtml()
    reader.feed(html[: 10 * LONGEST_BODY])
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
