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
    "site.edited": "Gegevens van de plaats gewijzigd",
    "site.units_added": "Wooneenheden toegevoegd",
    "site.unit_changed": "Wooneenheid gewijzigd",
    "site.unit_removed": "Wooneenheid verwijderd",
    "site.units_out_of_use": "Wooneenheden buiten gebruik na een plaatsbezoek",
    "site.units_into_use": "Wooneenheden weer in gebruik na een plaatsbezoek",
    "site.visit_planned": "Plaatsbezoek gepland",
    "site.visit_cancelled": "Plaatsbezoek afgelast",
    "site.inspected": "Plaatsbezoek vastgelegd",
    "site.change_handled": "Gemelde verandering afgehandeld",
    "site.document_added": "Document toegevoegd",
    "site.document_removed": "Document verwijderd",
    "visit.begun": "Plaatsbezoek begonnen",
    "visit.photo_dropped": "Foto weggehaald",
    "visit.draft_ended": "Concept van het plaatsbezoek opgeruimd",
    "site.confirmed": "Locatie bevestigd door ABB",
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
