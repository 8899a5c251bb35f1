"""What stands in each table, as a number that is the same when every row is the same."""

from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# How PostgreSQL writes a row as text depends on these; both sides use the same.
AS_TEXT = {
    "timezone": "UTC", "datestyle": "ISO, YMD", "intervalstyle": "postgres", "extra_float_digits": "1",
    "bytea_output": "hex", "xmlbinary": "base64",
}  # fmt: skip
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname
"""
# The md5 of every row, added up in two halves of 60 bits: the order of the rows plays no part, no row is kept in
# memory, and a row that is there twice counts twice.
DIGEST = """
    SELECT count(*), coalesce(sum(('x' || left(mark, 15))::bit(60)::bigint), 0)::text,
        coalesce(sum(('x' || substr(mark, 16, 15))::bit(60)::bigint), 0)::text
    FROM (SELECT md5(row_of.*::text) AS mark FROM {table} row_of) marks
"""


class Fingerprint(NamedTuple):
    rows: int
    digest: str


def without_limits(cursor: CursorWrapper) -> None:
    """This session may take its time, and writes values in one way."""
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SET {name} = 0")
    for name, value in AS_TEXT.items():
        cursor.execute(f"SET {name} = '{value}'")


def fingerprints(connection: BaseDatabaseWrapper) -> dict[str, Fingerprint]:
    """Of every table in the schema `public`; reads every row once."""
    found: dict[str, Fingerprint] = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(DIGEST.format(table=connection.ops.quote_name(table)))
            rows, first, second = cursor.fetchone()
            found[table] = Fingerprint(rows, f"{int(first):x}.{int(second):x}")
    return found


def differences(before: dict[str, Fingerprint], after: dict[str, Fingerprint]) -> dict[str, int]:
    """Table -> how many rows it has too many or too few; 1 when as many rows are not the same. Empty: all are equal."""
    nothing = Fingerprint(0, "absent")
    found = {}
    for table in before.keys() | after.keys():
        was, now = before.get(table, nothing), after.get(table, nothing)
        if was != now:
            found[table] = max(1, abs(was.rows - now.rows))
    return found
