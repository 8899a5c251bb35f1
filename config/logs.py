"""The log: one JSON object a line, of keys that are named here, and without data of people.

What our own code says is written as it says it (it names numbers, never names). Other packages write what they were
given, such as addresses of pages and what stood in a row: of their words only the sentence stays, of their arguments
only numbers. Of an exception its kind and where it came from stay, never its text: PostgreSQL puts values in it.
"""

import logging
import traceback
from collections.abc import Mapping
from time import gmtime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# Every key that a line may have. What is not here is left out, whoever adds it.
KEYS = (
    "time", "level", "logger", "message", "request_id", "task_id", "exception", "where", "view", "method", "status",
    "ms", "queries", "sql",
)  # fmt: skip
OURS = (
    "accounts", "audit", "config", "documents", "facility", "households", "housing", "matching", "municipalities",
    "notifications", "operations", "reporting", "spread", "vlot",
)  # fmt: skip
# Of arguments that come by name: those of Celery that name a task, not what it was given.
HARMLESS = {"name", "id", "description", "runtime"}
MASK = "…"


class Masked(str):
    """Stands for an argument that stays out of the log."""

    def __repr__(self) -> str:
        return MASK


class HouseFormatter(JsonFormatter):
    """JSON of the keys above, with what other packages say masked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={
                "asctime": "time",
                "levelname": "level",
                "name": "logger",
                "correlation_id": "request_id",
            },
            json_ensure_ascii=False,
        )
        self.converter = gmtime  # in UTC, with the zone: logs of several machines are laid beside each other
        self.default_time_format, self.default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in OURS:
            record = masked(record)
        return str(super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802  the word of logging
        kind, _, trace = ei
        return f"{kind.__name__} at {where(trace)}" if kind else ""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        if found := log_data.pop("exc_info", None):
            log_data["exception"], _, log_data["where"] = str(found).partition(" at ")
        return {key: log_data[key] for key in KEYS if log_data.get(key) not in (None, "")}


def where(trace: TracebackType | None) -> str:
    """The last places in the code that an exception passed, the deepest last: file, line and function only."""
    frames = traceback.extract_tb(trace)[-8:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames)


def masked(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of what another package says, without what it was given."""
    quiet = logging.makeLogRecord(record.__dict__)
    if record.name.startswith("django.security"):  # the sentence itself is what a visitor sent
        quiet.msg, quiet.args = f"refused: {record.name.rpartition('.')[2]}", ()
        return quiet
    quiet.msg = str(record.msg)
    quiet.args = _masked(record.args)
    try:
        quiet.getMessage()
    except (TypeError, ValueError, KeyError):  # a sentence that wants a number where we hide a word
        quiet.msg, quiet.args = quiet.msg.replace("%", "%%"), ()
    return quiet


def _masked(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: value if name in HARMLESS else _one(value) for name, value in args.items()}
    return tuple(_one(value) for value in args or ())


def _one(value: object) -> object:
    return value if isinstance(value, bool | int | float) else Masked(MASK)


def configuration(*, level: str, form: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`; `form` is json, or line for people who look at a screen."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "django_guid.log_filters.CorrelationId"}},
        "formatters": {
            "json": {"()": "config.logs.HouseFormatter"},
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["request_id"]},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Its lines for each request, and what a visitor put in the header.
            "django_guid": {"level": "ERROR"},
            # Refused and unknown pages: the line of the request says so with the name of the page.
            "django.request": {"level": "ERROR"},
            "celery.app.trace": {"level": "INFO"},
            **{
                name: {"handlers": ["console"], "level": level, "propagate": False}
                for name in ("django", "gunicorn.error")
            },
        },
    }
