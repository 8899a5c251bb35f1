"""What one check found: a sentence for whoever installs the portal, and never a secret."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    FINE = "in orde"
    NOTE = "let op"
    WRONG = "niet in orde"


@dataclass(frozen=True)
class Finding:
    """`what` is one or two words, `says` a Dutch sentence: how it is, or what to do."""

    state: State
    what: str
    says: str


Check = Callable[[], list[Finding]]


def fine(what: str, says: str) -> Finding:
    return Finding(State.FINE, what, says)


def note(what: str, says: str) -> Finding:
    return Finding(State.NOTE, what, says)


def wrong(what: str, says: str) -> Finding:
    return Finding(State.WRONG, what, says)
