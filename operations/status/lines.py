"""The state of the installation as lines that say whether they are all right, and where to read what to do."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, NamedTuple

from django.conf import settings

from operations.status.measures import Value

Level = Literal["ok", "warn", "fail"]
WORDS: dict[Level, str] = {"ok": "in orde", "warn": "let op", "fail": "fout"}
TONES: dict[Level, str] = {"ok": "done", "warn": "warning", "fail": "refused"}
ORDER: dict[Level, int] = {"ok": 0, "warn": 1, "fail": 2}


class Line(NamedTuple):
    """One thing to watch. `warn` and `fail` are thresholds in the unit of `measure`; `low`: a low number is the bad
    one. `unknown` is what it means when there is no number."""

    measure: str
    label: str
    group: str
    unit: Literal["seconds", "days", "number", "bytes", "percent", "yes"]
    warn: float
    fail: float
    runbook: str
    low: bool = False
    unknown: Level = "warn"


MINUTE, HOUR, DAY, MEGABYTE = 60, 3600, 24 * 3600, 1024 * 1024
MAIL, WORK, HEARTS, COPIES, DATA, MACHINE = (
    "Berichten", "Werk dat wacht", "Processen", "Reservekopieën", "Gegevens bijhouden", "Machine",
)  # fmt: skip

LINES = (
    Line(
        "outbox_age_seconds",
        "Oudste mail die nog weg moet",
        MAIL,
        "seconds",
        5 * MINUTE,
        30 * MINUTE,
        "Mail blijft liggen",
    ),
    Line("outbox_given_up", "Mails die niet meer geprobeerd worden", MAIL, "number", 1, 20, "Mail opgegeven"),
    Line(
        "oldest_task_age_seconds",
        "Oudste werk dat wacht",
        WORK,
        "seconds",
        15 * MINUTE,
        HOUR,
        "Werk blijft liggen",
    ),
    Line("queue_tasks", "Taken in de wachtrij", WORK, "number", 200, 2_000, "Wachtrij vol"),
    Line("queue_plans", "Plannen in de wachtrij", WORK, "number", 200, 2_000, "Wachtrij vol"),
    Line("broker_up", "Berichtenserver antwoordt", WORK, "yes", 1, 1, "Berichtenserver weg", low=True),
    Line(
        "heartbeat_beat_age_seconds",
        "Klok, laatst gezien",
        HEARTS,
        "seconds",
        3 * MINUTE,
        5 * MINUTE,
        "Klok staat stil",
        unknown="fail",
    ),
    Line(
        "heartbeat_worker_age_seconds",
        "Werker, laatst gezien",
        HEARTS,
        "seconds",
        3 * MINUTE,
        5 * MINUTE,
        "Werker staat stil",
        unknown="fail",
    ),
    Line(
        "heartbeat_planner_age_seconds",
        "Werker voor plannen, laatst gezien",
        HEARTS,
        "seconds",
        30 * MINUTE,
        HOUR,
        "Planner staat stil",
    ),
    Line(
        "heartbeat_keeper_age_seconds",
        "Bewaarder van kopieën, laatst gezien",
        HEARTS,
        "seconds",
        3 * MINUTE,
        10 * MINUTE,
        "Bewaarder staat stil",
        unknown="fail",
    ),
    Line(
        "backup_age_seconds",
        "Laatste reservekopie",
        COPIES,
        "seconds",
        26 * HOUR,
        50 * HOUR,
        "Reservekopie te oud",
        unknown="fail",
    ),
    Line(
        "backup_failed",
        "Laatste poging tot een kopie mislukt",
        COPIES,
        "number",
        1,
        1,
        "Reservekopie mislukt",
    ),
    Line(
        "base_age_seconds",
        "Laatste basis van de server",
        COPIES,
        "seconds",
        26 * HOUR,
        50 * HOUR,
        "Basis te oud",
    ),
    Line(
        "log_lag_bytes",
        "Logboek van de databank dat nog niet bewaard is",
        COPIES,
        "bytes",
        64 * MEGABYTE,
        512 * MEGABYTE,
        "Logboek blijft liggen",
        unknown="fail",
    ),
    Line(
        "drill_age_seconds",
        "Laatste geslaagde hersteloefening",
        COPIES,
        "seconds",
        8 * DAY,
        15 * DAY,
        "Oefening te oud",
    ),
    Line("drill_failed", "Laatste hersteloefening mislukt", COPIES, "number", 1, 1, "Oefening mislukt"),
    Line(
        "moment_drill_failed",
        "Laatste oefening met het logboek mislukt",
        COPIES,
        "number",
        1,
        1,
        "Oefening mislukt",
    ),
    Line(
        "retention_lag_days",
        "Dagen sinds de week die laatst opgeruimd is",
        DATA,
        "days",
        11,
        18,
        "Opruimen loopt achter",
    ),
    Line(
        "seal_lag_days",
        "Dagen sinds het laatste zegel van het spoor",
        DATA,
        "days",
        3,
        5,
        "Zegels lopen achter",
    ),
    Line(
        "spread_lag_seconds",
        "Oudste wijziging die nog niet in de spreiding zit",
        DATA,
        "seconds",
        2 * MINUTE,
        15 * MINUTE,
        "Spreiding loopt achter",
    ),
    Line(
        "spread_age_days", "Dagen sinds de spreiding laatst geteld is", DATA, "days", 2, 3, "Spreiding te oud"
    ),
    Line(
        "sites_stale_percent",
        "Locaties die te lang niet nagekeken zijn",
        DATA,
        "percent",
        15,
        40,
        "Locaties verouderd",
    ),
    Line("migrations_waiting", "Migraties die wachten", MACHINE, "number", 1, 1, "Migraties wachten"),
    Line("disk_free_percent", "Vrije plaats op de schijf", MACHINE, "percent", 15, 5, "Schijf vol", low=True),
    Line(
        "database_connections_percent",
        "Verbindingen met de databank in gebruik",
        MACHINE,
        "percent",
        75,
        90,
        "Verbindingen op",
    ),
)


# Only where the service `backup` keeps the log: on a cluster others do, and jobs make the copies.
OF_THE_LOG = {"base_age_seconds", "log_lag_bytes", "moment_drill_failed", "heartbeat_keeper_age_seconds"}


class Shown(NamedTuple):
    """A line with what was measured."""

    line: Line
    value: Value
    level: Level
    text: str


def thresholds(line: Line) -> tuple[float, float]:
    """Those of the settings (STATE_THRESHOLDS, `measure=warn:fail`) when they are there."""
    own = settings.STATE_THRESHOLDS.get(line.measure, "")
    if not own:
        return line.warn, line.fail
    warn, _, fail = own.partition(":")
    return float(warn), float(fail or warn)


def level_of(line: Line, value: Value) -> Level:
    if value is None:
        return line.unknown
    warn, fail = thresholds(line)
    if line.low:
        return "fail" if value < fail else "warn" if value < warn else "ok"
    return "fail" if value >= fail else "warn" if value >= warn else "ok"


def state(measured: Mapping[str, Value]) -> list[Shown]:
    """Every line that says something here: without a log of the database, those about it are left out."""
    shown = []
    for line in LINES:
        if not measured["log_kept"] and line.measure in OF_THE_LOG:
            continue
        value = measured[line.measure]
        shown.append(Shown(line, value, level_of(line, value), written(line, value)))
    return shown


def worst(lines: list[Shown]) -> Level:
    return max((shown.level for shown in lines), key=lambda level: ORDER[level], default="ok")


def written(line: Line, value: Value) -> str:
    """As people read it."""
    if value is None:
        return "nog niet" if line.unit == "seconds" else "niet bekend"
    match line.unit:
        case "seconds":
            return span(value)
        case "yes":
            return "ja" if value else "nee"
        case "bytes":
            return f"{value / MEGABYTE:.0f} MB"
        case "percent":
            return f"{value:.1f} %".replace(".", ",")
    return f"{value:.0f}"


def span(seconds: float) -> str:
    """A length of time in its two largest units, rounded down: `2 dagen 3 uur`."""
    left = timedelta(seconds=int(seconds))
    hours, rest = divmod(left.seconds, HOUR)
    minutes, last = divmod(rest, MINUTE)
    parts = [
        (left.days, "dag" if left.days == 1 else "dagen"), (hours, "uur"),
        (minutes, "minuut" if minutes == 1 else "minuten"), (last, "seconde" if last == 1 else "seconden"),
    ]  # fmt: skip
    first = next((place for place, (number, _) in enumerate(parts) if number), None)
    if first is None:
        return "0 seconden"
    return " ".join(f"{number} {unit}" for number, unit in parts[first : first + 2] if number)
