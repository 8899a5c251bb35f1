"""The floor: 25 rows of the register as text, with nothing between gunicorn and psycopg."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from psycopg_pool import ConnectionPool

ROWS = """
SELECT site.id, site.name, site.street, site.house_number, site.postal_code, town.name
FROM housing_site site JOIN municipalities_municipality town ON town.id = site.municipality_id
ORDER BY site.id LIMIT 25
"""
_pools: dict[int, ConnectionPool[Any]] = {}  # one per process, made after the fork


def application(
    environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]
) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/livez":
        body = b"ok"
    else:
        with _pool().connection() as connection:
            rows = connection.execute(ROWS).fetchall()
        lines = ("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
        body = f"<!doctype html><title>Locaties</title><table>{''.join(lines)}</table>".encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def _pool() -> ConnectionPool[Any]:
    pid = os.getpid()
    if pid not in _pools:
        pool: ConnectionPool[Any] = ConnectionPool(
            os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1),
            min_size=4,
            max_size=8,
            kwargs={"autocommit": True},
            open=True,
        )
        _pools.setdefault(pid, pool)
    return _pools[pid]
