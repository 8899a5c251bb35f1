"""The trail in words: what happened to this thing, for its page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from audit.models import AuditEvent
from audit.wording import said
from housing.models import Site, Unit


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


def sentences(events: QuerySet[AuditEvent]) -> list[Sentence]:
    """Newest first, as the trail gives them; at most fifty lines."""
    return [
        Sentence(
            event.occurred_at,
            said(event.verb) + detail(event),
            ", ".join(part for part in (event.user_name, event.organisation_name) if part),
        )
        for event in events[:50]
    ]
