"""No cell of any export is calculated by a spreadsheet, whatever people typed."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from django.db import DatabaseError, models, transaction
from zeal import zeal_ignore

from config.access import PAGES
from config.generated_docs.models import our_apps
from tests.house.conftest import files_of_the_world, made_world, world

__all__ = ["files_of_the_world", "made_world", "world"]

MARK = "=cmd|' /C calc'!A0"
CALCULATED = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n]")
NUMBER = re.compile(r"^-?\d+(,\d+)?$")
TABLE = re.compile(r"(export|sheet|template|problems)$")
# Pages that are a file when the address asks for it, and the back office, which the access table keeps apart.
ASKED = {"spread:overview": ("vorm=csv", "vorm=xlsx"), "spread:cockpit_changes": ()}
WORLD_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def exports():
    rows = [page for page in PAGES if page.method == "get" and (TABLE.search(page.url) or page.url in ASKED)]
    return [pytest.param(page, id=f"{page.url}-{page.thing}") for page in rows]


def poison():
    """The mark in every text that people can type, as far as PostgreSQL lets a row have it; returns how many fields."""
    changed = 0
    for app in our_apps():
        for model in app.get_models():
            for field in model._meta.concrete_fields:
                if typed(field):
                    try:
                        with transaction.atomic():
                            changed += bool(model._base_manager.update(**{field.attname: MARK}))
                    except DatabaseError:
                        continue  # a constraint, or a table that nobody changes
    return changed


def typed(field):
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.FileField
    )
    long_enough = field.max_length is None or field.max_length >= 40
    plain = not (field.choices or field.unique or field.primary_key or field.remote_field)
    return (
        is_text
        and long_enough
        and plain
        and field.name not in {"content_type", "email", "sha256", "code", "password"}
    )


def cells(response):
    """Every cell of a csv or xlsx as the text that a spreadsheet reads, and whether one of them is a formula."""
    content = b"".join(response) if response.streaming else response.content
    if response.headers["Content-Type"].startswith("text/csv"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        return [cell for row in rows for cell in row], False
    with ZipFile(io.BytesIO(content)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    strings = [cell for cell in sheet.iter(f"{WORLD_SHEET}c") if cell.get("t") == "inlineStr"]
    quoted = [cell for cell in strings if CALCULATED.match("".join(cell.itertext()))]
    assert all(cell.get("s") == "3" for cell in quoted), (
        "a text that looks like a formula is marked as quoted"
    )
    return ["".join(cell.itertext()) for cell in strings], any(sheet.iter(f"{WORLD_SHEET}f"))


@pytest.fixture
def poisoned(world):
    assert poison() > 40, "most texts took the mark"
    return world


def test_no_export_has_a_cell_that_a_spreadsheet_calculates(poisoned):
    """Every file of rows, as csv and as xlsx, with the mark in everything that was typed."""
    marked, asked = set(), 0
    for page in [row.values[0] for row in exports()]:
        client = poisoned.client(page.yes.split()[0])
        for query in ASKED.get(page.url) or ("", "vorm=csv", "vorm=xlsx"):
            with zeal_ignore():  # how many questions a page asks is asked elsewhere
                response = client.get(f"{poisoned.url(page)}?{query}")
            if response.headers["Content-Type"].split(";")[0] not in TABLES:
                continue
            found, has_formula = cells(response)
            is_csv = response.headers["Content-Type"].startswith("text/csv")
            wrong = [cell for cell in found if is_csv and CALCULATED.match(cell) and not NUMBER.match(cell)]
            assert (wrong, has_formula) == ([], False), f"{page.url}?{query}"
            asked += 1
            marked |= {page.url} if any(MARK in cell for cell in found) else set()
    assert asked >= 12
    assert len(marked) >= 5, "negative control: the mark really is in them"


TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
