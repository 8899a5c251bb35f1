"""What the migrations since the last release say to PostgreSQL, about tables that have rows by then.

`./run check` gives these statements to squawk (config.local.schema_changes). A table that the same release makes is
empty and nobody uses it yet: what is said about it is left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunPython, RunSQL
from django.db.migrations.state import ProjectState

from audit.together import Together
from operations.upgrades.paper import ALIAS, Paper
from operations.upgrades.released import Key

NAME = r'(?:"?\w+"?\.)?"?(\w+)"?'
MAKES_TABLE = re.compile(rf"CREATE TABLE (?:IF NOT EXISTS )?{NAME}", re.IGNORECASE)
MAKES_INDEX = re.compile(
    rf"CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?{NAME} ON {NAME}", re.IGNORECASE
)
ABOUT_TABLE = re.compile(rf"(?:ALTER|DROP) TABLE (?:IF EXISTS |ONLY )*{NAME}", re.IGNORECASE)
ABOUT_INDEX = re.compile(rf"(?:ALTER|DROP) INDEX (?:CONCURRENTLY )?(?:IF EXISTS )?{NAME}", re.IGNORECASE)
# Rules that one migration may break, each with the reason why nobody waits for it: {"rule": "reason"}.
WAIVER = "NO_WAITING_BECAUSE"


class Written(NamedTuple):
    """One new migration: its statements, whether they are one transaction, and which rules it may break, and why."""

    app: str
    name: str
    atomic: bool
    statements: list[str]
    waived: dict[str, str]
    rows_beside_tables: bool


def written(loader: MigrationLoader, released: Sequence[Key], new: Sequence[Key]) -> Iterator[Written]:
    """Every new migration with its statements, without a database."""
    paper = Paper(connections["default"].settings_dict, alias=ALIAS)
    connections[ALIAS] = paper
    try:
        state = ProjectState(real_apps=loader.unmigrated_apps)
        for key in released:
            state = loader.graph.nodes[key].mutate_state(state, preserve=False)
        tables: set[str] = set()
        indexes: set[str] = set()
        for key in new:
            migration = loader.graph.nodes[key]
            with paper.schema_editor(collect_sql=True, atomic=False) as editor:
                state = migration.apply(state, editor, collect_sql=True)
            yield Written(
                *key,
                atomic=migration.atomic,
                statements=list(_about_old_tables(editor.collected_sql, tables, indexes)),
                waived=getattr(migration, WAIVER, {}),
                rows_beside_tables=migration.atomic and _changes_rows_and_tables(migration),
            )
    finally:
        del connections[ALIAS]


def _about_old_tables(statements: Sequence[str], tables: set[str], indexes: set[str]) -> Iterator[str]:
    """The statements about tables of before; `tables` and `indexes` take in what this release makes."""
    for statement in statements:
        if statement.lstrip().startswith("--"):
            continue
        if made := MAKES_TABLE.match(statement):
            tables.add(made[1])
        elif (made := MAKES_INDEX.match(statement)) and made[2] in tables:
            indexes.add(made[1])
        else:
            about, within = ABOUT_TABLE.match(statement), ABOUT_INDEX.match(statement)
            if not (about and about[1] in tables) and not (within and within[1] in indexes):
                yield statement


def _changes_rows_and_tables(migration: Migration) -> bool:
    """Whether one transaction holds the lock of a changed table while it goes through rows."""
    operations = list(_flat(migration.operations))
    by_row = [operation for operation in operations if isinstance(operation, RunPython)]
    return bool(by_row) and any(
        operation.reduces_to_sql and not isinstance(operation, RunSQL) for operation in operations
    )


def _flat(operations: Sequence[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, Together):
            yield from _flat(operation.operations)
        else:
            yield operation
