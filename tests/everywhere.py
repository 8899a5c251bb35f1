"""Whether a text stands anywhere at all in the database."""

from django.contrib.sessions.models import Session
from django.db import connection


def tables() -> list[str]:
    """Every table of the portal, also those that no model knows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def where_is(*markers: str) -> set[str]:
    """The columns, as `table.column`, in which one of the texts stands: text, numbers, lists, JSON, bytes, and within
    the sessions, whatever the spelling."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
        )
        columns: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            text = f"encode({quoted(column)}, 'escape')" if kind == "bytea" else f"{quoted(column)}::text"
            columns.setdefault(table, []).append(
                f"bool_or({text} ILIKE ANY(%(markers)s)) AS {quoted(column)}"
            )
        found = set()
        for table, asked in columns.items():
            cursor.execute(
                f"SELECT {', '.join(asked)} FROM {quoted(table)}",  # noqa: S608
                {"markers": [f"%{marker}%" for marker in markers]},
            )
            answers = zip(cursor.description, cursor.fetchone(), strict=True)
            found |= {f"{table}.{column.name}" for column, holds in answers if holds}
    for session in Session.objects.all():
        if any(marker.lower() in str(session.get_decoded()).lower() for marker in markers):
            found.add("django_session.session_data")
    return found


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
