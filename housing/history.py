"""The trail in words: what happened to this thing, for its page."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from audit.models import AuditEvent

WORDS = {
    "offer.started": "Aanbod begonnen",
    "offer.changed": "Aanbod gewijzigd",
    "offer.document_removed": "Document verwijderd",
    "offer.submitted": "Aanbod aangemeld",
    "offer.imported": "Aanbod aangemeld met een bestand",
    "offer.withdrawn": "Aanbod ingetrokken",
    "offer.info_requested": "Informatie gevraagd",
    "offer.answered": "Vraag beantwoord",
    "offer.message_sent": "Bericht geschreven",
    "offer.reminded": "Aanbieder aan de vraag herinnerd",
    "offer.inspected": "Plaatsbezoek vastgelegd",
    "offer.handed_over": "Doorgegeven aan een andere gemeente",
    "offer.approved": "Aanbod gevalideerd",
    "offer.rejected": "Aanbod geweigerd",
    "offer.twin_judged": "Vergeleken met een ander aanbod",
    "offer.assigned": "Dossierbehandelaar aangeduid",
    "offer.merged": "Aanbod samengevoegd met een ander",
    "offer.merge_undone": "Samenvoeging ongedaan gemaakt",
    "site.assigned": "Dossierbehandelaar aangeduid",
    "site.merged": "Locatie samengevoegd met een andere",
    "site.merge_undone": "Samenvoeging ongedaan gemaakt",
    "site.opened": "Locatie geopend",
    "site.checked": "Locatie nagekeken",
    "site.change_reported": "Gemeld dat er iets veranderde",
    "site.availability_changed": "Periode gewijzigd",
    "site.closed": "Locatie gesloten",
    "site.reopened": "Sluiting ongedaan gemaakt",
    "site.changed": "Gegevens gewijzigd",
    "site.presence_checked": "Aanwezigheid nagekeken",
    "unit.held": "Wooneenheid voorbehouden voor een huishouden",
    "unit.out_of_use": "Wooneenheid buiten gebruik",
    "unit.into_use": "Wooneenheid weer in gebruik",
    "hold.cancelled": "Voorbehoud opgeheven",
    "stay.started": "Plaats toegekend",
    "stay.moved_in": "Intrek bevestigd",
    "stay.arrival_changed": "Dag van aankomst gewijzigd",
    "stay.end_planned": "Geplande einddatum gewijzigd",
    "stay.moved": "Verhuisd van een andere wooneenheid",
    "stay.ended": "Einde van het verblijf vastgelegd",
    "site.confirmed": "Locatie bevestigd door ABB",
    "site.conditions_set": "Gewijzigd voor wie de locatie is",
}


class Sentence(NamedTuple):
    """One line of history, as the timeline component shows it."""

    when: datetime
    text: str
    who: str


def sentences(events: QuerySet[AuditEvent], words: Mapping[str, str] = WORDS) -> list[Sentence]:
    """Newest first, as the trail gives them; at most fifty lines. Apps above housing bring `words` of their own."""
    return [
        Sentence(
            event.occurred_at,
            words.get(event.verb, event.verb),
            ", ".join(part for part in (event.user_name, event.organisation_name) if part),
        )
        for event in events[:50]
    ]
