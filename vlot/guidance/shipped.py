"""The guides that come with the portal: files in vlot/published_guides, each a head in TOML and a text in Markdown.

+++
title = "..."        summary, theme, audience, must_read, situations, version, valid_from, change_note
+++
the text
"""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "published_guides"
FENCE = "+++\n"
REQUIRED = {
    "title",
    "summary",
    "theme",
    "audience",
    "must_read",
    "situations",
    "version",
    "valid_from",
    "change_note",
}


class ShippedGuide(NamedTuple):
    """One file: its name is the code, its fields those of `Guide`. Always marked as draft."""

    code: str
    fields: dict[str, Any]


def read_guide(path: Path) -> ShippedGuide:
    """Raises ValueError for a file without a head, or with other fields than these."""
    before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    fields = tomllib.loads(head)
    if before or set(fields) != REQUIRED:
        raise ValueError(f"{path.name}: the head must hold exactly {sorted(REQUIRED)}")
    fields["situations"] = fields["situations"].strip()
    return ShippedGuide(path.stem, {**fields, "body": body.strip(), "is_draft": True})


def shipped_guides(folder: Path = FOLDER) -> list[ShippedGuide]:
    return [read_guide(path) for path in sorted(folder.glob("*.md"))]
