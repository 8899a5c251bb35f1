"""Every PDF that the portal makes can be read aloud. The monthly report of VLOT and the cockpit are asked in their own
tests (tests/vlot/test_oversight.py, tests/spread/test_cockpit.py)."""

from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from documents import paper
from tests.documents.reading_aloud import pdf_faults, tags

PARTS = [
    paper.heading("Samen"),
    paper.text("Levering ", ("dringend", True)),
    paper.facts([("Nummer", "B-1")]),
    paper.table(("Wat", "Aantal"), [("Bed", "2")], columns=(1, 0), right=(1,)),
]


def test_an_order_a_contract_and_the_file_of_a_household():
    """They are all made by `paper.pdf`: facility.order_form, facility.word and households.protection.exporting."""
    made = paper.pdf("Bestelbon", PARTS, sender="Proef", footer="Voet", mark="Ontwerp")
    assert pdf_faults(made, title="Bestelbon") == []
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(tags(PdfReader(BytesIO(made))))


def test_negative_control_a_pdf_without_tags_is_noticed():
    made = typst.compile(b"= Titel\n#table(columns: 1, [Wat])", format="pdf", pdf_tags=False)
    assert {"not tagged", "no title", "no structure"} <= set(pdf_faults(made, title="Titel"))


def test_negative_control_a_picture_without_words_is_refused():
    picture = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"
    source = b'#set document(title: "x")\n#image(bytes("' + picture + b'"), format: "svg")'
    with pytest.raises(typst.TypstError, match="missing alt text"):
        typst.compile(source, format="pdf", pdf_standards=paper.ACCESSIBLE)
