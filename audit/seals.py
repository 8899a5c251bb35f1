"""Sealing the trail day by day, and looking whether it is still what was sealed (docs/adr/0018)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from audit.digests import CHAIN, DAY_IN_TRANSACTION, LOCKS, digest_of
from audit.models import AuditEvent, DaySeal

ONE_DAY = timedelta(days=1)
MARK = 16  # hexadecimal digits of a row's digest that a seal repeats
EVENTS = AuditEvent._meta.db_table


@dataclass(frozen=True)
class Row:
    """One event as it stands in the database: what its digest says, and what it should say."""

    number: int
    kept: str
    computed: str


class Stood:
    """The rows of one day, taken in by number: how many, which, and one digest over all."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.marks = bytearray()
        self._all = hashlib.sha256()

    def take(self, row: Row) -> None:
        self.numbers.append(row.number)
        self.marks += bytes.fromhex(row.computed[:MARK])
        self._all.update(bytes.fromhex(row.computed))

    def chained(self, day: date, previous: str) -> str:
        """The digest of the seal: of this day's rows and of the chain until the day before."""
        text = f"{previous}|{day:%Y-%m-%d}|{len(self.numbers)}|{self._all.hexdigest()}"
        return hashlib.sha256(text.encode()).hexdigest()


def rows_of(day: date) -> Iterator[Row]:
    """The events that count on that day, by number, with their digest computed anew; one query, in constant memory."""
    sql = (
        f"SELECT row.id, row.digest, {digest_of('row')} FROM {EVENTS} row"  # noqa: S608 - no word of it is from outside
        " WHERE row.recorded_on = %s ORDER BY row.id"
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, [day])
        for number, kept, computed in cursor:
            yield Row(number, kept, computed)


def today() -> date:
    """The day by the clock of the database, which also dates the events."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date")
        return cursor.fetchone()[0]


def seal_days(*, until: date | None = None) -> int:
    """Seal every day that is over (or until `until`), oldest first, days without events too; returns how many.

    A day in which somebody is still writing is left for the next time, with those after it.
    """
    last = until or today() - ONE_DAY
    sealed = 0
    while (day := next_day()) is not None and day <= last and seal(day):
        sealed += 1
    return sealed


def next_day() -> date | None:
    """The day after the last seal; before the first, the first day with an event; None when there is none."""
    seal = DaySeal.objects.order_by("day").last()
    if seal is not None:
        return seal.day + ONE_DAY
    return AuditEvent.objects.order_by("recorded_on").values_list("recorded_on", flat=True).first()


@transaction.atomic
def seal(day: date) -> bool:
    """Seal one day; False when somebody else is sealing, or a transaction that wrote on that day is not over yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s) AND pg_try_advisory_xact_lock(%s, %s - date '2000-01-01')",
            [LOCKS, CHAIN, LOCKS, day],
        )
        if not cursor.fetchone()[0]:
            return False
    if next_day() != day:
        return False  # another worker was first
    stood = Stood()
    for row in rows_of(day):
        stood.take(row)
    previous = DaySeal.objects.filter(day=day - ONE_DAY).values_list("digest", flat=True).first() or ""
    DaySeal.objects.create(
        day=day,
        events=len(stood.numbers),
        previous=previous,
        digest=stood.chained(day, previous),
        numbers=stood.numbers,
        marks=bytes(stood.marks),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true)", [DAY_IN_TRANSACTION])
    return True
