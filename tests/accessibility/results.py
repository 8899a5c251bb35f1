"""What was looked at, when and what was found: config/accessibility/results.json, which the statement is made from."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from config.accessibility.sources import marks

PARTS = Path(settings.BASE_DIR) / "var" / "accessibility"
RESULTS = Path(settings.BASE_DIR) / "config" / "accessibility" / "results.json"


class Results:
    """Rows by page and state, kept at once: a session that is ended keeps what it saw."""

    def __init__(self) -> None:
        PARTS.mkdir(parents=True, exist_ok=True)
        self.part = PARTS / f"{os.getpid()}.jsonl"

    def note(
        self,
        *,
        page: str,
        kind: str,
        state: str,
        hat: str,
        checks: list[str],
        faults: list[str],
        files: Iterable[str],
    ) -> None:
        """One look: at which page, in which state, as whom, what was asked, what was wrong, what it was made of."""
        row = {
            "page": page,
            "kind": kind,
            "state": state,
            "hat": hat,
            "checks": checks,
            "faults": faults,
            "sources": marks(files),
            "on": f"{timezone.localdate():%Y-%m-%d}",
        }
        self._keep(row)

    def note_absent(self, *, page: str, kind: str, state: str, hat: str, why: str) -> None:
        """This page does not have this state."""
        self._keep({"page": page, "kind": kind, "state": state, "hat": hat, "absent": why})

    def _keep(self, row: dict[str, Any]) -> None:
        with self.part.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def kept_rows() -> dict[tuple[str, str], dict[str, Any]]:
    """Every look of before, by page and state."""
    if not RESULTS.exists():
        return {}
    return {(row["page"], row["state"]): row for row in json.loads(RESULTS.read_text(encoding="utf-8"))}


def keep_together() -> None:
    """Puts the parts of a session in the file; a look that was not repeated keeps its own date."""
    parts = sorted(PARTS.glob("*.jsonl"), key=lambda part: part.stat().st_mtime)
    if not parts:
        return
    rows = kept_rows()
    for part in parts:
        for line in part.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["page"], row["state"]] = row
        part.unlink()
    lines = [json.dumps(rows[key], ensure_ascii=False, sort_keys=True) for key in sorted(rows)]
    RESULTS.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
