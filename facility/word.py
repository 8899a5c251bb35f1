"""Word templates with named placeholders: read safely, filled in, and set as PDF.

A template may hold `{{ naam }}` for the names in FIELDS, and nothing else: no template code, no calculation, no
attribute. It is filled in by docxtpl in a sandbox.
"""

import io
import re
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from docx import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from documents import paper

# What can be filled in: the name in the template, and the question to who fills it in.
FIELDS = {
    "lokaal_bestuur": "Lokaal bestuur",
    "vertegenwoordiger": "Wie tekent voor het lokaal bestuur (naam en functie)?",
    "andere_partij": "Andere partij",
    "adres_andere_partij": "Adres van de andere partij",
    "locatie": "Naam van de locatie",
    "adres_locatie": "Adres van de locatie",
    "slaapplekken": "Aantal slaapplekken",
    "begin": "Begin",
    "einde": "Einde",
    "duur": "Duur",
    "opzegtermijn": "Opzegtermijn",
    "huur": "Huur per maand",
    "kosten": "Wie betaalt welke kosten?",
    "bijdrage_verbruik": "Bijdrage voor verbruik (geen huur)",
    "waarborg": "Waarborg",
    "prijs": "Prijs",
    "geldig_tot": "Geldig tot",
    "bestemming": "Bestemming",
    "datum": "Datum van de overeenkomst",
    "plaats": "Plaats van ondertekening",
}
NAME = re.compile(r"\s*[a-z_]{1,40}\s*")
MOST_UNPACKED = 50 * 1024 * 1024


def placeholders(content: bytes) -> list[str]:
    """The names in a template, in order. Raises ValidationError for code, unknown names and what is no Word file."""
    found: list[str] = []
    for text in _texts(content):
        if "{%" in text or "{#" in text:
            raise ValidationError(
                "Dit sjabloon bevat code ({% of {#). Gebruik alleen namen tussen dubbele accolades.",
                code="code",
            )
        for inside in re.findall(r"\{\{(.*?)\}\}", text, re.DOTALL):
            if not NAME.fullmatch(inside):
                raise ValidationError(
                    f"„{{{{{inside[:60]}}}}}” is geen naam. Gebruik alleen namen zoals {{{{ begin }}}}.",
                    code="code",
                )
            if inside.strip() not in found:
                found.append(inside.strip())
        if text.count("{{") != text.count("}}"):
            raise ValidationError("Er staan accolades die niet gesloten zijn.", code="braces")
    if unknown := [name for name in found if name not in FIELDS]:
        raise ValidationError(
            f"Deze namen kennen we niet: {', '.join(unknown)}. Kies uit: {', '.join(sorted(FIELDS))}.",
            code="unknown",
        )
    return found


def _texts(content: bytes) -> list[str]:
    """The text of every part of the file, with the tags that Word puts in the middle of words taken away."""
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise ValidationError("Dit Word-bestand is uitgepakt te groot.", code="too_large")
            names = [name for name in parts.namelist() if name.startswith("word/") and name.endswith(".xml")]
            if "word/document.xml" not in names:
                raise ValidationError("Dit is geen Word-bestand (.docx).", code="no_word")
            return [re.sub(r"<[^>]*>", "", parts.read(name).decode()) for name in names]
    except (BadZipFile, UnicodeDecodeError):
        raise ValidationError("Dit is geen Word-bestand (.docx).", code="no_word") from None


def fill(content: bytes, values: dict[str, str]) -> bytes:
    """The Word file with these values in it, as text: nothing in a value is read as code or as Word's own tags."""
    placeholders(content)
    template = DocxTemplate(io.BytesIO(content))
    template.render(values, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def as_pdf(content: bytes, *, title: str, sender: str, mark: str = "") -> bytes:
    """The text of a Word file as an accessible PDF: headings, paragraphs with bold parts, tables. A heading that says
    what the title says already is left out."""
    parts: list[paper.Part] = []
    for block in WordDocument(io.BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            parts += _table(block)
        elif not (is_heading(block) and block.text.strip() == title):
            parts += _paragraph(block)
    return paper.pdf(title, parts, sender=sender, footer=title, mark=mark)


def _paragraph(block: Any) -> list[paper.Part]:
    if not block.text.strip():
        return []
    if is_heading(block):
        return [paper.heading(block.text)]
    return [paper.text(*((run.text, bool(run.bold)) for run in block.runs if run.text))]


def _table(block: Any) -> list[paper.Part]:
    rows = [[cell.text for cell in row.cells] for row in block.rows]
    return [paper.table(rows[0], rows[1:], columns=[1] * len(rows[0]))] if rows else []


def outline(content: bytes) -> list[tuple[str, bool]]:
    """The paragraphs, each with whether it is a heading, for the preview on screen."""
    blocks = WordDocument(io.BytesIO(content)).paragraphs
    return [(block.text, is_heading(block)) for block in blocks if block.text.strip()]


def is_heading(block: Any) -> bool:
    style = (block.style.name or "") if block.style is not None else ""
    return style.startswith(("Heading", "Title", "Kop"))


def write(title: str, lines: list[str]) -> bytes:
    """A Word file of our own: a line that begins with "# " is a heading."""
    document = WordDocument()
    document.add_heading(title, level=0)
    for line in lines:
        if line.startswith("# "):
            document.add_heading(line[2:], level=1)
        elif line.strip():
            document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
