"""Bring the reference data of this release into the database: the files of `municipalities/data`.

Existing rows are brought up to date, except figures: a figure that is already there may have been corrected
by an official, so it stays, and only missing ones are added.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from municipalities.models import (
    Municipality,
    PostalCode,
    Province,
    ReferenceRegion,
    Statistic,
    StatisticSource,
)

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Loaded:
    """What happened to the rows of one kind."""

    what: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    kept_apart: int = 0  # figures that differ from the reference, and stay

    def __str__(self) -> str:
        words = [
            f"{count} {word}"
            for count, word in (
                (self.added, "toegevoegd"),
                (self.changed, "bijgewerkt"),
                (self.removed, "verwijderd"),
                (self.kept_apart, "intussen gewijzigd en zo gelaten"),
            )
            if count
        ]
        return f"{self.what}: {', '.join(words) or 'geen wijzigingen'}"


@transaction.atomic
def load_reference_data() -> list[Loaded]:
    """Load everything; a second time changes nothing. Returns what was done, per kind of row."""
    provinces = _sync(Province, ["nis_code"], _rows("provinces"))
    towns = _rows("municipalities")
    regions = _sync(
        ReferenceRegion,
        ["slug"],
        [
            {"slug": slugify(name), "name": name}
            for name in sorted({row["reference_region"] for row in towns})
        ],
    )
    province_ids = dict(Province.objects.values_list("code", "pk"))
    region_ids = dict(ReferenceRegion.objects.values_list("name", "pk"))
    municipalities = _sync(
        Municipality,
        ["nis_code"],
        [
            {
                **row,
                "province": province_ids[row["province"]],
                "reference_region": region_ids[row["reference_region"]],
                "latitude": float(row["latitude"]),
                "longitude": float(row["longitude"]),
            }
            for row in towns
        ],
    )
    town_ids = dict(Municipality.objects.values_list("nis_code", "pk"))
    merged = _sync(
        Municipality,
        ["nis_code"],
        [
            {
                "nis_code": row["nis_code"],
                "name": row["name"],
                "province": province_ids[row["province"]],
                "merged_into": town_ids[row["merged_into"]],
                "merged_on": date.fromisoformat(row["merged_on"]),
            }
            for row in _rows("mergers")
        ],
    )
    postal_codes = _sync(
        PostalCode,
        ["code", "place", "municipality"],
        [
            {"code": row["code"], "place": row["place"], "municipality": town_ids[row["nis_code"]]}
            for row in _rows("postal_codes")
        ],
        remove_others=True,
    )
    return [
        Loaded("Provincies", *provinces),
        Loaded("Referentieregio’s", *regions),
        Loaded("Gemeenten", *municipalities),
        Loaded("Vroegere gemeenten", *merged),
        Loaded("Postcodes", *postal_codes),
        _add_figures(town_ids),
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _sync(
    model: type[models.Model], key: list[str], rows: Iterable[dict[str, Any]], *, remove_others: bool = False
) -> tuple[int, int, int]:
    """Make the table say what `rows` say, with a query per kind of difference: added, changed, removed."""
    rows = list(rows)
    names = {name: model._meta.get_field(name).attname for name in rows[0]}  # type: ignore[union-attr]
    manager = model._default_manager
    existing = {tuple(getattr(item, names[name]) for name in key): item for item in manager.all()}
    added, changed = [], []
    for row in rows:
        values = {names[name]: value for name, value in row.items()}
        item = existing.pop(tuple(row[name] for name in key), None)
        if item is None:
            added.append(model(**values))
        elif any(getattr(item, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(item, name, value)
            changed.append(item)
    manager.bulk_create(added)
    fields = [name for name in names if name not in key]
    if changed:
        manager.bulk_update(changed, fields)
    removed = 0
    if remove_others and existing:
        removed = len(existing)
        manager.filter(pk__in=[item.pk for item in existing.values()]).delete()
    return len(added), len(changed), removed


def _add_figures(town_ids: dict[str, int]) -> Loaded:
    sources = {}
    for row in _rows("sources"):
        texts = {name: row[name] for name in ("description", "url")}
        if row["published_on"]:
            texts["published_on"] = row["published_on"]
        sources[row["key"]], _ = StatisticSource.objects.get_or_create(
            name=row["name"], retrieved_on=date.fromisoformat(row["retrieved_on"]), defaults=texts
        )
    present = {
        (town, indicator, period): (value, margin)
        for town, indicator, period, value, margin in Statistic.objects.values_list(
            "municipality", "indicator", "period", "value", "margin"
        )
    }
    added, different = [], 0
    for row in _rows("statistics"):
        town, period = town_ids[row["nis_code"]], date.fromisoformat(row["period"])
        figure = Decimal(row["value"]), Decimal(row["margin"]) if row["margin"] else None
        there = present.get((town, row["indicator"], period))
        if there is None:
            added.append(
                Statistic(
                    municipality_id=town,
                    indicator=row["indicator"],
                    period=period,
                    value=figure[0],
                    margin=figure[1],
                    source=sources[row["source"]],
                )
            )
        elif there != figure:
            different += 1
    Statistic.objects.bulk_create(added)
    return Loaded("Cijfers", added=len(added), kept_apart=different)
