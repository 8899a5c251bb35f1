"""Everything that is encrypted gets the first keys: in the tables, in their history, and within JSON.

How far it is stands in the values themselves: it can be stopped and started again, and a second time changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pgtrigger
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.utils import CursorWrapper

from audit.encrypted_field import encrypted_fields
from audit.encryption import AT_REST, PREFIX, CannotDecrypt, encrypt_again, encryption_keys, first, index_keys

BATCH = 500


@dataclass(frozen=True)
class Place:
    """One column with values at rest: a field of its own, or JSON that has them somewhere in it."""

    model: type[models.Model]
    column: str
    json: bool = False

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)


@dataclass
class Outcome:
    """What was done in one place: how many rows were written, and which could not be, with why."""

    place: Place
    written: int = 0
    problems: list[str] = field(default_factory=list)


def places() -> list[Place]:
    """Every column in which values at rest stand; a history table has those of its model."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        found += [Place(model, column.column or "") for column in encrypted_fields(model)]
        tracked = getattr(model, "pgh_tracked_model", model)
        within = getattr(tracked, "ENCRYPTED_WITHIN", ())
        found += [Place(model, name, json=True) for name in sorted(within)]
    return found


def remaining(place: Place) -> int:
    """How many rows there are that do not have the first keys yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_to_do(place)}) AS rows")  # noqa: S608
        return cursor.fetchone()[0]


def rotate(place: Place, *, batch: int = BATCH) -> Outcome:
    """Write every value of this place with the first keys, a transaction for each batch."""
    outcome, last = Outcome(place), 0
    while True:
        last = _rotate_batch(place, outcome, last, batch)
        if not last:
            return outcome


def _rotate_batch(place: Place, outcome: Outcome, after: int, batch: int) -> int:
    """The last number of the batch; 0 when there was nothing left."""
    with transaction.atomic(), pgtrigger.ignore(*_history_of(place.model)), connection.cursor() as cursor:
        cursor.execute(
            f"{_to_do(place)} AND {place.key} > %s ORDER BY {place.key} LIMIT %s FOR UPDATE", [after, batch]
        )
        rows = cursor.fetchall()
        fresh: list[tuple[int, str]] = []
        for number, text in rows:
            try:
                fresh.append((number, again(text)))
            except CannotDecrypt as problem:
                outcome.problems.append(f"{place}, rij {number}: {problem}")
        if not _write(cursor, place, fresh):
            doubles = [row[0] for row in fresh if not _write(cursor, place, [row])]
            outcome.problems += [
                f"{place}, rij {number}: dit nummer staat al bij een andere rij." for number in doubles
            ]
            outcome.written -= len(doubles)
        outcome.written += len(fresh)
    return rows[-1][0] if rows else 0


def _write(cursor: CursorWrapper, place: Place, fresh: list[tuple[int, str]]) -> bool:
    """False when PostgreSQL refuses one of them, and then none is written."""
    cast = "::jsonb" if place.json else ""
    try:
        with transaction.atomic():
            cursor.execute(
                f"UPDATE {place.model._meta.db_table} SET {place.column} = fresh.value{cast}"  # noqa: S608
                " FROM unnest(%s::bigint[], %s::text[]) AS fresh(number, value)"
                f" WHERE {place.key} = fresh.number",
                [[number for number, _ in fresh], [value for _, value in fresh]],
            )
    except IntegrityError:
        return False
    return True


def again(text: str) -> str:
    """The same text in which every value at rest has the first keys. Raises CannotDecrypt."""
    return AT_REST.sub(lambda found: encrypt_again(found.group()), text)


def _to_do(place: Place) -> str:
    """SQL for the rows with a value at rest that has other keys; no word of it comes from outside."""
    old = f"{PREFIX}(?![a-z_.]+:{first(encryption_keys()).name}:{first(index_keys()).name}:)"
    column = f"{place.column}::text" if place.json else place.column
    return (
        f"SELECT {place.key}, {column} FROM {place.model._meta.db_table}"  # noqa: S608
        f" WHERE {column} ~ '{old}'"
    )


def _history_of(model: type[models.Model]) -> Iterator[str]:
    """The triggers that would write history of a change that nobody made."""
    for trigger in getattr(model._meta, "triggers", ()):
        if trigger.operation == pgtrigger.Update:
            yield f"{model._meta.label}:{trigger.name}"
