"""The rows after or before one row of a list, in the order of that list, whatever lies before it.

The order is that of the query itself, with directions, columns of other tables, expressions and empty values; the place
in it is told by the number of a row, not by what is in the row: an address that somebody keeps or mails then says
nothing of anybody, and there is nothing to forge but a number, which is looked up among the rows that one sees anyway.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Expression, F, FloatField, IntegerField, Model, OrderBy, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable

Rows = QuerySet[Any]


class Key(NamedTuple):
    """One part of an order. PostgreSQL itself puts empty values last going up, and first going down."""

    of: Any  # an expression, or F of a path
    falls: bool
    nulls_first: bool

    def ordering(self, *, turned: bool) -> OrderBy:
        falls, first = self.falls ^ turned, self.nulls_first ^ turned
        unusual = None if first == falls else True
        return OrderBy(
            self.of,
            descending=falls,
            nulls_first=unusual if first else None,
            nulls_last=None if first else unusual,
        )


class Order(NamedTuple):
    """The order of `rows`, which decides between any two of them: the primary key is in it. Key n is called `key<n>`
    in the query."""

    rows: Rows
    keys: tuple[Key, ...]

    def after(self, pk: int) -> Rows | None:
        """What comes after the row with that number; None when it is not (any more) among the rows."""
        return self._past(pk, turned=False)

    def before(self, pk: int) -> Rows | None:
        """What comes before it, the nearest first."""
        return self._past(pk, turned=True)

    def from_the_end(self) -> Rows:
        return self.rows.order_by(*(key.ordering(turned=True) for key in self.keys))

    def _past(self, pk: int, *, turned: bool) -> Rows | None:
        names = [f"key{place}" for place in range(len(self.keys))]
        there = self.rows.filter(pk=pk).order_by().prefetch_related(None)
        values = list(there.values_list(*(F(name) for name in names))[:1])
        if not values:
            return None
        parts = [
            Part(name, value, key.falls ^ turned, key.nulls_first ^ turned, may_be_empty(self.rows, name))
            for name, key, value in zip(names, self.keys, values[0], strict=True)
        ]
        return (self.from_the_end() if turned else self.rows).filter(past(parts))


class Part(NamedTuple):
    """A key, as it is called in the query, and what the row has there from which one goes on."""

    name: str
    value: Any
    falls: bool
    nulls_first: bool
    may_be_empty: bool

    def beyond(self) -> Q | None:
        """Of another value, that comes later; None when there is no later one."""
        if self.value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.nulls_first else None
        found = Q(**{f"{self.name}__{'lt' if self.falls else 'gt'}": self.value})
        return self._or_empty(found)

    def same(self) -> Q:
        return Q(**({f"{self.name}__isnull": True} if self.value is None else {self.name: self.value}))

    def not_before(self) -> Q:
        """Follows from the rest; only with it PostgreSQL begins in the index where that row is, and not at its head."""
        if self.value is None:
            return Q() if self.nulls_first else self.same()
        return self._or_empty(Q(**{f"{self.name}__{'lte' if self.falls else 'gte'}": self.value}))

    def _or_empty(self, found: Q) -> Q:
        if self.may_be_empty and not self.nulls_first:
            return found | Q(**{f"{self.name}__isnull": True})
        return found


def past(parts: Sequence[Part]) -> Q:
    """(a, b, c) after (x, y, z): a after x, or a is x and (b, c) after (y, z)."""
    later: Q | None = None
    for part in reversed(parts):
        beyond, same = part.beyond(), None if later is None else part.same() & later
        later = beyond | same if beyond is not None and same is not None else beyond or same
    return Q(pk__in=[]) if later is None else parts[0].not_before() & later


def order_of(rows: Any) -> Order | None:
    """The order of these rows when one can go on from a row in it; None for what is no query of models, for an order in
    which two rows may have the same place, and for one by numbers that Python reads rounded."""
    if not isinstance(rows, QuerySet) or rows._iterable_class is not ModelIterable:
        return None
    query, model = rows.query, rows.model
    if query.combinator or query.is_sliced or query.distinct_fields or query.extra_order_by:
        return None
    asked = query.order_by or (model._meta.ordering if query.default_ordering else ())
    keys = tuple(key for term in asked if (key := key_of(term, rows)) is not None)
    if len(keys) < len(asked) or not any(is_primary(key, model) for key in keys):
        return None
    named = rows.alias(**{f"key{place}": key.of for place, key in enumerate(keys)})
    exact = all(is_exact(named.query.annotations[f"key{place}"]) for place in range(len(keys)))
    return Order(named, keys) if exact else None


def is_exact(expression: Any) -> bool:
    """A column of numbers comes back as it stands there; what is reckoned may be rounded on the way (`real`)."""
    return isinstance(expression, Col) or not isinstance(expression.output_field, FloatField)


def key_of(term: Any, rows: Rows) -> Key | None:
    if isinstance(term, str):
        falls, name = term.startswith("-"), term.removeprefix("-")
        return Key(F(name), falls, falls) if is_column(name, rows) else None
    if not isinstance(term, OrderBy):
        return Key(term, False, False)
    falls = term.descending
    return Key(term.expression, falls, bool(term.nulls_first) or (falls and not term.nulls_last))


def is_column(name: str, rows: Rows) -> bool:
    """Whether it names a column or something counted: "?" is chance, and a relation stands for its own order."""
    if name == "pk" or name in rows.query.annotations:
        return True
    path = name.split("__")
    if name == "?":
        return False
    _, field, _, rest = rows.query.names_to_path(path, rows.model._meta)
    return bool(rest) or not field.is_relation or path[-1] == field.attname


def is_primary(key: Key, model: type[Model]) -> bool:
    """A number of the row itself: that is what stands in an address."""
    pk = model._meta.pk
    return getattr(key.of, "name", "") in ("pk", pk.name) and isinstance(pk, IntegerField)


def may_be_empty(rows: Rows, name: str) -> bool:
    """Asking whether a column that is never empty is empty keeps PostgreSQL from its index."""
    column: Expression | Any = rows.query.annotations[name]
    if not isinstance(column, Col) or column.target.null:
        return True
    return bool(getattr(rows.query.alias_map[column.alias], "nullable", False))
