"""The tables of this database as PostgreSQL knows them: columns, keys, who points to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from django.db.backends.base.base import BaseDatabaseWrapper

# Not part of what was done here: where Django keeps which migrations ran (the version of the package says it), and who
# is signed in at this moment, under the keys of this server.
LEFT_OUT = frozenset({"django_migrations", "django_session", "usersessions_usersession"})


@dataclass(frozen=True)
class Column:
    name: str
    kind: str  # as PostgreSQL writes the type
    required: bool


@dataclass(frozen=True)
class Reference:
    columns: tuple[str, ...]
    table: str
    fields: tuple[str, ...]


@dataclass
class Table:
    """One table; generated columns are left out, because PostgreSQL computes them itself."""

    name: str
    columns: list[Column] = field(default_factory=list)
    generated: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    sequences: list[tuple[str, str]] = field(default_factory=list)  # column and the sequence that numbers it

    @property
    def written(self) -> str:
        """Its columns for a COPY."""
        return ", ".join(f'"{column.name}"' for column in self.columns)

    @property
    def in_order(self) -> str:
        """SQL of all rows, always in the same order."""
        order = ", ".join(f'"{name}"' for name in self.key) or f"{self.name}::text"
        return f'SELECT {self.written} FROM "{self.name}" ORDER BY {order}'  # noqa: S608 - names of our own tables


def tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """All tables that move, each after those that it points to; where tables point to each other, by name."""
    found = {table.name: table for table in _tables(connection)}
    points = {
        name: {
            reference.table
            for reference in table.references
            if reference.table != name and reference.table in found
        }
        for name, table in found.items()
    }
    return [found[name] for name in _ordered(points)]


def _ordered(points: dict[str, set[str]]) -> Sequence[str]:
    """By dependency. Of a circle an arrow is left out, until there is none: keys are checked at the end anyway."""
    points = {name: set(others) for name, others in sorted(points.items())}
    while True:
        try:
            return list(TopologicalSorter(points).static_order())
        except CycleError as problem:
            circle: list[str] = problem.args[1]
            points[circle[1]].discard(circle[0])


def _tables(connection: BaseDatabaseWrapper) -> list[Table]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND c.relnamespace = current_schema()::regnamespace AND c.relname <> ALL (%s) ORDER BY c.relname",
            [sorted(LEFT_OUT)],
        )
        found = {name: Table(name) for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> '',"
            " pg_get_serial_sequence(quote_ident(c.relname), a.attname)"
            " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname = ANY (%s)"
            " AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, a.attnum",
            [list(found)],
        )
        for table, name, kind, required, generated, sequence in cursor.fetchall():
            if generated:
                found[table].generated.append(name)
            else:
                found[table].columns.append(Column(name, kind, required))
            if sequence:
                found[table].sequences.append((name, sequence))
        cursor.execute(
            "SELECT c.relname, k.contype, coalesce(f.relname, ''),"
            " (SELECT array_agg(attname::text ORDER BY place) FROM unnest(k.conkey) WITH ORDINALITY u(number, place)"
            "  JOIN pg_attribute ON attrelid = k.conrelid AND attnum = number),"
            " (SELECT array_agg(attname::text ORDER BY place) FROM unnest(k.confkey) WITH ORDINALITY u(number, place)"
            "  JOIN pg_attribute ON attrelid = k.confrelid AND attnum = number)"
            " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid"
            " WHERE k.contype IN ('p', 'f') AND c.relname = ANY (%s) ORDER BY k.conname",
            [list(found)],
        )
        for table, kind, other, columns, fields in cursor.fetchall():
            if kind == "p":
                found[table].key = columns
            else:
                found[table].references.append(Reference(tuple(columns), other, tuple(fields)))
    return list(found.values())
