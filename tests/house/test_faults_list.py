"""docs/faults.md: every fault of the matrix has a test that exists, or a reason."""

import re

from tests.hardening.test_asvs import leads_nowhere
from tests.house.sources import ROOT

FAULTS = range(1, 39)
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
POINTER = re.compile(r"`(tests/[^`]+)`")


def rows():
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    return {int(number): (fault, result, proof) for number, fault, _, result, proof in ROW.findall(text)}


def test_the_list_has_every_fault_once_and_in_order():
    text = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    assert [int(row[0]) for row in ROW.findall(text)] == list(FAULTS)


def test_every_proof_exists_or_a_reason_stands_in_its_place():
    wrong = {}
    for number, (_, _, proof) in rows().items():
        pointers = POINTER.findall(proof)
        for pointer in pointers:
            if why := leads_nowhere(pointer):
                wrong[f"{number}: {pointer}"] = why
        if not pointers and len(proof.split()) < 2:
            wrong[str(number)] = "neither proof nor reason"
    assert wrong == {}


def test_every_fault_says_what_was_measured():
    assert [number for number, (_, result, _) in rows().items() if not result.strip()] == []
