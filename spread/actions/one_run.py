"""The lock that keeps runs over the figures apart."""

from django.db import connection

# One run at a time in the whole portal; the number only has to differ from other advisory locks.
RUN_LOCK = 0x5B2EAD


def one_run_at_a_time() -> None:
    """Waits for the run before this one; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        # A run waits for the one before it, longer than a web request may wait for a lock.
        cursor.execute(
            "SELECT set_config('lock_timeout', '30s', true), set_config('statement_timeout', '45s', true)"
        )
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RUN_LOCK])
