"""Who may change reference data."""

from typing import Protocol

from audit.trail import Actor


class Hat(Actor, Protocol):
    """What these rules need to know of an accounts.Membership."""

    may_write: bool


def may_import_statistics(by: Hat | None) -> bool:
    """Officials of the Agentschap Binnenlands Bestuur, except those who only read."""
    return by is not None and by.organisation.kind == "abb" and by.may_write
