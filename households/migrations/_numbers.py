"""Encrypts, or gives back, the numbers that stand in the tables; by 1,000 rows, without history of it."""

import json
from collections.abc import Callable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper

from audit.encryption import PREFIX, decrypt, encrypt

COLUMNS = ("certificate_number", "national_number")
PERSONS = (("households_person", "id"), ("households_personevent", "pgh_id"))
MERGES = (("households_householdmerge", "id"), ("households_householdmergeevent", "pgh_id"))
BATCH = 1_000

Change = Callable[[str, str], str]


def encrypt_numbers(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is encrypted already stays as it is."""
    _everywhere(
        schema_editor, lambda text, name: text if text.startswith(PREFIX) else encrypt(text, f"person.{name}")
    )


def decrypt_numbers(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _everywhere(schema_editor, lambda text, name: decrypt(text, f"person.{name}"))


def _everywhere(schema_editor: BaseDatabaseSchemaEditor, change: Change) -> None:
    with schema_editor.connection.cursor() as cursor:
        for table, key in PERSONS:
            _quietly(cursor, table, lambda table=table, key=key: _persons(cursor, table, key, change))
        for table, key in MERGES:
            _quietly(cursor, table, lambda table=table, key=key: _merges(cursor, table, key, change))


def _quietly(cursor: CursorWrapper, table: str, work: Callable[[], None]) -> None:
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    work()
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _persons(cursor: CursorWrapper, table: str, key: str, change: Change) -> None:
    last = 0
    first, second = COLUMNS
    while True:
        cursor.execute(
            f"SELECT {key}, {first}, {second} FROM {table} WHERE {key} > %s AND ({first} <> '' OR {second} <> '')"  # noqa: S608
            f" ORDER BY {key} LIMIT {BATCH}",
            [last],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        cursor.executemany(
            f"UPDATE {table} SET {first} = %s, {second} = %s WHERE {key} = %s",  # noqa: S608
            [
                [*(text and change(text, name) for text, name in zip(texts, COLUMNS, strict=True)), number]
                for number, *texts in rows
            ],
        )
        last = rows[-1][0]


def _merges(cursor: CursorWrapper, table: str, key: str, change: Change) -> None:
    """A merge keeps the numbers that it filled in, to take the two apart again."""
    cursor.execute(f"SELECT {key}, changes FROM {table} WHERE changes -> 'filled' IS NOT NULL")  # noqa: S608
    for number, written in cursor.fetchall():
        changes = json.loads(written) if isinstance(written, str) else written
        for row in changes["filled"]:
            fields = row["fields"]
            fields.update({name: change(fields[name], name) for name in COLUMNS if fields.get(name)})
        cursor.execute(
            f"UPDATE {table} SET changes = %s::jsonb WHERE {key} = %s",  # noqa: S608
            [json.dumps(changes), number],
        )
