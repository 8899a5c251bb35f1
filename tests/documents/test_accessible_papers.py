"""Every PDF that the portal makes can be read aloud. The monthly report of VLOT and the cockpit are asked in their own
tests (tests/vlot/test_oversight.py, tests/spread/test_cockpit.py)."""

import ast
from io import BytesIO
from pathlib import Path

import pytest
import typst
from django.apps import apps
from django.conf import settings
from pypdf import PdfReader

from documents import paper
from tests.documents.reading_aloud import pdf_faults, tags

PARTS = [
    paper.heading("Samen"),
    paper.text("Levering ", ("dringend", True)),
    paper.facts([("Nummer", "B-1")]),
    paper.table(("Wat", "Aantal"), [("Bed", "2")], columns=(1, 0), right=(1,)),
]

# Who calls Typst; facility.order_form, facility.word and households.protection.exporting come through paper.pdf.
MAKERS = {"documents/paper.py", "spread/cockpit/files.py", "vlot/oversight/paper.py"}
OTHER_MAKERS = ("reportlab", "weasyprint", "xhtml2pdf", "fpdf2", "pdfkit", "borb")


def test_an_order_a_contract_and_the_file_of_a_household():
    """They are all made by `paper.pdf`: facility.order_form, facility.word and households.protection.exporting."""
    made = paper.pdf("Bestelbon", PARTS, sender="Proef", footer="Voet", mark="Ontwerp")
    assert pdf_faults(made, title="Bestelbon") == []
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(tags(PdfReader(BytesIO(made))))


def test_every_pdf_of_the_portal_is_made_by_the_standard():
    """Whoever sets a paper names the standard, and nothing else that makes PDFs is among the packages."""
    calls = [(path, call) for path in sources() for call in compilings(path.read_text(encoding="utf-8"))]
    assert {path.relative_to(settings.BASE_DIR).as_posix() for path, _ in calls} == MAKERS
    assert [path for path, call in calls if "ACCESSIBLE" not in call] == []
    packages = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert [name for name in OTHER_MAKERS if f'"{name}' in packages] == []


def test_negative_control_a_paper_without_the_standard_is_noticed():
    (call,) = compilings("import typst\nmade = typst.compile(b'= Titel', format='pdf')")
    assert "ACCESSIBLE" not in call


def sources() -> list[Path]:
    """Our own modules, without the tests, as far as they name typst."""
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    paths = [path for config in ours for path in Path(config.path).rglob("*.py")]
    return [path for path in paths if "typst" in path.read_text(encoding="utf-8")]


def compilings(source: str) -> list[str]:
    """Each call of typst.compile, as it stands there."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "typst.compile"
    ]


def test_negative_control_a_pdf_without_tags_is_noticed():
    made = typst.compile(b"= Titel\n#table(columns: 1, [Wat])", format="pdf", pdf_tags=False)
    assert {"not tagged", "no title", "no structure"} <= set(pdf_faults(made, title="Titel"))


def test_negative_control_a_picture_without_words_is_refused():
    picture = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"
    source = b'#set document(title: "x")\n#image(bytes("' + picture + b'"), format: "svg")'
    with pytest.raises(typst.TypstError, match="missing alt text"):
        typst.compile(source, format="pdf", pdf_standards=paper.ACCESSIBLE)
