"""What was looked at, when and what was found: config/accessibility/results.json, which the statement is made from."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

PARTS = Path(settings.BASE_DIR) / "var" / "accessibility"
RESULTS = Path(settings.BASE_DIR) / "config" / "accessibility" / "results.json"


class Results:
    """Rows by page and state."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}

    def note(
        self, *, page: str, kind: str, state: str, hat: str, checks: list[str], faults: list[str]
    ) -> None:
        """One look: at which page, in which state, as whom, what was asked, and what was wrong."""
        self.rows[page, state] = {
            "page": page,
            "kind": kind,
            "state": state,
            "hat": hat,
            "checks": checks,
            "faults": faults,
            "on": f"{timezone.localdate():%Y-%m-%d}",
        }

    def write(self) -> None:
        if self.rows:
            PARTS.mkdir(parents=True, exist_ok=True)
            part = PARTS / f"{id(self)}.json"
            part.write_text(json.dumps(list(self.rows.values())), encoding="utf-8")


def keep_together() -> None:
    """Puts the parts of a session in the file; a look that was not repeated keeps its own date."""
    parts = sorted(PARTS.glob("*.json"))
    if not parts:
        return
    rows = {}
    if RESULTS.exists():
        rows = {(row["page"], row["state"]): row for row in json.loads(RESULTS.read_text(encoding="utf-8"))}
    for part in parts:
        rows |= {(row["page"], row["state"]): row for row in json.loads(part.read_text(encoding="utf-8"))}
        part.unlink()
    RESULTS.parent.mkdir(exist_ok=True)
    lines = [json.dumps(rows[key], ensure_ascii=False, sort_keys=True) for key in sorted(rows)]
    RESULTS.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
