"""The cache in Redis, and while Redis is away a small one in this process: a broker that dies costs nobody his page.

Counting goes on as well (`config.limits`, and allauth's own limits at signing in): each process then counts for
itself, so a limit becomes at most as many times wider as there are web processes. It never opens, and never shuts
everybody out.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import Redis
from redis.exceptions import RedisError

from operations.status.counters import CACHE_AWAY

logger = logging.getLogger(__name__)

# After a failure Redis is left alone for so long: one request in this time waits for a frozen server, not each.
REST_SECONDS = 10
MOST_ENTRIES = 20_000

_resting_until: dict[str, float] = {}  # per server, for all threads of this process


class HouseCache(RedisCache):
    """Django's cache in Redis that answers from this process while Redis does not."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = str(server)
        self._stand_in = LocMemCache(f"stand-in {server}", {"OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}})

    def _ask(self, name: str, *arguments: Any, **named: Any) -> Any:
        method: Callable[..., Any] = getattr(super(), name)
        if monotonic() >= _resting_until.get(self._server, 0):
            try:
                return method(*arguments, **named)
            except (RedisError, OSError) as problem:
                _resting_until[self._server] = monotonic() + REST_SECONDS
                CACHE_AWAY.inc()
                logger.warning("the cache is away (%s); this process keeps its own", type(problem).__name__)
        return getattr(self._stand_in, name)(*arguments, **named)

    # The operations that reach the server; all others of BaseCache are made of these.

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout, version)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("touch", key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return dict(self._ask("get_many", keys, version))

    def set_many(
        self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        return list(self._ask("set_many", data, timeout, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._ask("delete_many", keys, version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask("has_key", key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return int(self._ask("incr", key, delta, version))

    def clear(self) -> None:
        self._ask("clear")


def broker_answers() -> bool:
    """Whether Redis itself answers, within a second."""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as server:
            return bool(server.ping())
    except (RedisError, OSError):
        return False
