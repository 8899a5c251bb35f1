"""Many more rows of everything, whatever the models are: every row of a small world copied, next to the first.

A copy keeps what it points at, so that the lists of one household, one site or one organisation grow, and changes only
what may not be there twice: a text gets a number, a day or number moves on, and where only other things make it
different (one reading per guide and hat), the copy is about a copy of one of them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeField
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, UniqueConstraint

# Rows that are no part of what pages list, or of which the number is fixed by the law or by our code.
NOT_COPIED = {
    "admin.LogEntry", "auth.Permission", "contenttypes.ContentType", "sessions.Session", "usersessions.UserSession",
    "account.EmailAddress",
}  # fmt: skip
# Who has more than one hat wears the first: only colleagues are copied.
ONLY_BY = {"accounts.Membership": ["user"]}
MOST_ROWS = 100  # a table with more is reference data, long already
FIRST_KEY = 1_000_000_000


def copied_models() -> list[type[models.Model]]:
    """Each model after those that it points at."""
    waiting = [
        model
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and model._meta.label not in NOT_COPIED
    ]
    ordered: list[type[models.Model]] = []
    while waiting:
        free = [model for model in waiting if not points_at(model) & (set(waiting) - {model})] or waiting[:1]
        ordered += free
        waiting = [model for model in waiting if model not in free]
    return ordered


def points_at(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.related_model for field in model._meta.local_concrete_fields if field.is_relation}


class Copies:
    """What was copied: per model, of which key came which keys."""

    def __init__(self) -> None:
        self.made: dict[type[models.Model], dict[Any, dict[int, Any]]] = {}
        self.sources: dict[type[models.Model], list[dict[str, Any]]] = {}
        for model in copied_models():
            fields = [field.attname for field in model._meta.local_concrete_fields if not field.generated]
            rows = model._base_manager.order_by("pk").values(*fields)[: MOST_ROWS + 1]
            self.sources[model] = list(rows) if 0 < len(rows) <= MOST_ROWS else []
            self.made[model] = {}

    def make(self, numbers: range) -> None:
        """A copy of every row for each of these numbers."""
        with transaction.atomic(), connection.cursor() as cursor:
            # Triggers and foreign keys look at what verbs write; copies of what they wrote are as good.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model, rows in self.sources.items():
                for way, varied in enumerate(ways_to_differ(model)):
                    self.copy(model, rows, numbers, varied, way)
            cursor.execute("SET LOCAL session_replication_role = origin")

    def copy(
        self,
        model: type[models.Model],
        rows: list[dict[str, Any]],
        numbers: range,
        varied: set[str],
        way: int,
    ) -> None:
        """Copies of all rows that differ in these columns; what the table refuses is not there."""
        key = model._meta.pk.attname
        wanted = {
            (row[key], n): {
                field.attname: self.other(field, row[field.attname], n, way)
                if field.attname in varied or field.primary_key
                else row[field.attname]
                for field in model._meta.local_concrete_fields
                if field.attname in row
            }
            for row in rows
            for n in numbers
        }
        insert(model, list(wanted.values()))
        there = set(
            model._base_manager.filter(pk__in=[row[key] for row in wanted.values()]).values_list(
                "pk", flat=True
            )
        )
        for (source, n), row in wanted.items():
            if row[key] in there:
                self.made[model].setdefault(source, {})[n] = row[key]

    def other(self, field: models.Field, value: Any, n: int, way: int) -> Any:
        """A value that no other copy has."""
        if field.is_relation:
            return self.other_thing(field, value, n)
        match value:
            case None | bool():
                return value
            case int() if field.primary_key:
                return FIRST_KEY + value * 1000 + n * 5 + way
            case UUID():
                return uuid4()
            case int():
                return value + n
            case date():
                return value - timedelta(weeks=n)
            case str():
                return value[: (field.max_length or 1000) - 4] + f"{n:04d}"
        return value

    def other_thing(self, field: models.ForeignKey, value: Any, n: int) -> Any:
        if value is None:
            return None
        copies = self.made.get(field.related_model, {})
        return copies.get(value, {}).get(n, value)


def ways_to_differ(model: type[models.Model]) -> list[set[str]]:
    """Sets of columns; changing those of one set makes a row that may stand beside the first."""
    if only := ONLY_BY.get(model._meta.label):
        return [{model._meta.get_field(name).attname for name in only}]
    easy: set[str] = set()
    hard: list[list[str]] = []
    for columns in uniques(model):
        own = [field for field in columns if not field.is_relation and not field.choices]
        if own:
            easy.add(own[-1].attname)
        elif things := [field.attname for field in columns if field.is_relation]:
            hard.append(things)
    if not hard:
        return [easy]
    firsts = list(dict.fromkeys(name for names in hard for name in names))
    return [easy | {name} | {names[0] for names in hard if name not in names} for name in firsts]


def uniques(model: type[models.Model]) -> Iterator[list[models.Field]]:
    """The columns of each promise that there is only one."""
    field = model._meta.get_field
    yield from ([one] for one in model._meta.local_concrete_fields if one.unique and not one.primary_key)
    yield from ([field(name) for name in names] for names in model._meta.unique_together)
    for constraint in model._meta.constraints:
        match constraint:
            case UniqueConstraint():
                yield [field(name) for name in constraint.fields or named(constraint.expressions)]
            case ExclusionConstraint():
                names = named(expression for expression, _ in constraint.expressions)
                yield [one for one in map(field, names) if not isinstance(one, RangeField)]


def named(expressions: Any) -> Iterator[str]:
    for expression in expressions:
        match expression:
            case str():
                yield expression
            case F():
                yield expression.name
            case _:
                yield from named(expression.get_source_expressions())


def insert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """All at once; where a check refuses one, row by row, without those that it refuses."""
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([model(**row) for row in rows], ignore_conflicts=True)
    except IntegrityError:
        for row in rows:
            try:
                with transaction.atomic():
                    model._base_manager.bulk_create([model(**row)], ignore_conflicts=True)
            except IntegrityError:
                continue
