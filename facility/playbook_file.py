"""The playbooks that the portal starts with: our own draft, read from facility/data/playbooks.csv.

One row per item (separated by ";"), for a nooddorp, a collective place, or both. A need counts where that item exists.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("data") / "playbooks.csv"
SOURCE = (
    "Eigen ontwerp van deze tool, na te kijken door Het Facilitair Bedrijf. De thema’s volgen het draaiboek “uitbating "
    "nooddorpen en collectieve opvang” van de Vlaamse overheid; de lijst van dat draaiboek zelf hebben we niet."
)


@dataclass(frozen=True)
class DraftItem:
    """A row of the file, for one kind of place. Days are calendar days."""

    code: str
    theme: str
    title: str
    explanation: str
    party: str
    days: int
    before: int
    blocking: bool
    evidence: str
    needs: tuple[str, ...]


def draft_items(kind: str) -> list[DraftItem]:
    """The items for "village" or "collective", in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if kind in row["kinds"].split()]
    known = {row["code"] for row in rows}
    return [
        DraftItem(
            code=row["code"],
            theme=row["theme"],
            title=row["title"],
            explanation=row["explanation"],
            party=row["party"],
            days=int(row["duration"]),
            before=int(row["before"]),
            blocking=row["blocking"] == "ja",
            evidence=row["evidence"],
            needs=tuple(need for need in row["needs"].split() if need in known),
        )
        for row in rows
    ]
