"""Settings for whoever runs the portal: copies, the log, and what watches (docs/operations.md)."""

from typing import Any

import environ
from django_guid.integrations import CeleryIntegration

from config import logs


def upkeep(env: environ.Env) -> dict[str, Any]:
    """Settings of Django, by name."""
    return copies(env) | watching(env)


def copies(env: environ.Env) -> dict[str, Any]:
    return {
        # Where copies lie, for whom they are sealed (public keys of age), and what opens them: only restoring and
        # practising need that file.
        "BACKUP_FOLDER": env.str("BACKUP_FOLDER", default=""),
        "BACKUP_RECIPIENTS": env.list("BACKUP_RECIPIENTS", default=[]),
        "BACKUP_IDENTITY_FILE": env.str("BACKUP_IDENTITY_FILE", default=""),
        "ERASURE_LOG_FOLDER": env.str("ERASURE_LOG_FOLDER", default=""),  # empty: beside the copies
        # Where the log of PostgreSQL comes in; empty: no going back to a moment.
        "WAL_SPOOL": env.str("WAL_SPOOL", default=""),
        "BACKUP_DATABASE_URL": env.str(
            "BACKUP_DATABASE_URL", default=""
        ),  # the role that copies the server's files
        "BACKUP_HOUR": env.int("BACKUP_HOUR", default=1),
        "BACKUP_KEEP_DAYS": env.int("BACKUP_KEEP_DAYS", default=7),
        "BACKUP_KEEP_WEEKS": env.int("BACKUP_KEEP_WEEKS", default=5),
        "BACKUP_KEEP_MONTHS": env.int("BACKUP_KEEP_MONTHS", default=6),
        "BACKUP_KEEP_BASES": env.int(
            "BACKUP_KEEP_BASES", default=3
        ),  # nightly: so many days back to any moment
        "DRILL_WEEKDAY": env.int("DRILL_WEEKDAY", default=6),  # Monday is 0
        "DRILL_HOUR": env.int("DRILL_HOUR", default=4),
        "DRILL_FOLDER": env.str(
            "DRILL_FOLDER", default=""
        ),  # room for a whole copy, decrypted, during a drill
        "PG_BIN": env.str(
            "PG_BIN", default=""
        ),  # the folder of pg_dump and its neighbours; empty: on the path
    }


def watching(env: environ.Env) -> dict[str, Any]:
    return {
        # One line per event, without data of people (config.logs). LOG_FORMAT=line for who reads along on a screen.
        "LOGGING": logs.configuration(
            level=env.str("LOG_LEVEL", default="INFO"), form=env.str("LOG_FORMAT", default="json")
        ),
        # A file that beat, or a worker, touches while it lives, for the health check of its container.
        "BEAT_ALIVE": env.str("BEAT_ALIVE", default=""),
        "WORKER_ALIVE": env.str("WORKER_ALIVE", default=""),
        "SLOW_QUERY_MILLISECONDS": env.int("SLOW_QUERY_MILLISECONDS", default=1000),
        # One number per request: that of the proxy when it gives one, in log, answer and tasks that come of it.
        "DJANGO_GUID": {
            "GUID_HEADER_NAME": "X-Request-ID",
            "VALIDATE_GUID": True,
            "UUID_FORMAT": "hex",
            "RETURN_HEADER": True,
            "EXPOSE_HEADER": False,
            "INTEGRATIONS": [CeleryIntegration(use_django_logging=True)],
        },
        # Who may read /metrics and /toestand.json: with this token, or from these networks. Neither: nobody.
        "METRICS_TOKEN": env.str("METRICS_TOKEN", default=""),
        "METRICS_NETWORKS": env.list("METRICS_NETWORKS", default=[]),
        # Read by prometheus_client itself.
        "PROMETHEUS_MULTIPROC_DIR": env.str("PROMETHEUS_MULTIPROC_DIR", default=""),
        # Other thresholds for the page of the state: drill_age_seconds=1000000:2000000 (operations/status/lines.py).
        "STATE_THRESHOLDS": env.dict("STATE_THRESHOLDS", default={}),
    }
