"""The verbs of spread: count and compute again, make a new version of a key, publish the figures of a week, freeze
those of a reference date, and keep a scenario."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from municipalities.models import Change, Municipality
from spread import rules
from spread.actions.freezing import freeze_figures
from spread.actions.one_run import one_run_at_a_time
from spread.actions.publishing import (
    NoFiguresOfTheWeek,
    NothingToCorrect,
    NotTheNewest,
    correct_publication,
    publish_week,
)
from spread.counting import count_loads, successors_of_today
from spread.facts import areas_with, counted_areas
from spread.figures import Area, Figures, Load, all_figures, fingerprint
from spread.keys import published_keys
from spread.models import IndicatorSnapshot, Level, MunicipalityLoad, Scenario, SpreadKey
from spread.scenarios import Changes, outcome
from spread.targets import CannotPlace, NothingToSpreadBy
from spread.time_machine import NothingKeptYet, NotYetKnown

__all__ = [
    "BeginsTooEarly",
    "EarlierDay",
    "NoFiguresOfTheWeek",
    "NoFiguresYet",
    "NotTheNewest",
    "NotYetKnown",
    "NothingKeptYet",
    "NothingToCorrect",
    "add_key",
    "clear_handled_changes",
    "correct_publication",
    "freeze_figures",
    "load_published_keys",
    "make_scenario",
    "publish_week",
    "recompute",
    "recompute_changed",
]

AREA = ("level", "municipality_id", "reference_region_id", "province_id")
BATCH = 5000  # change rows that one run takes; the next run takes the rest


class EarlierDay(Exception):
    """Figures of a later day exist already: an earlier day is never written again."""

    def __init__(self, on: date, newest: date) -> None:
        super().__init__(
            f"Er zijn al cijfers van {newest:%d/%m/%Y}. Die van {on:%d/%m/%Y} worden niet meer gewijzigd."
        )


class BeginsTooEarly(Exception):
    """The new version would change figures that were already made, or begins before the version that it follows."""

    def __init__(self, first: date) -> None:
        super().__init__(f"Een nieuwe versie van deze sleutel kan ten vroegste op {first:%d/%m/%Y} beginnen.")


class NoFiguresYet(Exception):
    """Nothing was computed yet, so there is nothing to compare a scenario with."""

    def __init__(self) -> None:
        super().__init__("Er zijn nog geen cijfers om mee te vergelijken.")


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


@transaction.atomic
def add_key(*, code: str, begins_on: date, by: Membership | None, **fields: Any) -> SpreadKey:
    """Make a new version of a key that counts from `begins_on`; the version before it ends on that day.

    `fields` are those of SpreadKey, without version and validity. Raises BeginsTooEarly when figures were already
    made for that day, and ValidationError when the data is no key.
    """
    one_run_at_a_time()
    before = SpreadKey.objects.newest_version(code)
    if before is not None:
        first = SpreadKey.objects.first_open_day(code)
        if first is not None and begins_on < first:
            raise BeginsTooEarly(first)
        if before.valid.upper is None or before.valid.upper > begins_on:
            before.valid = DateRange(before.valid.lower, begins_on)
            before.save(update_fields=["valid"])
    key = SpreadKey(
        code=code,
        version=before.version + 1 if before else 1,
        valid=DateRange(begins_on, None),
        created_by=by.user if by else None,
        **fields,
    )
    key.full_clean()
    key.save()
    record("spread_key.added", key, by=by, changes={"valid": key.valid, "terms": key.terms})
    return key


@transaction.atomic
def load_published_keys(
    *, keys: Iterable[dict[str, Any]] | None = None, by: Membership | None = None
) -> list[SpreadKey]:
    """Put the keys that come with the portal in the database, where they are not there yet. Safe to repeat."""
    added = []
    for data in published_keys() if keys is None else keys:
        if not SpreadKey.objects.filter(code=data["code"]).exists():
            fields = {name: value for name, value in data.items() if name not in ("code", "valid_from")}
            added.append(
                add_key(code=data["code"], begins_on=date.fromisoformat(data["valid_from"]), by=by, **fields)
            )
    return added


@transaction.atomic
def make_scenario(
    *,
    name: str,
    more_people: int = 0,
    village_in: Municipality | None = None,
    village_places: int = 0,
    drops_out: Municipality | None = None,
    other_key: SpreadKey | None = None,
    by: Membership,
) -> Scenario:
    """Compute what the targets would be and keep it under that name. Writes one row; no figure of the portal changes.

    Raises NoFiguresYet; CannotBe when the changes contradict each other; NothingToSpreadBy or CannotPlace when a key
    gives no targets; ValidationError without a name or without any change.
    """
    insist(by, rules.may_make_scenario(by))
    newest = IndicatorSnapshot.objects.current().filter(level=Level.FLANDERS).select_related("key").first()
    if newest is None:
        raise NoFiguresYet
    before = newest.key.read()
    after = other_key.read() if other_key else before
    areas = counted_areas(before.indicators | after.indicators, on=newest.on)
    asked = Changes(
        more_people,
        village_places,
        village_in.nis_code if village_in else "",
        drops_out.nis_code if drops_out else "",
    )
    names = dict(Municipality.objects.current().values_list("nis_code", "name"))
    scenario = Scenario(
        name=name,
        on=newest.on,
        key=newest.key,
        changes=_asked(more_people, village_in, village_places, drops_out, other_key),
        outcome=outcome(before, after, areas, asked).as_data(names),
        made_by=by.user,
    )
    scenario.full_clean()
    scenario.save()
    record("scenario.made", scenario, by=by, changes={"name": name, "changes": scenario.changes})
    return scenario


def _asked(
    more_people: int,
    village_in: Municipality | None,
    village_places: int,
    drops_out: Municipality | None,
    other_key: SpreadKey | None,
) -> dict[str, Any]:
    """The changes as they are kept: only what differs."""
    changes: dict[str, Any] = {}
    if more_people:
        changes["more_people"] = more_people
    if village_in:
        changes["village"] = {
            "places": village_places, "nis_code": village_in.nis_code, "name": village_in.name,
        }  # fmt: skip
    if drops_out:
        changes["drops_out"] = {"nis_code": drops_out.nis_code, "name": drops_out.name}
    if other_key:
        changes["key"] = {"code": other_key.code, "version": other_key.version, "name": other_key.name}
    return changes
