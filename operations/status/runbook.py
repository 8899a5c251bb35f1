"""The runbook (docs/runbook.md): one text of what to do, for the page, the alarms and whoever reads the repository."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vlot.guidance.rendering import Section, sections_of

PATH = Path(settings.BASE_DIR) / "docs" / "runbook.md"


@lru_cache(maxsize=1)
def sections() -> dict[str, Section]:
    """Name of the alarm, which is its heading, -> its text."""
    return {
        section.heading: section
        for section in sections_of(PATH.read_text(encoding="utf-8"))
        if section.heading
    }
