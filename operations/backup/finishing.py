"""After a copy was brought back, on that database itself: erase again, and ask whether it all holds together."""

from pathlib import Path
from typing import NamedTuple

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import verifying
from audit.seals import seal_days
from households.models import Erasure
from spread import actions as spread
from spread.models import IndicatorSnapshot


class Finished(NamedTuple):
    """What was found: how many households were erased again, and every sentence about what is not right."""

    erased_again: int
    problems: list[str]


def finish(erasures: Path | None) -> Finished:
    """Erase again what the log says, then check: migrations, constraints, trail, spread.

    `erasures`: the log of erasing that was kept outside the copy; None when there is none.
    """
    problems: list[str] = []
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        problems.append(f"{len(waiting)} migraties wachten: draai migrate, en dan finish_restore.")
        return Finished(0, problems)
    before = Erasure.objects.count()
    if erasures is not None:
        try:
            call_command("re_erase", erasures, stdout=_Silent())
        except CommandError as refused:
            problems.append(str(refused))
    seal_days()  # the days that passed since the copy, as the clock would
    problems += [*_constraints(), *verifying.problems(since=None, kept=""), *_spread()]
    return Finished(Erasure.objects.count() - before, problems)


def _constraints() -> list[str]:
    """A constraint that PostgreSQL was told to believe, and did not check."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname")
        names = [name for (name,) in cursor.fetchall()]
    return [f"Niet nagekeken regels: {', '.join(names)}."] if names else []


def _spread() -> list[str]:
    """The figures of the newest day, counted again, must be the figures that stand there."""
    newest = IndicatorSnapshot.objects.newest_day()
    if newest is None:
        return []
    while spread.recompute_changed(on=newest):
        continue
    written = spread.recompute(on=newest)
    return [f"De spreiding van {newest:%d/%m/%Y} gaf {written} andere rijen."] if written else []


class _Silent:
    """A place for words that nobody reads: numbers of households stay out of logs."""

    def write(self, text: str) -> None:
        return None

    def flush(self) -> None:
        return None

    def isatty(self) -> bool:
        return False
