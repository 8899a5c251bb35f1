"""A database that is not there: it writes down what a migration would say to PostgreSQL, on a machine without one."""

from collections.abc import Iterator
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql

ALIAS = "paper"
# What production runs at least: some statements depend on it, and without a server nobody can be asked.
POSTGRESQL = 150000


class PaperOperations(DatabaseOperations):
    """Values are written into the statement; the usual way asks the server how."""

    def compose_sql(self, statement: str, params: Any) -> str:
        written = [
            sql.Literal(self.connection.ops.adapt_unknown_value(value)).as_string(None) for value in params
        ]
        return statement % tuple(written)


# The editor of this installation: django-pgtrigger has put its own in by the time that commands run.
class PaperEditor(DatabaseWrapper.SchemaEditorClass):  # type: ignore[misc, valid-type]
    """Names of constraints that only the server knows are given a name, so that the statement can be judged."""

    def _constraint_names(self, *args: Any, **options: Any) -> list[str]:
        return ["name_in_the_database"]


class NothingThere:
    """The answer of an empty database, to a migration that first asks what there is."""

    def __enter__(self) -> "NothingThere":
        return self

    def __exit__(self, *problem: object) -> None:
        """There is nothing to close."""

    def execute(self, statement: str, params: Any = None) -> None:
        """Nobody carries it out."""

    def fetchone(self) -> None:
        return None

    def fetchall(self) -> list[tuple[Any, ...]]:
        return []

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(())


class Paper(DatabaseWrapper):
    """Never connects; transactions begin and end without anything happening."""

    SchemaEditorClass = PaperEditor
    ops_class = PaperOperations
    pg_version = POSTGRESQL

    def ensure_connection(self) -> None:
        """There is nothing to connect to."""

    def cursor(self) -> NothingThere:  # type: ignore[override]
        return NothingThere()

    def get_autocommit(self) -> bool:
        return True

    def set_autocommit(
        self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False
    ) -> None:
        """There is nothing to begin."""

    def savepoint(self) -> None:
        return None

    def commit(self) -> None:
        """There is nothing to keep."""

    def rollback(self) -> None:
        """There is nothing to undo."""
