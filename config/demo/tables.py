"""Writing many rows at once, with their history."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import pgtrigger
from django.db import connection, models

from audit.copying import copy_in

TRIGGER, LABEL = "insert_insert", "insert"  # as pghistory names them


def write(
    rows: Mapping[type[models.Model], Sequence[Any]],
    *,
    order: Sequence[type[models.Model]],
    looked_up: Collection[type[models.Model]] = (),
) -> None:
    """Write everything, table by table, in a few statements each; then let PostgreSQL look at what it got.

    The triggers that keep history add a row at a time, in a subtransaction each, which would take four fifths of the
    time. The same history is written here by one statement per table, so that nothing is missing from it. Must run
    in a transaction. In the tables `looked_up` triggers of later ones look for each row. Raises LookupError for rows of
    a table that has no place in the order.
    """
    unknown = rows.keys() - set(order)
    if unknown:
        raise LookupError(f"no place in the order for {unknown}")
    for model in order:
        event = getattr(model, "pgh_event_model", None)
        with pgtrigger.ignore(f"{model._meta.label}:{TRIGGER}") if event else nullcontext():
            copy_in(model, rows[model])
        if event:
            write_history(model, event, [row.pk for row in rows[model]])
        if model in looked_up:
            # A session that met the triggers with a handful of rows keeps plans that read whole tables: new ones.
            analyse([model])
    analyse(order)


def analyse(tables: Sequence[type[models.Model]]) -> None:
    """Within this transaction nobody else does it, and without it the first counts take minutes."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(quoted(model._meta.db_table) for model in tables)}")


def write_history(model: type[models.Model], event: type[models.Model], pks: list[int]) -> None:
    """What the insert trigger would have written for these rows."""
    columns = ", ".join(
        quoted(field.column) for field in event._meta.concrete_fields if not field.name.startswith("pgh_")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(event._meta.db_table)} ({columns}, pgh_created_at, pgh_label, pgh_obj_id) "  # noqa: S608
            f"SELECT {columns}, now(), %s, id FROM {quoted(model._meta.db_table)} WHERE id = ANY(%s)",
            [LABEL, pks],
        )


def quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
