"""Tables out, as csv and xlsx: any number of rows in constant memory, no cell that a spreadsheet would calculate."""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What a spreadsheet may take for a formula, also in full-width signs (OWASP, CSV injection).
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n]")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these
FIRST_DATE = date(1899, 12, 30)  # day 0 of a spreadsheet
PLAIN, HEADER, DATE, QUOTED = range(4)  # in STYLES

Row = Sequence[Any]


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what might be one."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_lines(headers: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, semicolons and decimal commas, as a Belgian spreadsheet opens it without asking."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([defused(str(header)) for header in headers])
    for number, row in enumerate(rows, 1):
        writer.writerow([_written(value) for value in row])
        if number % 200 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case int():
            return str(value)
        case float() | Decimal():
            return str(value).replace(".", ",")
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return defused(str(value))


def _taken(buffer: io.StringIO) -> bytes:
    taken = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return taken


def xlsx_file(headers: Sequence[str], rows: Iterable[Row], *, title: str) -> IO[bytes]:
    """A workbook of one sheet, in a temporary file that is gone when it is closed. Text stays text: what looks like a
    formula is marked as quoted, so that a spreadsheet does not calculate it, also not after editing the cell."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text.replace("{title}", escape(title[:31], {'"': "&quot;"})))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(SHEET_BEGIN)
            sheet.write(_row([(header, HEADER) for header in headers]))
            for row in rows:
                sheet.write(_row([(value, PLAIN) for value in row]))
            sheet.write(SHEET_END)
    file.seek(0)
    return file


def _row(cells: Iterable[tuple[Any, int]]) -> bytes:
    return f"<row>{''.join(_cell(value, style) for value, style in cells)}</row>".encode()


def _cell(value: Any, style: int) -> str:
    match value:
        case None | "":
            return "<c/>"
        case bool():
            return _cell("ja" if value else "nee", style)
        case int() | float() | Decimal():
            return f"<c><v>{value}</v></c>"
        case date():
            return f'<c s="{DATE}"><v>{(value - FIRST_DATE).days}</v></c>'
    text = FORBIDDEN.sub("", str(value))
    if FORMULA.match(text):
        style = QUOTED
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_BEGIN = (
    f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1"'
    ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15" baseColWidth="16"/><sheetData>'
).encode()
SHEET_END = b"</sheetData></worksheet>"
PARTS = {
    "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{DECLARATION}<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
    '</cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>',
}
