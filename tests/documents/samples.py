"""Bytes of files, whole and damaged, as people send them."""

import io
import zlib
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo with some detail, so that its bytes are more than a header."""
    content = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(content, kind)
    return content.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header promises very many pixels."""
    content = bytearray(picture("PNG", (10, 10)))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w") as parts:
        for name in names:
            parts.writestr(name, f"<xml>{'<x/>' * 700}</xml>")
    return content.getvalue()


# As Word, LibreOffice and Python programs write them: the same parts, in another order.
WORD = zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")
WORD_WITH_PROPERTIES = zipped(
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/custom.xml",
    "customXml/item1.xml",
    "word/document.xml",
)
EXCEL = zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")
EXCEL_BACKWARDS = zipped(
    "docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "xl/workbook.xml", "[Content_Types].xml"
)
EXCEL_WITH_MACROS = zipped("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")
LOOKS_LIKE_WORD = zipped("word/photo.png", "start.exe")
