"""Takes the people out of one database, in one transaction: it is done whole, or not at all."""

import hashlib
import hmac
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from audit.encryption import encrypt_with
from audit.keys import Key, read_keys, written
from config.scrubbing.columns import EMPTIED, ONLY_WHERE, Column, columns
from config.scrubbing.words import FUNCTIONS, MADE_UP, NUMBERS

# Tables without a model. The vocabulary of the search is learned anew (housing/migrations/_words.py).
VOCABULARY = "housing_search_word"
LEARNED_FROM = {
    "housing_offer": "title || ' ' || street",
    "housing_site": "name || ' ' || street",
    "accounts_organisation": "name",
    "municipalities_municipality": "name",
    "municipalities_postalcode": "place",
}
TABLES_WITHOUT_MODEL = {VOCABULARY, "django_migrations"}


class Keys(NamedTuple):
    """The keys of the copy, as its environment has to bring them."""

    to_encrypt: str
    to_find: str


def keys_of(seed: str) -> Keys:
    """The keys that belong to a seed: the copy knows those of the portal itself no more."""
    return Keys(
        *(
            written(hmac.new(seed.encode(), what, hashlib.sha256).digest())
            for what in (b"encryption", b"index")
        )
    )


def unknown_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables of which nobody says what is in them."""
    known = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    } | TABLES_WITHOUT_MODEL
    with connection.cursor() as cursor:
        return sorted(set(connection.introspection.table_names(cursor)) - known)


def scrub(connection: BaseDatabaseWrapper, *, seed: str) -> Keys:
    """Everything that is about people or was typed by them is replaced; the trail, sessions and second factors go.

    The same seed gives the same names. Needs the owner of the tables, because nobody may write in the trail.
    """
    keys = keys_of(seed)
    changing = [column for column in columns() if column.kind]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('scrub.seed', %s, true)", [seed])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FUNCTIONS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
        _remember_codes(cursor)
        _number_companies(cursor, [column for column in changing if column.kind == "kbo"])
        tables = sorted({column.model._meta.db_table for column in changing})
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(sorted(_table(label) for label in EMPTIED))}")
        for table, of_table in groupby(changing, key=lambda column: column.model._meta.db_table):
            changes = list(_changes(of_table))
            if changes:
                cursor.execute(f"UPDATE {table} SET {', '.join(changes)}")  # noqa: S608 - of our own words only
        _renumber(cursor, [column for column in changing if column.kind == "number"], keys)
        cursor.execute(f"TRUNCATE {VOCABULARY}")
        for table, words in LEARNED_FROM.items():
            cursor.execute(f"SELECT learn_words(string_agg({words}, ' ')) FROM {table}")  # noqa: S608
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("DROP TABLE pg_temp.scrub_code, pg_temp.scrub_kbo, pg_temp.scrub_number")
    return keys


def _table(label: str) -> str:
    return apps.get_model(label)._meta.db_table


def _changes(of_table: Iterator[Column]) -> Iterator[str]:
    """The assignments of one UPDATE. What is empty stays empty, so that constraints on what belongs together hold."""
    for column in of_table:
        if column.kind == "number" or column.kind is None:
            continue
        name = f'"{column.field.column}"'
        made_up = MADE_UP[column.kind](name)
        if column.kind not in ("json", "bytes", "array", "date"):
            if column.field.max_length:
                made_up = f"left({made_up}, {column.field.max_length})"
            made_up = f"CASE WHEN {name} = '' THEN '' ELSE {made_up} END"
        where = ONLY_WHERE.get(column.declared, "true")
        yield f"{name} = CASE WHEN {name} IS NOT NULL AND {where} THEN {made_up} ELSE {name} END"


def _remember_codes(cursor: CursorWrapper) -> None:
    """Every code of every choice: within JSON they stay, because pages look things up by them."""
    codes = {
        str(code)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        for code, _ in field.flatchoices or ()
        if code
    }
    cursor.execute("INSERT INTO pg_temp.scrub_code SELECT unnest(%s::text[])", [sorted(codes)])


def _number_companies(cursor: CursorWrapper, of_companies: list[Column]) -> None:
    """Each company gets a number that no other has, the same wherever it stands. 099 is given to nobody; what begins
    with it was made up before."""
    every = " UNION ".join(
        f'SELECT "{column.field.column}" AS old FROM {column.model._meta.db_table}'  # noqa: S608
        for column in of_companies
    )
    cursor.execute(
        f"WITH every AS ({every}) INSERT INTO pg_temp.scrub_kbo"  # noqa: S608
        " SELECT old, row_number() OVER (ORDER BY pg_temp.digits('kbo', old))"
        " + coalesce((SELECT max(substr(old, 4, 5)::int) FROM every WHERE old LIKE '099%'), 0)"
        " FROM every WHERE old <> ''"
    )


def _renumber(cursor: CursorWrapper, encrypted: list[Column], keys: Keys) -> None:
    """Encrypted numbers are not opened: by their index one sees which are the same, and they get a number that cannot
    exist, under the keys of the copy."""
    (key,) = read_keys("FIELD_ENCRYPTION_KEYS", [keys.to_encrypt]).values()
    (index_key,) = read_keys("FIELD_INDEX_KEYS", [keys.to_find]).values()
    for purpose, form in NUMBERS.items():
        places = [column for column in encrypted if column.field.purpose == purpose]
        every = " UNION ".join(
            f"SELECT split_part({column.field.column}, ':', 5) AS old FROM {column.model._meta.db_table}"  # noqa: S608
            for column in places
        )
        cursor.execute(
            f"SELECT old FROM ({every}) every WHERE old <> '' ORDER BY pg_temp.digits('number', old)"  # noqa: S608
        )
        rows = _numbered([old for (old,) in cursor.fetchall()], purpose, form, key, index_key)
        cursor.executemany("INSERT INTO pg_temp.scrub_number VALUES (%s, %s)", rows)
        for column in places:
            table, name, number = (
                column.model._meta.db_table,
                column.field.column,
                column.model._meta.pk.column,
            )
            cursor.execute(
                f"CREATE TEMPORARY TABLE scrub_had AS SELECT {number} AS number, split_part({name}, ':', 5) AS old"  # noqa: S608
                f" FROM {table} WHERE {name} <> ''"
            )
            cursor.execute(f"UPDATE {table} SET {name} = '' WHERE {name} <> ''")  # noqa: S608 - so that none is there twice
            cursor.execute(
                f"UPDATE {table} SET {name} = new FROM pg_temp.scrub_had JOIN pg_temp.scrub_number USING (old)"  # noqa: S608
                f" WHERE {table}.{number} = scrub_had.number"
            )
            cursor.execute("DROP TABLE pg_temp.scrub_had")


def _numbered(indexes: list[str], purpose: str, form: str, key: Key, index_key: Key) -> list[tuple[str, str]]:
    return [
        (old, encrypt_with(form.format(number), purpose, key=key, index_key=index_key))
        for number, old in enumerate(indexes, start=1)
    ]
