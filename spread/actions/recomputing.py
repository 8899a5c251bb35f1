"""Count and compute the indicators again: all of them, or only what changed.

A target depends on the places of all, the statistics and the key; who lives where moves no target. So a run first asks
whether what targets depend on is as it was (`target_hash`): if so, it brings only the counters over, by
`spread.actions.writing`, and no target is computed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from municipalities.models import Change
from spread.actions.turns import one_run_at_a_time
from spread.actions.writing import bring_counters_over, copy_day, keep_loads, write_rows
from spread.counting import count_loads, successors_of_today
from spread.facts import areas_with
from spread.figures import FIELDS, Figures, Load, all_figures, fingerprint, fingerprint_of_targets
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad, SpreadKey
from spread.targets import CannotPlace, NothingToSpreadBy

AREA = ("level", "municipality_id", "reference_region_id", "province_id")
BATCH = 5000  # change rows that one run takes; the next run takes the rest


class EarlierDay(Exception):
    """Figures of a later day exist already: an earlier day is never written again."""

    def __init__(self, on: date, newest: date) -> None:
        super().__init__(
            f"Er zijn al cijfers van {newest:%d/%m/%Y}. Die van {on:%d/%m/%Y} worden niet meer gewijzigd."
        )


@dataclass(frozen=True)
class _Counted:
    """The counters of every municipality of today; which of them were other before; whether all were counted."""

    loads: dict[int, Load]
    changed: list[int]
    everything: bool
    targets_move: bool


@transaction.atomic
def recompute(
    *, municipalities: Collection[int] | None = None, on: date, by: Membership | None = None
) -> int:
    """Count and compute the indicators of the day `on`; returns how many rows were written.

    With `municipalities` (primary keys) only those are counted again; without, or when the counters are of another
    day, all are. Shares depend on the sum, so when places or statistics changed, the targets are computed for all, from
    the counters; only rows whose figures changed are written. Both ways give the same figures, to the last digit. Runs
    never interleave, and readers keep the old figures until the new ones are whole.

    Raises EarlierDay when a later day was computed before, and NothingToSpreadBy or CannotPlace when the leading key
    gives no targets; another key then has no figures for that day.
    """
    one_run_at_a_time()
    return _recompute(municipalities, on, by, facts_stand=False)


def _recompute(
    municipalities: Collection[int] | None, on: date, by: Membership | None, *, facts_stand: bool
) -> int:
    newest = IndicatorSnapshot.objects.newest_day()
    if newest is not None and on < newest:
        raise EarlierDay(on, newest)
    counted = _count(municipalities, on)
    as_before = facts_stand and not counted.targets_move
    written = 0
    for key in SpreadKey.objects.in_force(on=on):
        try:
            written += _write(key, counted, on, as_before=as_before)
        except (NothingToSpreadBy, CannotPlace):
            # A key beside the leading one never keeps the figures of the leading one from being made.
            if key.leading:
                raise
    if counted.everything and written:
        flanders = IndicatorSnapshot.objects.filter(on=on, level=Level.FLANDERS).first()
        if flanders is not None:
            record("spread.recomputed", flanders, by=by, changes={"on": on, "rows": written})
    return written


@transaction.atomic
def recompute_changed(*, on: date, by: Membership | None = None) -> int:
    """Take the municipalities that announced a change, compute again, and mark the announcements as handled.

    When nobody announced other statistics, those of the last run still stand and are not read again.
    All in one transaction: a run that dies takes nothing. Returns how many announcements were handled.
    """
    if not Change.objects.unhandled().exists():
        return 0
    one_run_at_a_time(alone=True)
    # Taken before counting: whatever is announced from now on is counted by the next run.
    changes = list(Change.objects.unhandled().select_for_update(skip_locked=True, of=("self",))[:BATCH])
    if changes:
        touched = {change.municipality_id for change in changes}
        facts_stand = all(change.kind != Change.Kind.STATISTICS for change in changes)
        _recompute(touched, on, by, facts_stand=facts_stand)
        Change.objects.filter(pk__in=[change.pk for change in changes]).update(handled_at=timezone.now())
    return len(changes)


@transaction.atomic
def clear_handled_changes(*, before: datetime, by: Membership | None = None) -> int:
    """Remove announcements that were handled before that moment; returns how many."""
    return Change.objects.filter(handled_at__lt=before).delete()[0]


def _count(municipalities: Collection[int] | None, on: date) -> _Counted:
    """Brings the counters up to date."""
    successors = successors_of_today()
    today = set(successors.values())
    days: set[date] = set()
    before: dict[int, Load] = {}
    for pk, day, *words in MunicipalityLoad.objects.values_list("municipality_id", "on", *FIELDS).order_by():
        before[pk] = Load(*words)
        days.add(day)
    everything = municipalities is None or before.keys() != today or days != {on}
    found = count_loads(successors, on=on, only=None if everything else municipalities)
    changed = [pk for pk, load in found.items() if before.get(pk) != load]
    keep_loads({pk: found[pk] for pk in (found if days != {on} else changed)}, on=on)
    if gone := before.keys() - today:
        MunicipalityLoad.objects.filter(pk__in=gone).delete()
    return _Counted(
        loads={pk: found[pk] if pk in found else before[pk] for pk in today},
        changed=changed,
        everything=everything,
        targets_move=everything or not all(before[pk].same_targets(found[pk]) for pk in changed),
    )


def _write(key: SpreadKey, counted: _Counted, on: date, *, as_before: bool) -> int:
    """Writes the rows that differ from what is there for this key and day. The same input writes nothing."""
    last = (
        IndicatorSnapshot.objects.filter(key=key, on__lte=on, level=Level.FLANDERS)
        .order_by("-on")
        .values("on", "input_hash", "target_hash")
        .first()
    )
    if as_before and last is not None and last["on"] == on and last["target_hash"]:
        of_targets, areas = last["target_hash"], []
    else:
        areas = areas_with(counted.loads, key.read().indicators, on)
        of_targets = fingerprint_of_targets(key.pk, areas)
    hashed = fingerprint(of_targets, counted.loads, on=on)
    if last is not None and last["input_hash"] == hashed:
        return 0
    if last is not None and last["target_hash"] == of_targets:
        if last["on"] != on:
            written = copy_day(key.pk, last["on"], on, hashed)
            bring_counters_over(key.pk, on, hashed)
            return written
        return bring_counters_over(key.pk, on, hashed, only=None if counted.everything else counted.changed)
    return _compute(
        key, all_figures(key.read(), areas), on, {"input_hash": hashed, "target_hash": of_targets}
    )


def _compute(key: SpreadKey, computed: list[Figures], on: date, hashes: dict[str, str]) -> int:
    stored = {
        tuple(row.pop(name) for name in AREA): row
        for row in IndicatorSnapshot.objects.filter(key=key, on=on).values(*COLUMNS, *AREA, "pk").order_by()
    }
    changed = [row for row in computed if row.level == Level.FLANDERS or differs(row, stored.get(row.area))]
    write_rows([_columns(row) for row in changed], {"key_id": key.pk, "on": on, **hashes})
    gone = stored.keys() - {row.area for row in computed}
    if gone:
        IndicatorSnapshot.objects.filter(pk__in=[stored[area]["pk"] for area in gone]).delete()
    return len(changed) + len(gone)


COLUMNS = tuple(name for name in Figures.__dataclass_fields__ if name not in AREA)


def _columns(row: Figures) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*AREA, *COLUMNS)}


def differs(row: Figures, stored: dict[str, Any] | None) -> bool:
    """Whether the computed row says something else than the stored one."""
    return stored is None or any(getattr(row, name) != stored[name] for name in COLUMNS)
