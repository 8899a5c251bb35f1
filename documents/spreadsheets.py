"""Tables in: an xlsx or csv that somebody brought, as rows of cells."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import IO, Any
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineError, CalamineWorkbook

from documents.files import MAX_MEGABYTES, XLSX, CheckedFile, fingerprint, real_type
from documents.office import look_inside

CSV = "text/csv"
ACCEPT_TABLES = ".xlsx,.csv"
MAX_ROWS = 25_000
MAX_UNPACKED_MEGABYTES = 300  # an xlsx is a zip; a small one can hold far more than a machine
OFFICE_LOCKED = b"\xd0\xcf\x11\xe0"  # an Office file of before 2007, and every one with a password
DELIMITERS = ";\t,"

Cell = str | int | float | bool | date | None


def check_spreadsheet(upload: UploadedFile) -> CheckedFile:
    """Look at size and bytes; raises ValidationError with a Dutch sentence that says what to do."""
    name = PurePath((upload.name or "bestand").replace("\\", "/")).name[-200:]
    if not upload.size:
        raise ValidationError(f"“{name}” is leeg. Kies het bestand opnieuw.", code="empty")
    if upload.size > MAX_MEGABYTES * 1024 * 1024:
        raise ValidationError(
            f"“{name}” is groter dan {MAX_MEGABYTES} MB. Splits het op en voer de delen na elkaar in.",
            code="too_large",
        )
    content_type = _type_of(upload, name)
    return CheckedFile(upload, name, content_type, fingerprint(upload))


def _type_of(upload: UploadedFile, name: str) -> str:
    real = real_type(upload)
    if real == XLSX:
        upload.seek(0)
        with ZipFile(upload) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_UNPACKED_MEGABYTES * 1024 * 1024:
            raise ValidationError(
                f"“{name}” is uitgepakt te groot. Bewaar alleen het blad met de plaatsen.", code="too_large"
            )
        look_inside(upload, name, reads_main=False)
        return XLSX
    upload.seek(0)
    begin = upload.read(4096)
    if begin.startswith(OFFICE_LOCKED):
        raise ValidationError(
            f"“{name}” heeft een wachtwoord of is een oud Excel-bestand. Bewaar het zonder wachtwoord als .xlsx.",
            code="locked",
        )
    if real or b"\x00" in begin:
        raise ValidationError(
            f"“{name}” is geen tabel die we kunnen lezen. Bewaar het als .xlsx of .csv.", code="unknown_type"
        )
    return CSV


def read_rows(file: IO[bytes], content_type: str) -> Iterator[list[Cell]]:
    """The rows of the (first) sheet, with empty ones in between, so that row numbers are those that people see.

    A calculated cell is its last result. Raises ValidationError for a file that cannot be read or has too many rows.
    """
    rows = _xlsx_rows(file) if content_type == XLSX else _csv_rows(file)
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            raise ValidationError(
                f"Dit bestand heeft meer dan {MAX_ROWS:n} rijen. Splits het op en voer de delen na elkaar in.",
                code="too_many_rows",
            )
        yield row


def _xlsx_rows(file: IO[bytes]) -> Iterator[list[Cell]]:
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheet = book.get_sheet_by_index(0)
        # The sheet begins at its first filled cell; people count from the corner.
        top, left = sheet.start or (0, 0)
        above: list[list[Cell]] = [[] for _ in range(top)]
        rows = sheet.iter_rows() if sheet.start else iter(())
    except (CalamineError, IndexError, OSError, ValueError) as problem:
        raise ValidationError(
            "Dit Excel-bestand is beschadigd. Open het, bewaar het opnieuw en probeer nog eens.",
            code="broken",
        ) from problem
    yield from above
    for row in rows:
        yield [None] * left + [_plain(cell) for cell in row]


def _plain(cell: Any) -> Cell:
    match cell:
        case "":
            return None
        case float() if cell.is_integer():
            return int(cell)
        case datetime():
            return cell.date()
        case bool() | int() | float() | date() | str():
            return cell
        case _:
            return str(cell)  # a time or a duration


def _csv_rows(file: IO[bytes]) -> Iterator[list[Cell]]:
    text = _decoded(file.read())
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_undefused(cell) for cell in row]
    except csv.Error as problem:
        raise ValidationError(
            "Dit csv-bestand kunnen we niet lezen: een aanhalingsteken is niet gesloten of een cel is te lang.",
            code="broken",
        ) from problem


def _undefused(cell: str) -> str | None:
    """A cell as it was before `documents.tables` put an apostrophe before what looks like a formula."""
    cell = cell.strip()
    return (cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell) or None


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without its mark; else what a Belgian Windows writes."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError("Dit csv-bestand kunnen we niet lezen. Bewaar het als UTF-8.", code="broken")
