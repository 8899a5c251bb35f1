"""Count and compute the indicators again: all of them, or what changed."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from audit.trail import record
from municipalities.models import Change
from spread.actions.turns import one_run_at_a_time
from spread.counting import count_loads, successors_of_today
from spread.facts import areas_with
from spread.figures import Area, Figures, Load, all_figures, fingerprint
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


@transaction.atomic
def recompute(
    *, municipalities: Collection[int] | None = None, on: date, by: Membership | None = None
) -> int:
    """Count and compute the indicators of the day `on`; returns how many rows were written.

    With `municipalities` (primary keys) only those are counted again; without, or when the counters are of another
    day, all are. Shares depend on the sum, so targets are always computed for all, from the counters; only rows whose
    figures changed are written. Both ways give the same figures, to the last digit. Runs never interleave, and
    readers keep the old figures until the new ones are whole.

    Raises EarlierDay when a later day was computed before, and NothingToSpreadBy or CannotPlace when the leading key
    gives no targets; another key then has no figures for that day.
    """
    one_run_at_a_time()
    newest = IndicatorSnapshot.objects.newest_day()
    if newest is not None and on < newest:
        raise EarlierDay(on, newest)
    loads, everything = _count(municipalities, on)
    written = 0
    for key in SpreadKey.objects.in_force(on=on):
        areas = areas_with(loads, key.read().indicators, on)
        try:
            written += _write(key, areas, on)
        except (NothingToSpreadBy, CannotPlace):
            # A key beside the leading one never keeps the figures of the leading one from being made.
            if key.leading:
                raise
    if everything and written:
        flanders = IndicatorSnapshot.objects.filter(on=on, level=Level.FLANDERS).first()
        if flanders is not None:
            record("spread.recomputed", flanders, by=by, changes={"on": on, "rows": written})
    return written


@transaction.atomic
def recompute_changed(*, on: date, by: Membership | None = None) -> int:
    """Take the municipalities that announced a change, compute again, and mark the announcements as handled.

    All in one transaction: a run that dies takes nothing. Returns how many announcements were handled.
    """
    if not Change.objects.unhandled().exists():
        return 0
    one_run_at_a_time()
    # Taken before counting: whatever is announced from now on is counted by the next run.
    changes = list(Change.objects.unhandled().select_for_update(skip_locked=True, of=("self",))[:BATCH])
    if changes:
        recompute(municipalities={change.municipality_id for change in changes}, on=on, by=by)
        Change.objects.filter(pk__in=[change.pk for change in changes]).update(handled_at=timezone.now())
    return len(changes)


@transaction.atomic
def clear_handled_changes(*, before: datetime, by: Membership | None = None) -> int:
    """Remove announcements that were handled before that moment; returns how many."""
    return Change.objects.filter(handled_at__lt=before).delete()[0]


def _count(municipalities: Collection[int] | None, on: date) -> tuple[dict[int, Load], bool]:
    """Brings the counters up to date; returns those of all municipalities, and whether all were counted again."""
    successors = successors_of_today()
    today = set(successors.values())
    rows = {row.pk: row for row in MunicipalityLoad.objects.all()}
    everything = municipalities is None or rows.keys() != today or any(row.on != on for row in rows.values())
    counted = count_loads(successors, on=on, only=None if everything else municipalities)
    changed = [
        MunicipalityLoad(municipality_id=pk, on=on, **asdict(load))
        for pk, load in counted.items()
        if pk not in rows or rows[pk].on != on or Load.of(rows[pk]) != load
    ]
    MunicipalityLoad.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["municipality"],
        update_fields=["on", *Load.__dataclass_fields__],
    )
    if gone := rows.keys() - today:
        MunicipalityLoad.objects.filter(pk__in=gone).delete()
    return {pk: counted[pk] if pk in counted else Load.of(rows[pk]) for pk in today}, everything


def _write(key: SpreadKey, areas: list[Area], on: date) -> int:
    """Writes the rows that differ from what is there for this key and day. The same input writes nothing."""
    stored = {
        tuple(row.pop(name) for name in AREA): row
        for row in IndicatorSnapshot.objects.filter(key=key, on=on).values(
            *COLUMNS, *AREA, "input_hash", "pk"
        )
    }
    hashed = fingerprint(key.pk, areas, on=on)
    flanders = stored.get((str(Level.FLANDERS), None, None, None))
    if flanders is not None and flanders["input_hash"] == hashed:
        return 0
    computed = all_figures(key.read(), areas)
    changed = [row for row in computed if row.level == Level.FLANDERS or differs(row, stored.get(row.area))]
    now = timezone.now()
    IndicatorSnapshot.objects.bulk_create(
        [
            IndicatorSnapshot(key=key, on=on, input_hash=hashed, computed_at=now, **_columns(row))
            for row in changed
        ],
        update_conflicts=True,
        unique_fields=["on", "key", *(name.removesuffix("_id") for name in AREA)],
        update_fields=[*COLUMNS, "input_hash", "computed_at"],
    )
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
