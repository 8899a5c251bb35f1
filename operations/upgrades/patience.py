"""Trying again what could not have its lock at once.

Whoever waits for the lock of a whole table makes everybody who comes after him wait too, also to read. So a migration
waits a moment, gives way, and comes back later.
"""

import secrets
import time
from collections.abc import Callable

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable

CHANCE = secrets.SystemRandom()
LONGEST_PAUSE = 10.0  # seconds between two tries


def patiently(
    work: Callable[[], object],
    connection: BaseDatabaseWrapper,
    *,
    lock_timeout: str,
    tries: int,
    tell: Callable[[str], object],
    first_pause: float = 0.5,
) -> None:
    """Do `work` under a `lock_timeout` (as PostgreSQL writes it); when a lock was not free, again after a pause.

    Pauses double from `first_pause` seconds, with chance in them, to ten seconds. What `work` finished before stays:
    each migration is a transaction of its own. Raises the last OperationalError after `tries`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [lock_timeout])
    try:
        for tried in range(1, tries + 1):
            try:
                work()
                return
            except OperationalError as problem:
                if not isinstance(problem.__cause__, LockNotAvailable) or tried == tries:
                    raise
                pause = min(first_pause * 2 ** (tried - 1), LONGEST_PAUSE) * CHANCE.uniform(0.5, 1)
                tell(f"Een tabel is bezet. Poging {tried} van {tries}; opnieuw over {pause:.1f} s.")
                time.sleep(pause)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
