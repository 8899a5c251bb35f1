"""The results of `./run soak tests/accessibility`, as the statement and docs/accessibility.md read them."""

import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

RESULTS = Path(__file__).with_name("results.json")
STATES = {
    "filled": "met gegevens",
    "empty": "zonder gegevens",
    "long": "met lange teksten",
    "errors": "formulier met fouten",
    "no script": "zonder JavaScript",
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


@cache
def looks() -> list[Look]:
    """Every look that the file knows, by page and state."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    return [Look(**{**row, "on": date.fromisoformat(row["on"])}) for row in rows]


class Summary(NamedTuple):
    """Of all looks together; `faulty` are those with a fault."""

    pages: int
    looks: int
    faulty: list[Look]
    states: list[tuple[str, int]]
    begun: date
    ended: date


def summary() -> Summary:
    every = looks()
    counts = Counter(look.state for look in every)
    return Summary(
        pages=len({look.page for look in every}),
        looks=len(every),
        faulty=[look for look in every if look.faults],
        states=[(words, counts[state]) for state, words in STATES.items()],
        begun=min(look.on for look in every),
        ended=max(look.on for look in every),
    )
