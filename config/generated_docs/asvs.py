"""docs/asvs.md: the checklist of OWASP's ASVS 5.0, from docs/asvs.csv."""

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

SOURCE = "docs/asvs.csv"
STATUSES = {
    "met": "met",
    "part": "partly met",
    "not_met": "**not met**",
    "na": "not applicable",
}
CHAPTERS = {
    1: "Encoding and sanitization", 2: "Validation and business logic", 3: "Web frontend", 4: "Web service",
    5: "Files", 6: "Authentication", 7: "Sessions", 8: "Authorization", 9: "Self-contained tokens",
    10: "OAuth and OpenID Connect", 11: "Cryptography", 12: "Secure communication", 13: "Configuration",
    14: "Data protection", 15: "Secure coding and architecture", 16: "Logging and errors",
}  # fmt: skip
HEAD = ("| | L | What | Status | Evidence | Remark |", "|---|---|---|---|---|---|")
INTRODUCTION = """# ASVS 5.0, level 2

<!-- Written by `manage.py generate_docs` from docs/asvs.csv; a change here is lost. -->

The target is level 2 of the OWASP Application Security Verification Standard 5.0.0, with 17 rows of level 3 that matter
here. Not applicable as a whole: V17 (WebRTC) and V10.3, V10.4, V10.6 and V10.7 (we are only a client of OpenID
Connect). That leaves {total} rows; each that is met points to a test, a setting, a file or a chapter, and
`tests/hardening/test_asvs.py` fails when a pointer leads nowhere.

*Partly met* and *not met* say what is missing.

The words are our own short paraphrases. The text is at <https://github.com/OWASP/ASVS> under CC BY-SA 4.0, and so are
`docs/asvs.csv` and this page.
"""


class Row(NamedTuple):
    id: str
    level: str
    status: str
    what: str
    evidence: list[str]
    note: str

    @property
    def chapter(self) -> int:
        return int(self.id.partition(".")[0])


def rows() -> list[Row]:
    with (Path(settings.BASE_DIR) / SOURCE).open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["id"],
                row["level"],
                row["status"],
                row["what"],
                row["evidence"].split(),
                row["note"] or "",
            )
            for row in csv.DictReader(file, delimiter="|")
        ]


def document() -> str:
    found = rows()
    counts = Counter(row.status for row in found)
    parts = [INTRODUCTION.format(total=len(found)), "| Status | Rows |", "|---|---|"]
    parts += [f"| {words} | {counts[status]} |" for status, words in STATUSES.items()]
    for number, name in CHAPTERS.items():
        parts += [
            "",
            f"## V{number} {name}",
            "",
            "| | L | What | Status | Evidence | Remark |",
            "|---|---|---|---|---|---|",
        ]
        parts += [_line(row) for row in found if row.chapter == number]
    return "\n".join(parts) + "\n"


def _line(row: Row) -> str:
    evidence = "<br>".join(f"`{pointer}`" for pointer in row.evidence)
    return f"| {row.id} | {row.level} | {row.what} | {STATUSES[row.status]} | {evidence} | {row.note} |"
