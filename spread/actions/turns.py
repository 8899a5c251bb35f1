"""Runs that write figures take turns."""

from django.db import connection

# One run at a time in the whole portal; the number only has to differ from other advisory locks.
RUN_LOCK = 0x5B2EAD


def one_run_at_a_time(*, alone: bool = False) -> None:
    """Wait for the run before this one, until the end of the transaction, longer than a web request may wait.

    With `alone` PostgreSQL starts no helpers: for a few rows, starting them takes longer than the work.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', '30s', true), set_config('statement_timeout', '45s', true)"
            + (", set_config('max_parallel_workers_per_gather', '0', true)" if alone else "")
        )
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RUN_LOCK])
