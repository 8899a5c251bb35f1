"""What is on the screen as a file: csv, xlsx, SVG, PNG or PDF, from the same selection as the page."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import typst
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from documents.paper import ACCESSIBLE
from documents.tables import XLSX, csv_lines, xlsx_file
from spread.cockpit.columns import Column, shown_rows, total_row
from spread.cockpit.drawing import map_of
from spread.cockpit.picture import svg_of, swatch_of
from spread.cockpit.selection import Selection

REPORT = Path(__file__).with_name("report.typ")
SHARPNESS = 200  # pixels per inch of a picture 230 mm wide: some 1,900 pixels


class Table(NamedTuple):
    """The selection in its columns, with a name for the file (without its ending)."""

    selection: Selection
    columns: Sequence[Column]
    name: str

    @property
    def headers(self) -> list[str]:
        return [
            "Naam",
            "Code",
            *(column.label for column in self.columns),
            "Klasse",
            "Cijfers van",
            "Verdeelsleutel",
        ]

    def rows(self) -> list[list[Any]]:
        """As numbers, Flanders last."""
        moment, total = self.selection.moment, total_row(self.selection, self.columns)
        if moment is None:
            return []
        lines = [*shown_rows(self.selection, self.columns), *([total] if total else [])]
        return [
            [
                row.line.name, row.line.code, *(cell.value for cell in row.cells), row.line.class_label,
                moment.on, str(moment.key),
            ]
            for row in lines
        ]  # fmt: skip

    def words(self) -> tuple[list[list[str]], list[str]]:
        """As people read it: the rows, and Flanders."""
        rows = [
            [row.line.name, *(cell.text for cell in row.cells)]
            for row in shown_rows(self.selection, self.columns)
        ]
        total = total_row(self.selection, self.columns)
        return rows, ["Vlaanderen", *(cell.text for cell in total.cells)] if total else []


def as_csv(table: Table) -> HttpResponseBase:
    """Semicolons and decimal commas, as every download of the portal."""
    return StreamingHttpResponse(
        csv_lines(table.headers, table.rows()), content_type="text/csv; charset=utf-8"
    )


def as_xlsx(table: Table) -> HttpResponseBase:
    """A workbook of one sheet."""
    return FileResponse(xlsx_file(table.headers, table.rows(), title="Spreiding"), content_type=XLSX)


def as_svg(table: Table) -> HttpResponseBase:
    """The map with its title and legend."""
    drawn = map_of(table.selection)
    body = svg_of(drawn[0], sentences=table.selection.sentences) if drawn else ""
    response = HttpResponse(body, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def as_png(table: Table) -> HttpResponseBase:
    """The map with its title and legend, as a picture."""
    return HttpResponse(_typeset(table, "png"), content_type="image/png")


def as_pdf(table: Table) -> HttpResponseBase:
    """Map and table, with text that can be searched and read aloud."""
    return HttpResponse(_typeset(table, "pdf"), content_type="application/pdf")


FILES: dict[str, tuple[str, Callable[[Table], HttpResponseBase]]] = {
    "csv": ("csv", as_csv),
    "xlsx": ("Excel", as_xlsx),
    "svg": ("SVG", as_svg),
    "png": ("PNG", as_png),
    "pdf": ("PDF", as_pdf),
}


def file_of(table: Table, kind: str) -> HttpResponseBase:
    """The file of that kind, as a download. Raises KeyError for a kind that there is not."""
    response = FILES[kind][1](table)
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _typeset(table: Table, kind: Literal["png", "pdf"]) -> bytes:
    """The report by Typst, from our own template; what is shown goes in as data."""
    drawn = map_of(table.selection)
    rows, total = table.words()
    data = {
        "picture": kind == "png",
        "title": table.selection.title,
        "sentences": table.selection.sentences,
        "map": svg_of(drawn[0]) if drawn else None,
        "legend": [{"text": line.text, "swatch": swatch_of(drawn[0], line)} for line in drawn[0].legend]
        if drawn
        else [],
        "explanation": drawn[0].description if drawn else "",
        "credit": drawn[0].credit if drawn else "",
        "headers": ["Naam", *(column.label for column in table.columns)],
        "rows": rows,
        "total": total,
    }
    return typst.compile(
        REPORT.read_bytes(),
        format=kind,
        ppi=SHARPNESS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=ACCESSIBLE if kind == "pdf" else None,
    )
