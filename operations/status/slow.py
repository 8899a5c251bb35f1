"""Queries that take long, in our own log with the number of the request: that of PostgreSQL would hold values."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)
MOST = 1_000  # signs of a query


def note_slow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every query (`connection.execute_wrappers`). `sql` has %s where values go; they are never written."""
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = perf_counter() - begun
        if seconds * 1000 >= settings.SLOW_QUERY_MILLISECONDS:
            logger.warning(
                "slow query", extra={"ms": round(seconds * 1000), "sql": " ".join(sql.split())[:MOST]}
            )


def watch(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """For `connection_created`: once per connection object, however often it connects. Below all others: what a page
    puts around its queries is taken off again from the top, and a connection may be made in the middle of it."""
    if note_slow not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, note_slow)
