"""The trail in words: what happened to this thing, for its page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from audit.models import AuditEvent
from housing.models import Site, Unit

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
    "site.host_agreed": "Akkoord van de particulier genoteerd",
    "site.host_withdrew": "De particulier trok zijn akkoord in",
    "site.held_for_law": "Bewaarplicht opgelegd",
    "site.hold_lifted": "Bewaarplicht opgeheven",
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
    "stay.not_come": "Het huishouden kwam niet",
    "stay.ended": "Einde van het verblijf vastgelegd",
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
    "site.confirmed": "Locatie bevestigd door ABB",
    "site.conditions_set": "Gewijzigd voor wie de locatie is",
}


class Sentence(NamedTuple):
    """One line of history, as the timeline component shows it."""

    when: datetime
    text: str
    who: str


# Verbs of a site whose history says what changed, and not only that something did.
TELLING = {
    "site.edited", "site.units_added", "site.unit_changed", "site.unit_removed", "site.units_out_of_use",
    "site.units_into_use", "site.document_added", "site.document_removed", "site.change_handled",
}  # fmt: skip
CHANGED = ("site.edited", "site.unit_changed")  # {column: [before, after]}
SAID = ("unit", "units", "document", "outcome")  # a file may be named after somebody: its kind is enough


def detail(event: AuditEvent) -> str:
    """What changed, in words: ": Kamer 3; slaapplekken 2 → 3". Of personal data only that it changed."""
    if event.verb not in TELLING:
        return ""
    told = []
    for name, value in event.changes.items():
        if event.verb in CHANGED and isinstance(value, list):
            told.append(changed(Unit if event.verb == "site.unit_changed" else Site, name, *value))
        elif name in SAID:
            told.append(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return f": {'; '.join(told)}" if told else ""


def changed(model: type[Site] | type[Unit], name: str, before: object, after: object) -> str:
    field: Any = model._meta.get_field(name)
    if name in model.PERSONAL:
        return str(field.verbose_name)
    words = dict(field.flatchoices or ())
    return f"{field.verbose_name} {shown(before, words)} → {shown(after, words)}"


def shown(value: object, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "leeg" if value in (None, "") else words.get(str(value), str(value))


def sentences(events: QuerySet[AuditEvent], words: Mapping[str, str] = WORDS) -> list[Sentence]:
    """Newest first, as the trail gives them; at most fifty lines. Apps above housing bring `words` of their own."""
    return [
        Sentence(
            event.occurred_at,
            words.get(event.verb, event.verb) + detail(event),
            ", ".join(part for part in (event.user_name, event.organisation_name) if part),
        )
        for event in events[:50]
    ]
