"""How many messages wait at the broker."""

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

QUEUES = ("celery", "plans")


def waiting() -> dict[str, float] | None:
    """Queue -> messages; None when the broker does not answer within a second."""
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as server:
            return {queue: float(server.llen(f"{prefix}{queue}")) for queue in QUEUES}
    except (RedisError, OSError):
        return None
