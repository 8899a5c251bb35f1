"""How long copies stay: the newest of so many days, weeks and months in which one was made."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from operations.backup import actions, store
from operations.backup.documents import sweep_objects
from operations.backup.turns import alone
from operations.backup.wal import sweep_wal

logger = logging.getLogger(__name__)


class Copy(NamedTuple):
    name: str
    moment: datetime


class Cleared(NamedTuple):
    copies: list[str]
    documents: int
    segments: int


NOTHING = Cleared([], 0, 0)
PERIODS: dict[str, Callable[[datetime], str]] = {
    "days": lambda at: f"{at:%Y-%m-%d}",
    "weeks": lambda at: f"{at:%G-%V}",
    "months": lambda at: f"{at:%Y-%m}",
}


def to_keep(copies: Iterable[Copy], *, days: int, weeks: int, months: int) -> set[str]:
    """The names that stay: of each of the last `days` days with a copy the newest, so with weeks and months.

    Counted in days that have one, not from today: when copies stop being made, the last ones stay for ever.
    """
    newest_first: Sequence[Copy] = sorted(copies, key=lambda copy: copy.moment, reverse=True)
    kept: set[str] = set()
    for period, number in (("days", days), ("weeks", weeks), ("months", months)):
        newest_of: dict[str, str] = {}
        for copy in newest_first:
            newest_of.setdefault(PERIODS[period](timezone.localtime(copy.moment)), copy.name)
        kept |= set(list(newest_of.values())[:number])
    return kept


def clear() -> Cleared:
    """Remove the copies whose time is over and what is left of those that were never finished, then the documents and
    the segments that no copy needs any more.

    Removes nothing while somebody makes or reads a copy (the next time will do), nor when a manifest cannot be read:
    what that copy needs, nobody knows then.
    """
    with alone() as mine:
        if not mine:
            return NOTHING
        if damaged := store.damaged():
            logger.error("nothing is cleared: the manifest of %s cannot be read", ", ".join(damaged))
            return NOTHING
        return _clear()


def _clear() -> Cleared:
    dumps = [Copy(copy.name, copy.moment) for copy in store.copies("dump")]
    kept = to_keep(
        dumps,
        days=settings.BACKUP_KEEP_DAYS,
        weeks=settings.BACKUP_KEEP_WEEKS,
        months=settings.BACKUP_KEEP_MONTHS,
    )
    bases = store.copies("base")
    names = [copy.name for copy in dumps if copy.name not in kept]
    names += [copy.name for copy in bases[max(1, settings.BACKUP_KEEP_BASES) :]]
    for name in (*names, *store.unfinished()):
        store.remove_copy(name)
    actions.clear_backups(names=names)
    left = bases[: max(1, settings.BACKUP_KEEP_BASES)]
    segments = sweep_wal(min((base.began_in for base in left), key=lambda name: name[8:])) if left else 0
    return Cleared(names, sweep_objects(), segments)
