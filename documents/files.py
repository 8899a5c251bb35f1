"""Is a file what it says that it is? Decided by its bytes, never by its name alone."""

import hashlib
from pathlib import PurePath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from documents.images import HEIC, without_metadata
from documents.office import look_inside

MAX_MEGABYTES = 20

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALLOWED = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg"},
    "image/png": {"png"},
    HEIC: {"heic", "heif"},
    DOCX: {"docx"},
    XLSX: {"xlsx"},
}
# An Office file is a zip with this list of its parts and one main part; macros stand in a part of their own.
OFFICE_PARTS = "[Content_Types].xml"
OFFICE_MAIN = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
OFFICE_MACROS = "vbaproject.bin"
ALLOWED_WORDS = "pdf, jpg, png, heic, docx of xlsx"
ACCEPT = ",".join(f".{extension}" for extensions in ALLOWED.values() for extension in sorted(extensions))


class CheckedFile(NamedTuple):
    """A file that passed: its clean name, real type and fingerprint."""

    upload: UploadedFile
    name: str
    content_type: str
    sha256: str


def check_file(upload: UploadedFile) -> CheckedFile:
    """Look at size, bytes and extension; a photo comes back without its metadata. Raises ValidationError with a Dutch
    sentence that says what to do."""
    name = PurePath((upload.name or "bestand").replace("\\", "/")).name[-200:]
    if not upload.size:
        raise ValidationError(f"“{name}” is leeg. Kies het bestand opnieuw.", code="empty")
    if upload.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            f"“{name}” is groter dan {MAX_MEGABYTES} MB. Verklein het bestand of splits het op.",
            code="too_large",
        )
    content_type = real_type(upload)
    if content_type not in ALLOWED:
        raise ValidationError(
            f"“{name}” is geen bestand dat we kunnen lezen. Kies een {ALLOWED_WORDS}.", code="unknown_type"
        )
    extension = PurePath(name).suffix.lstrip(".").lower()
    if extension not in ALLOWED[content_type]:
        real = sorted(ALLOWED[content_type])[0]
        raise ValidationError(
            f"“{name}” is in werkelijkheid een {real}-bestand. Bewaar het als .{real} en probeer opnieuw.",
            code="wrong_extension",
        )
    if content_type in (DOCX, XLSX):
        look_inside(upload, name)
    if content_type.startswith("image/"):
        upload, content_type = without_metadata(upload, name, content_type)
        name = str(upload.name)
    return CheckedFile(upload, name, content_type, fingerprint(upload))


def real_type(upload: UploadedFile) -> str:
    """What the bytes say that it is; empty when nothing is known about them, or for an Office file with macros."""
    upload.seek(0)
    kind = filetype.guess(upload.read(8192))
    if kind is None or not (kind.mime == "application/zip" or kind.mime in (DOCX, XLSX)):
        return kind.mime if kind else ""
    # The first entries of a zip, which filetype looks at, tell too little: programs write the parts in any order.
    upload.seek(0)
    try:
        with ZipFile(upload) as parts:
            names = set(parts.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if OFFICE_PARTS not in names or any(PurePath(name).name.lower() == OFFICE_MACROS for name in names):
        return ""
    return next((real for main, real in OFFICE_MAIN.items() if main in names), "")


def fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
