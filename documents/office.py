"""What is inside a Word or Excel file: it is a zip of parts, and some of those are programs."""

import re
import stat
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MAX_PARTS = 5_000
MAX_UNPACKED_MEGABYTES = 200
MAX_TYPES_KILOBYTES = 1_000
LIST_OF_PARTS = "[Content_Types].xml"
MAIN_PARTS = ("word/document.xml", "xl/workbook.xml")
# Parts that run: macros, ActiveX, old-style objects that carry any program.
RUNS = re.compile(
    r"(^|/)(vbaproject|vbadata|oleobject\d*|activex\d*)\.\w+$|\.(exe|dll|com|scr|vbs?|js|jse|wsf|hta|ps1|bat|cmd|lnk|jar|msi)$",
    re.IGNORECASE,
)
MACROS_SAID = re.compile(rb"macroEnabled|ms-office\.vbaProject", re.IGNORECASE)
# A template that Word would fetch from elsewhere, with its macros, when the file is opened.
TEMPLATE_ELSEWHERE = re.compile(rb"attachedTemplate", re.IGNORECASE)
ENCRYPTED = 0x1


def look_inside(upload: UploadedFile, name: str, *, reads_main: bool = True) -> None:
    """Raises ValidationError, in a Dutch sentence that says what to do, for a file that unpacks to too much, hides a
    program, or whose main part is no XML (unless another parser reads it). Nothing is unpacked before its size was
    looked at."""
    upload.seek(0)
    try:
        with ZipFile(upload) as parts:
            _sizes(parts.infolist(), name)
            _programs(parts, name)
            if reads_main:
                _is_xml(parts)
    except (
        BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ParseError,
        DefusedXmlException,
    ):
        raise ValidationError(
            f"“{name}” is beschadigd. Open het, bewaar het opnieuw en probeer nog eens.", code="damaged"
        ) from None


def _sizes(parts: list[ZipInfo], name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
        raise ValidationError(f"“{name}” is uitgepakt te groot. Splits het op.", code="too_large")


def _programs(parts: ZipFile, name: str) -> None:
    found = any(_is_no_plain_part(part) for part in parts.infolist())
    types = parts.getinfo(LIST_OF_PARTS)
    if not found and types.file_size <= MAX_TYPES_KILOBYTES * 1024:
        found = bool(MACROS_SAID.search(parts.read(types)))
    relations = [
        part
        for part in parts.infolist()
        if part.filename.endswith("settings.xml.rels") and part.file_size <= MAX_TYPES_KILOBYTES * 1024
    ]
    if found or any(TEMPLATE_ELSEWHERE.search(parts.read(part)) for part in relations):
        raise ValidationError(
            f"“{name}” bevat macro’s, een programma of een sjabloon van elders. Bewaar het zonder, als gewoon .docx of "
            ".xlsx, of als pdf.",
            code="programs",
        )


def _is_no_plain_part(part: ZipInfo) -> bool:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    return (
        bool(RUNS.search(part.filename))
        or path.is_absolute()
        or ".." in path.parts
        or stat.S_ISLNK(part.external_attr >> 16)
        or bool(part.flag_bits & ENCRYPTED)
    )


def _is_xml(parts: ZipFile) -> None:
    main = next(part for part in MAIN_PARTS if part in parts.namelist())
    with parts.open(main) as part:
        for _, element in iterparse(part, forbid_dtd=True):
            element.clear()
