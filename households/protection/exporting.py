"""Everything about one household, for the people themselves: as JSON for a machine and as a paper to read, in one ZIP.

What is in it follows from the registry (audit.processing), so that a model that is added later cannot be left out. Who
worked on the file or looked in it is told as the organisation, never as the person: those have rights of their own.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.encryption import Secret
from audit.models import AuditEvent, Reading
from audit.processing import Held, about_households, held, processings
from audit.trail import plain
from audit.wording import said
from documents import paper
from households.models import Household
from households.protection.erasing import merged_into

NOT_TOLD = {"form_token", "search"}  # of the machine, or following from the rest
LOGS = (AuditEvent, Reading)
Row = dict[str, Any]


@dataclass(frozen=True)
class Chapter:
    """The rows of one model: as they are, and as they were before (`earlier`, the newest first)."""

    model: str
    title: str
    purpose: str
    rows: list[Row]
    earlier: list[Row]


@dataclass(frozen=True)
class Dossier:
    """Everything about one household: chapters, what was done with it, and who looked."""

    household: Household
    chapters: list[Chapter]
    done: list[Row]
    looks: list[Row]


def dossier(household: Household) -> Dossier:
    """Asks each model of the registry what it holds about the household and about what went into it."""
    numbers = [household.pk, *(row.pk for row in merged_into(household))]
    chapters, about = [], Q(pk__in=[])
    for line in about_households():
        if line.table in LOGS:
            continue
        rows = {row.pk: row for number in numbers for row in line.rows_of(number)}
        if rows:
            chapters.append(chapter(line, list(rows.values())))
            about |= Q(target_type=line.table._meta.label_lower, target_id__in=[str(pk) for pk in rows])
    return Dossier(
        household,
        chapters,
        [
            {
                "wanneer": moment(event.occurred_at),
                "wat": said(event.verb),
                "voor": event.organisation_name or "het portaal",
            }
            for event in AuditEvent.objects.filter(about)
        ],
        [
            {"wanneer": moment(look.occurred_at), "wat": look.page, "voor": look.organisation_name}
            for look in Reading.objects.filter(
                target_type=Household._meta.label_lower, target_id__in=[str(number) for number in numbers]
            )
        ],
    )


def chapter(line: Held, rows: list[models.Model]) -> Chapter:
    history = getattr(line.table, "pgh_event_model", None) if line.replaced else None
    earlier = []
    if history is not None:
        states = history.objects.filter(pgh_obj_id__in=[row.pk for row in rows]).order_by(
            "-pgh_created_at", "-pgh_id"
        )
        earlier = [
            {"opgeslagen": moment(state.pgh_created_at), **told(state, line.table)} for state in states
        ]
    beside = facts_beside(line, [row.pk for row in rows])
    return Chapter(
        line.model,
        str(line.table._meta.verbose_name_plural),
        processings()[line.processing].purpose,
        [told(row, line.table) | beside.get(row.pk, {}) for row in rows],
        earlier,
    )


def facts_beside(line: Held, numbers: list[Any]) -> dict[Any, Row]:
    """What related rows add, per row: of a stay the address."""
    if not line.beside:
        return {}
    rows = line.table._base_manager.filter(pk__in=numbers).values_list("pk", *line.beside.values())
    return {number: dict(zip(line.beside, values, strict=True)) for number, *values in rows}


def told(row: models.Model, model: type[models.Model]) -> Row:
    """The columns of one row by their Dutch name, without those of the machine and without who of the staff did it. Of
    relations only the numbers of what is in the export as well."""
    return {
        str(field.verbose_name): spoken(getattr(row, field.attname), field)
        for field in model._meta.concrete_fields
        if field.name not in NOT_TOLD
        and not field.generated
        and is_told(field)
        and hasattr(row, field.attname)
    }


def is_told(field: Any) -> bool:
    if not field.is_relation:
        return True
    line = held().get(field.related_model._meta.label)
    return line is not None and bool(line.of_household)


def spoken(value: Any, field: Any) -> Any:
    if isinstance(value, Secret):  # masked on every page, but theirs to read
        return value.reveal()
    words = dict(field.flatchoices or ())
    return str(words.get(value, value)) if words and value not in (None, "") else plain(value)


def moment(at: Any) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def as_json(found: Dossier) -> str:
    """Machine-readable: names of fields in Dutch, dates as ISO 8601."""
    return json.dumps(
        {
            "huishouden": found.household.reference,
            "gemaakt_op": timezone.localtime().isoformat(timespec="seconds"),
            "gegevens": [
                {
                    "soort": part.title, "model": part.model, "waarvoor": part.purpose, "nu": part.rows,
                    "vroeger": part.earlier,
                }
                for part in found.chapters
            ],
            "wat_ermee_gebeurde": found.done,
            "wie_keek": found.looks,
        },
        ensure_ascii=False,
        indent=2,
    )  # fmt: skip


def as_pdf(found: Dossier) -> bytes:
    """To read: what is known now, who looked, and whom to ask. Earlier states stand in the JSON."""
    return paper.pdf(
        "Uw gegevens in de Vlaamse huisvestingstool",
        parts(found),
        sender=f"{found.household.registered_by}, {timezone.localdate():%d/%m/%Y}",
        footer=found.household.reference,
    )


def parts(found: Dossier) -> Iterator[paper.Part]:
    yield paper.text(
        "Dit zijn alle gegevens die het portaal over u en uw huishouden bewaart. In gegevens.json staat ook "
        "hoe ze vroeger waren. Klopt er iets niet? Vraag uw gemeente om het te verbeteren. Vragen over uw privacy: "
        f"{settings.PRIVACY_CONTACT}."
    )
    for part in found.chapters:
        yield paper.heading(part.title.capitalize())
        yield paper.text(f"Waarvoor: {part.purpose}")
        for row in part.rows:
            yield paper.facts(
                [(name, in_words(value)) for name, value in row.items() if value not in (None, "", [], {})]
            )
    yield paper.heading("Wie keek in uw dossier")
    looks = [(row["wanneer"], row["voor"], row["wat"]) for row in found.looks]
    if looks:
        yield paper.table(("Wanneer", "Wie", "Wat"), looks, columns=(2, 3, 4))
    else:
        yield paper.text("Nog niemand.")


def in_words(value: Any) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case list():
            return ", ".join(in_words(item) for item in value)
        case dict():
            return "; ".join(f"{name}: {in_words(item)}" for name, item in value.items())
        case _:
            return str(value)


def as_zip(found: Dossier) -> bytes:
    """Both, in one file."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.json", as_json(found))
        archive.writestr("gegevens.pdf", as_pdf(found))
    return whole.getvalue()
