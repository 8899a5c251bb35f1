"""Set-based writing of what was counted and computed: one statement, however many rows.

`json_populate_recordset` reads the rows as the table has them, so that PostgreSQL turns text into numbers and dates;
the names in the statements come from the code, never from a visitor.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from spread.figures import Load

SNAPSHOT = "spread_indicatorsnapshot"
LOAD = "spread_municipalityload"
# One row per area and day: the constraint snapshot_once_per_area_and_day.
AREA_AND_DAY = ("on", "key_id", "level", "municipality_id", "reference_region_id", "province_id")

BRING_TO_MUNICIPALITIES = """
UPDATE spread_indicatorsnapshot row
SET (deployable, free, occupied, persons) = (load.deployable, load.free, load.occupied, load.persons),
    input_hash = %(hash)s, computed_at = %(now)s
FROM spread_municipalityload load
WHERE row."on" = %(on)s AND row.key_id = %(key)s AND row.level = 'municipality'
  AND row.municipality_id = load.municipality_id
  AND (%(only)s::bigint[] IS NULL OR load.municipality_id = ANY(%(only)s::bigint[]))
  AND (row.deployable, row.free, row.occupied, row.persons)
      IS DISTINCT FROM (load.deployable, load.free, load.occupied, load.persons)
"""
BRING_TO_SUMS = """
WITH summed AS MATERIALIZED (
    SELECT (ARRAY['region', 'province', 'flanders'])[GROUPING(reference_region_id, province_id)] AS level,
           reference_region_id, province_id, sum(deployable) AS deployable, sum(free) AS free,
           sum(occupied) AS occupied, sum(persons) AS persons
    FROM spread_indicatorsnapshot
    WHERE "on" = %(on)s AND key_id = %(key)s AND level = 'municipality'
    GROUP BY GROUPING SETS ((reference_region_id), (province_id), ())
)
UPDATE spread_indicatorsnapshot row
SET (deployable, free, occupied, persons) = (summed.deployable, summed.free, summed.occupied, summed.persons),
    input_hash = %(hash)s, computed_at = %(now)s
FROM summed
WHERE row."on" = %(on)s AND row.key_id = %(key)s AND row.level = summed.level
  AND coalesce(row.reference_region_id, row.province_id, 0)
      = coalesce(summed.reference_region_id, summed.province_id, 0)
  AND (row.level = 'flanders' OR (row.deployable, row.free, row.occupied, row.persons)
      IS DISTINCT FROM (summed.deployable, summed.free, summed.occupied, summed.persons))
"""
COPY_DAY = """
INSERT INTO spread_indicatorsnapshot ("on", key_id, input_hash, computed_at, target_hash, level, municipality_id,
    reference_region_id, province_id, population, places, deployable, free, occupied, persons, weighted_places,
    per_1000, share, target, gap, ratio, ratio_class, exempt, limited, explanation)
SELECT %(on)s, key_id, %(hash)s, %(now)s, target_hash, level, municipality_id,
    reference_region_id, province_id, population, places, deployable, free, occupied, persons, weighted_places,
    per_1000, share, target, gap, ratio, ratio_class, exempt, limited, explanation
FROM spread_indicatorsnapshot WHERE "on" = %(source)s AND key_id = %(key)s
"""


def write_rows(rows: Sequence[Mapping[str, Any]], same: Mapping[str, Any]) -> None:
    """Puts these snapshots in the place of those of the same area and day; `same` holds what all have in common."""
    if not rows:
        return
    common = {**same, "computed_at": timezone.now()}
    _upsert(SNAPSHOT, [{**row, **common} for row in rows], AREA_AND_DAY)


def keep_loads(loads: Mapping[int, Load], *, on: date) -> None:
    """Puts these counters in the place of those of the same municipality."""
    if loads:
        rows = [{"municipality_id": pk, "on": on, **asdict(load)} for pk, load in loads.items()]
        _upsert(LOAD, rows, ("municipality_id",))


def bring_counters_over(key: int, on: date, hashed: str, only: Collection[int] | None = None) -> int:
    """The counters that move no target, from the loads to the municipalities (those in `only`) and their sums.

    Writes only rows that change, and Flanders. Returns how many.
    """
    with connection.cursor() as cursor:
        given: dict[str, Any] = {
            "key": key,
            "on": on,
            "hash": hashed,
            "now": timezone.now(),
            "only": only and list(only),
        }
        cursor.execute(BRING_TO_MUNICIPALITIES, given)
        written = cursor.rowcount
        cursor.execute(BRING_TO_SUMS, given)
        return written + cursor.rowcount


def copy_day(key: int, source: date, on: date, hashed: str) -> int:
    """The rows of the day `source` once more, for the day `on`; returns how many. Nothing may be there yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            COPY_DAY, {"key": key, "source": source, "on": on, "hash": hashed, "now": timezone.now()}
        )
        return cursor.rowcount


def _upsert(table: str, rows: Sequence[Mapping[str, Any]], unique: Sequence[str]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in rows[0])
    taken_over = ", ".join(
        f"{quote(name)} = EXCLUDED.{quote(name)}" for name in rows[0] if name not in unique
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) "  # noqa: S608  names of our own tables and columns
            f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s::json) "
            f"ON CONFLICT ({', '.join(quote(name) for name in unique)}) DO UPDATE SET {taken_over}",
            [json.dumps(rows, default=str)],
        )
