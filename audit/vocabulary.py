"""Which different words stand in a column of the trail: asked of its index, one jump per word.

`SELECT DISTINCT` reads every row: seconds, with ten million. The trail has a few thousand names, and jumping from one
to the next costs the same at any length.
"""

from django.db import connection

JUMPS = """
WITH RECURSIVE known AS (
    (SELECT {column} AS word FROM audit_auditevent ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM audit_auditevent WHERE {column} > known.word ORDER BY {column} LIMIT 1)
    FROM known WHERE known.word IS NOT NULL
)
SELECT word FROM known WHERE word IS NOT NULL ORDER BY word
"""
COLUMNS = {"target_type", "user_name", "organisation_name"}  # each is the first of an index (audit.models)


def words_in(column: str) -> list[str]:
    """Every different word in this column, in order. One query. Raises LookupError for a column without an index."""
    if column not in COLUMNS:
        raise LookupError(column)
    with connection.cursor() as cursor:
        cursor.execute(JUMPS.format(column=column))
        return [word for (word,) in cursor.fetchall()]


def names_like(column: str, typed: str) -> list[str]:
    """The names in this column in which what was typed stands somewhere, whatever the capitals."""
    asked = typed.strip().lower()
    return [name for name in words_in(column) if asked and asked in name.lower()]
