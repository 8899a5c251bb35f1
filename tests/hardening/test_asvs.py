"""Every row of the security checklist leads to something that exists."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings

from config.generated_docs.asvs import CHAPTERS, STATUSES, rows
from tests.house.sources import ROOT

ROWS = rows()
# Of level 3, what matters here: formulas, timing, reports, quotas, step-up, connections, data, locks, last resort.
OF_LEVEL_THREE = {
    "1.2.10", "2.4.2", "3.4.7", "3.4.8", "5.2.4", "5.2.6", "7.5.3", "8.3.2", "13.1.2", "13.1.3", "13.2.6", "14.2.6",
    "14.2.7", "14.2.8", "15.4.2", "15.4.3", "16.5.4",
}  # fmt: skip


@cache
def functions(path):
    """The tests of a file that run: name and whether something skips them."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name: any(
            "skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in node.decorator_list
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


@cache
def anchors(path):
    text = re.sub(r"```.*?```", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.S)
    titles = re.findall(r"^#+ (.+)$", text, flags=re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def leads_nowhere(pointer):
    """Why a pointer resolves to nothing; empty when it does."""
    path, _, name = pointer.partition("::")
    file, _, anchor = path.partition("#")
    if pointer.startswith("settings."):
        return "" if hasattr(settings, pointer.removeprefix("settings.")) else "no such setting"
    if not (ROOT / file).is_file():
        return "no such file"
    if anchor and anchor not in anchors(file):
        return "no such chapter"
    if name and name not in functions(file):
        return "no such test"
    return "skipped" if name and functions(file)[name] else ""


def test_the_rows_are_those_of_level_two_and_the_chosen_ones_once_each():
    assert len({row.id for row in ROWS}) == len(ROWS) == 243
    assert {row.id for row in ROWS if row.level == "3"} == OF_LEVEL_THREE
    assert {row.chapter for row in ROWS} == set(CHAPTERS)
    assert {row.level for row in ROWS} == {"1", "2", "3"}
    assert {row.status for row in ROWS} <= set(STATUSES)


def test_every_pointer_leads_somewhere():
    wrong = {f"{row.id}: {pointer}": leads_nowhere(pointer) for row in ROWS for pointer in row.evidence}
    assert {pointer: why for pointer, why in wrong.items() if why} == {}


def test_what_is_met_has_evidence_and_what_is_not_says_why():
    assert [row.id for row in ROWS if row.status in ("met", "part") and not row.evidence] == []
    assert [row.id for row in ROWS if row.status in ("part", "not_met", "na") and not row.note] == []


@pytest.mark.parametrize(
    "pointer",
    [
        "tests/hardening/test_asvs.py::test_nothing",
        "settings.NOTHING",
        "docs/asvs.md#nergens",
        "docs/geen.md",
    ],
)
def test_negative_control_a_pointer_to_nothing_is_noticed(pointer):
    assert leads_nowhere(pointer)
