"""What every session in PostgreSQL begins with: said by each process itself, or by PgBouncer where that is between.

In transaction mode PgBouncer gives each transaction another session, and refuses the words that a process would begin
its own with. Then `connect_query` of config/production/pgbouncer.ini says the same, once per session.
"""

from collections.abc import Mapping

# Of the web; workers and migrations have others. In settings each is a variable of its own, in capitals.
TIMEOUTS = {"statement_timeout": "10s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s"}
OTHERS = {
    # django-pgtrigger asks for this in every trigger. Not set, it catches an error for each row, and each costs more
    # than the one before (audit/migrations/0002_history_without_context.py says why).
    "pgtrigger.ignore": "{}",
    # Many share the processors of PostgreSQL: parallel workers make one answer a bit sooner and all others later, and
    # their plans read whole tables where an index would do.
    "max_parallel_workers_per_gather": "0",
    # Data lies on flash, most of it in memory: a page here and there costs hardly more than pages in a row. PostgreSQL
    # supposes a turning disk (4), and then reads a table of a million rows rather than three thousand of them by index.
    "random_page_cost": "1.1",
}


def as_options(timeouts: Mapping[str, str]) -> str:
    """For the `options` of a connection."""
    return " ".join(f"-c {name}={value}" for name, value in {**timeouts, **OTHERS}.items())


def as_query(timeouts: Mapping[str, str]) -> str:
    """For the `connect_query` of PgBouncer."""
    return "; ".join(f"SET {name} = '{value}'" for name, value in {**timeouts, **OTHERS}.items())
