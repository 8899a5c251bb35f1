"""Is a file what it says that it is? Decided by its bytes, never by its name alone."""

import hashlib
from pathlib import PurePath
from typing import NamedTuple

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, UnidentifiedImageError

MAX_MEGABYTES = 20
MAX_PIXELS = 50_000_000

ALLOWED = {
    "application/pdf": {"pdf"},
    "image/jpeg": {"jpg", "jpeg"},
    "image/png": {"png"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
}
ALLOWED_WORDS = "pdf, jpg, png, docx of xlsx"
ACCEPT = ",".join(f".{extension}" for extensions in ALLOWED.values() for extension in sorted(extensions))


class CheckedFile(NamedTuple):
    """A file that passed: its clean name, real type and fingerprint."""

    upload: UploadedFile
    name: str
    content_type: str
    sha256: str


def check_file(upload: UploadedFile) -> CheckedFile:
    """Look at size, bytes and extension. Raises ValidationError with a Dutch sentence that says what to do."""
    name = PurePath((upload.name or "bestand").replace("\\", "/")).name[-200:]
    if not upload.size:
        raise ValidationError(f"“{name}” is leeg. Kies het bestand opnieuw.", code="empty")
    if upload.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            f"“{name}” is groter dan {MAX_MEGABYTES} MB. Verklein het bestand of splits het op.", code="too_large"
        )
    upload.seek(0)
    kind = filetype.guess(upload.read(8192))
    content_type = kind.mime if kind else ""
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
    if content_type.startswith("image/"):
        check_image(upload, name)
    return CheckedFile(upload, name, content_type, fingerprint(upload))


def check_image(upload: UploadedFile, name: str) -> None:
    """An image opens as an image, and is not so large in pixels that opening it would fill the memory."""
    upload.seek(0)
    try:
        with Image.open(upload) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise ValidationError(f"“{name}” heeft te veel beeldpunten. Verklein de foto.", code="too_many_pixels")
            image.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError):
        raise ValidationError(
            f"“{name}” is beschadigd. Neem of exporteer de foto opnieuw.", code="damaged"
        ) from None


def fingerprint(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
