"""Papers out: tagged, accessible PDF (PDF/UA-1) of headings, text, facts and tables, set by Typst.

What people typed goes in as data, never as markup, so that no text can change the paper or read a file.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.files import CheckedFile, fingerprint

PDF = "application/pdf"
ACCESSIBLE: Literal["ua-1"] = "ua-1"  # PDF/UA-1 (ISO 14289-1): Typst refuses what cannot be read aloud
LAYOUT = Path(__file__).with_name("paper.typ")
Part = dict[str, Any]


def heading(text: str) -> Part:
    return {"kind": "heading", "text": text}


def text(*runs: str | tuple[str, bool]) -> Part:
    """A paragraph; a run is text, or (text, whether it is bold)."""
    plain = [run if isinstance(run, tuple) else (run, False) for run in runs]
    return {"kind": "text", "runs": [{"text": words, "bold": bold} for words, bold in plain]}


def facts(rows: Iterable[tuple[str, str]]) -> Part:
    """Labels with their values."""
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, columns: Sequence[int], right: Sequence[int] = ()
) -> Part:
    """A table; `columns` are relative widths (0: as wide as needed), `right` the columns of numbers."""
    return {
        "kind": "table",
        "head": list(head),
        "rows": [list(row) for row in rows],
        "columns": list(columns),
        "right": list(right),
    }


def pdf(title: str, parts: Iterable[Part], *, sender: str, footer: str = "", mark: str = "") -> bytes:
    """The paper as PDF, without a date of making: the same content gives the same bytes. `mark` stands on top."""
    import typst  # 80 MB of library, only loaded for who makes a paper

    content = {"title": title, "parts": list(parts), "sender": sender, "footer": footer, "mark": mark}
    made = typst.compile(
        LAYOUT, root=LAYOUT.parent, sys_inputs={"data": json.dumps(content)}, pdf_standards=ACCESSIBLE
    )
    if not isinstance(made, bytes):
        raise TypeError("one paper is one PDF")
    return made


def made_here(name: str, content: bytes, content_type: str = PDF) -> CheckedFile:
    """A file that the portal itself made, ready for `store_document`."""
    upload = SimpleUploadedFile(name, content, content_type)
    return CheckedFile(upload, name, content_type, fingerprint(upload))
