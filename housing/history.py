"""The trail in words: what happened to this thing, for its page."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from audit.models import AuditEvent

WORDS = {
    "offer.started": "begon dit aanbod",
    "offer.changed": "wijzigde het aanbod",
    "offer.submitted": "meldde het aanbod aan",
    "offer.withdrawn": "trok het aanbod in",
    "offer.info_requested": "vroeg meer informatie",
    "offer.answered": "beantwoordde de vraag",
    "offer.inspected": "legde een plaatsbezoek vast",
    "offer.approved": "valideerde het aanbod",
    "offer.rejected": "weigerde het aanbod",
    "site.opened": "opende de locatie",
    "site.checked": "keek de locatie na",
    "site.confirmed": "bevestigde de locatie",
}


class Sentence(NamedTuple):
    """One line of history."""

    at: datetime
    who: str
    organisation: str
    what: str


def sentences(events: Iterable[AuditEvent]) -> list[Sentence]:
    """Newest first, as the trail gives them; at most fifty lines."""
    return [
        Sentence(event.occurred_at, event.user_name, event.organisation_name, WORDS.get(event.verb, event.verb))
        for event in list(events[:50])  # type: ignore[index]
    ]
