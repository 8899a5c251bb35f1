"""Many new rows at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def copy_in(model: type[models.Model], rows: Sequence[Any]) -> None:
    """COPY the rows in: several times as fast as bulk_create where a table has many columns or ranges.

    Every constraint and every trigger counts as always. Keys that the database gives are not brought back. Raises
    IntegrityError.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.generated and (not field.primary_key or (rows and rows[0].pk))
    ]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # COPY does not pass by the wrappers with which pgtrigger and pghistory say what to ignore and
        # who is at work; a statement before it in the same transaction does.
        cursor.execute("VALUES (1)")
        with cursor.copy(
            f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN"
        ) as target:
            for row in rows:
                target.write_row(
                    [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
                )
