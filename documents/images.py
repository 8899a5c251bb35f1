"""Photos without what they tell besides the picture: where and when they were taken, with which phone."""

import io
import struct
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PIXELS = 50_000_000
JPEG_QUALITY = 88

HEIC = "image/heic"
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def without_metadata(upload: UploadedFile, name: str, content_type: str) -> tuple[SimpleUploadedFile, str]:
    """The same picture, upright, written anew from its pixels; with its content type.

    EXIF (position!), XMP, IPTC, comments and thumbnails are gone; the colour profile stays. HEIC becomes JPEG. Raises
    ValidationError for a damaged picture, and for one of more than MAX_PIXELS before its pixels are read.
    """
    if content_type == HEIC:
        _read_heic_too()
    too_many = ValidationError(
        f"“{name}” heeft te veel beeldpunten. Verklein de foto.", code="too_many_pixels"
    )
    upload.seek(0)
    try:
        with Image.open(upload) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise too_many
            upright = ImageOps.exif_transpose(image)
            content = _written(upright, as_png=content_type == "image/png")
    except BOMBS:
        raise too_many from None
    except UNREADABLE:
        raise ValidationError(
            f"“{name}” is beschadigd. Neem of exporteer de foto opnieuw.", code="damaged"
        ) from None
    if content_type == HEIC:
        name, content_type = f"{PurePath(name).stem}.jpg", "image/jpeg"
    return SimpleUploadedFile(name, content, content_type), content_type


def _written(image: Image.Image, *, as_png: bool) -> bytes:
    profile = image.info.get("icc_profile")
    if not as_png and image.mode != "RGB":
        image = image.convert("RGB")
    image.load()
    image.info = {}  # what Pillow would write along: EXIF, comments, text
    content = io.BytesIO()
    if as_png:
        image.save(content, "PNG", optimize=False, icc_profile=profile)
    else:
        image.save(content, "JPEG", quality=JPEG_QUALITY, icc_profile=profile)
    return content.getvalue()


def _read_heic_too() -> None:
    from pi_heif import register_heif_opener  # a large library, only loaded for who needs it

    register_heif_opener()
