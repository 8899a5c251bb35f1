"""The results of `./run soak tests/accessibility`, as the statement and docs/accessibility.md read them."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from config.accessibility.sources import marks_of_now

RESULTS = Path(__file__).with_name("results.json")
STATES = {
    "filled": "met gegevens",
    "empty": "zonder gegevens",
    "long": "met lange teksten",
    "errors": "met fouten in het formulier",
    "no script": "zonder JavaScript",
    "open": "met een open lijst, menu of venster",
}


class Look(NamedTuple):
    """One page in one state: what was asked of it, and every fault that was found."""

    page: str
    kind: str
    state: str
    hat: str
    checks: list[str]
    faults: list[str]
    on: date
    sources: str = ""

    @property
    def is_of_now(self) -> bool:
        """Whether every template, style and script that this page was made of still is the same."""
        return bool(self.sources) and set(self.sources.split()) <= marks_of_now()


@cache
def looks() -> list[Look]:
    """Every look that the file knows, by page and state."""
    return [Look(**{**row, "on": date.fromisoformat(row["on"])}) for row in _rows() if "absent" not in row]


@cache
def absent() -> frozenset[tuple[str, str]]:
    """Page and state, where the walk found that this page does not have this state: no form, no such thing."""
    return frozenset((row["page"], row["state"]) for row in _rows() if "absent" in row)


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return rows


class Summary(NamedTuple):
    """Of all looks together; `of_now` those of pages that did not change since, `faulty` those with a
    fault, `not_yet` the states that no look was at."""

    pages: int
    looks: int
    of_now: int
    faulty: list[Look]
    states: list[tuple[str, int]]
    not_yet: list[str]
    begun: date
    ended: date


def summary() -> Summary:
    every = looks()
    counts = Counter(look.state for look in every)
    return Summary(
        pages=len({look.page for look in every}),
        looks=len(every),
        of_now=sum(look.is_of_now for look in every),
        faulty=[look for look in every if look.faults],
        states=[(words, counts[state]) for state, words in STATES.items()],
        not_yet=[words for state, words in STATES.items() if not counts[state]],
        begun=min(look.on for look in every),
        ended=max(look.on for look in every),
    )
