"""Copies are made and read by many at once (the keeper, `backup` and `restore_drill` by hand); who clears is alone.

What a copy that is being made has put in the store already, nobody names yet: cleared meanwhile, that copy would lose
its documents. The locks belong to the session, straight on PostgreSQL, so a process that dies holds nobody up.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LOCK = 7_203_915  # of the folder of copies; any number that nothing else in the portal uses


@contextmanager
def in_use() -> Iterator[None]:
    """While copies are made or read. Waits as long as it takes for who is clearing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [LOCK])


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody makes or reads copies now; when so, nobody begins until this ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
