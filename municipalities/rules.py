"""Who may change reference data."""

from audit.trail import Actor


def may_import_statistics(by: Actor | None) -> bool:
    """Officials of the Agentschap Binnenlands Bestuur."""
    return by is not None and by.organisation.kind == "abb"
