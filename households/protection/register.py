"""The register of processing: the declarations of the apps, with the fields they are about and how long they stay."""

from datetime import date
from typing import NamedTuple

from audit.processing import Held, Processing, held, processings, terms
from households.models import RetentionTerm


class Line(NamedTuple):
    """One processing; `fields` says per thing which of its fields are personal, `kept` how long."""

    processing: Processing
    fields: list[tuple[str, list[str]]]
    kept: str


def lines(*, on: date) -> list[Line]:
    """Every processing, in the order of the apps, with the term that is valid on that day."""
    months = dict(RetentionTerm.objects.valid(on=on).values_list("kind", "months"))
    return [
        Line(processing, fields_of(processing), how_long(processing, months.get(processing.term)))
        for processing in processings().values()
    ]


def fields_of(processing: Processing) -> list[tuple[str, list[str]]]:
    return [
        (str(line.table._meta.verbose_name), names_of(line))
        for line in held().values()
        if line.processing == processing.code and line.left
    ]


def names_of(line: Held) -> list[str]:
    return [str(line.table._meta.get_field(name).verbose_name) for name in line.left]  # type: ignore[union-attr]


def how_long(processing: Processing, months: int | None) -> str:
    """As people say it: "5 jaar na het vertrek van het huishouden"."""
    if not processing.term:
        return processing.kept.rstrip(".")
    since = terms()[processing.term].counts_from
    if months is None:
        return f"Er geldt vandaag geen termijn (na {since})."
    if months % 12 == 0:
        return f"{months // 12} jaar na {since}"
    return f"{months} {'maand' if months == 1 else 'maanden'} na {since}"
