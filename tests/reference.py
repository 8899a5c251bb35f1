"""The reference data of an installation: in the test database from the start, and back after a test emptied it.

Almost every test wants the 285 municipalities and what migrations bring. They are committed once, so that no test
waits for them; a test on real transactions empties every table, and the first one after it that asks brings them back.
"""

from django.db import connection, transaction

from municipalities.models import Municipality
from municipalities.reference import load_reference_data

# Filled anew by Django itself after every table was emptied, or not about us.
NOT_KEPT = {"django_migrations", "django_content_type", "auth_permission", "django_site"}

# Table by table what a new installation has, as COPY gives it; kept as long as this process runs.
_kept: dict[str, bytes] = {}


def install_reference_data() -> None:
    """Once per test database, right after its migrations."""
    if not Municipality.objects.exists():
        load_reference_data()
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - NOT_KEPT:
            with cursor.copy(f"COPY {table} ({columns_of(table)}) TO STDOUT") as rows:
                if found := b"".join(bytes(part) for part in rows):
                    _kept[table] = found


def bring_back_reference_data() -> None:
    """The 285 municipalities, their figures, the keys and the norms; nothing happens where the database has them.

    They come over a connection of their own and stay for the tests that follow, whatever this test rolls back. They
    were checked when they came first, so that neither triggers nor foreign keys look at them again.
    """
    if Municipality.objects.exists():
        return
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '5s'")
            for table, rows in _kept.items():
                cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608
                if not cursor.fetchone()[0]:
                    with cursor.copy(f"COPY {table} ({columns_of(table)}) FROM STDIN") as target:
                        target.write(rows)
        other.commit()
    finally:
        other.close()


def take_out_municipalities() -> None:
    """Flanders before its reference data, for a test that draws a small one of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in connection.introspection.table_names(cursor):
            if table.startswith("municipalities_"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("SET LOCAL session_replication_role = origin")


def put_back_as_it_was() -> None:
    """After a test on real transactions: every table empty, except for the reference data.

    Django's own flush truncates all tables, also the two hundred that nobody touched, and makes permissions and
    content types again: seconds, where this takes tenths. Waits for whoever still writes, as that one does.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - NOT_KEPT)
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '120s'")
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        filled = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables]  # noqa: S608
        cursor.execute(" UNION ALL ".join(filled))
        for table in [row[0] for row in cursor.fetchall()]:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for table, rows in _kept.items():
            with cursor.copy(f"COPY {table} ({columns_of(table)}) FROM STDIN") as target:
                target.write(rows)


def columns_of(table: str) -> str:
    """The columns that can be written: a generated one cannot."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return str(cursor.fetchone()[0])
