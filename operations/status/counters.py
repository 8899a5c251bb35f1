"""Counters of this process for Prometheus. Several web processes add theirs up through PROMETHEUS_MULTIPROC_DIR.

Labels are names of pages, limits and outcomes that stand in our code: never a person, organisation or municipality.
"""

import time
from typing import Any

from django.db import connection
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("portal_requests", "Beantwoorde verzoeken", ["view", "method", "status"])
# Where the targets are: a list in 60 ms, 100 ms for nineteen of twenty, 10 s at which a query is stopped.
DURATION = Histogram(
    "portal_request_seconds", "Seconden per verzoek", ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip
LIMITS = Counter("portal_limits_reached", "Keren dat een grens bereikt was", ["limit"])
SIGN_INS_FAILED = Counter("portal_sign_ins_failed", "Mislukte aanmeldingen", ["step"])
CACHE_AWAY = Counter("portal_cache_away", "Keren dat de cache niet antwoordde")
POOL = Gauge(
    "portal_database_connections", "Verbindingen van de webprocessen met de databank", ["state"],
    multiprocess_mode="livesum",
)  # fmt: skip
POOL_EVERY = 5.0  # seconds

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
FOUND = 302
SIGN_IN_STEPS = {
    "account_login": "adres", "account_request_login_code": "adres", "account_confirm_login_code": "code",
    "mfa_authenticate": "tweede stap", "acm_idm_callback": "ACM/IDM",
}  # fmt: skip
_pool_noted = 0.0


def observe(*, view: str, method: str, status: int, seconds: float) -> None:
    """One request. What no page answers counts under an empty name, so that a visitor makes no new series."""
    REQUESTS.labels(view=view, method=method if method in METHODS else "other", status=str(status)).inc()
    DURATION.labels(view=view).observe(seconds)
    count_failed_sign_in(view, method, status)
    note_pool()


def note_pool() -> None:
    """How many connections the pool of this process has, and how many requests wait for one; every few seconds."""
    global _pool_noted
    if time.monotonic() < _pool_noted + POOL_EVERY or not connection.settings_dict["OPTIONS"].get("pool"):
        return
    _pool_noted = time.monotonic()
    stats: dict[str, Any] = connection.pool.get_stats()  # type: ignore[attr-defined]
    POOL.labels(state="open").set(stats.get("pool_size", 0))
    POOL.labels(state="free").set(stats.get("pool_available", 0))
    POOL.labels(state="waiting").set(stats.get("requests_waiting", 0))


def count_failed_sign_in(view: str, method: str, status: int) -> None:
    """A step of signing in that does not lead on was refused: an address, a code, a second step or a token."""
    step = SIGN_IN_STEPS.get(view)
    if step and status != FOUND and (method == "POST" or view == "acm_idm_callback"):
        SIGN_INS_FAILED.labels(step=step).inc()
