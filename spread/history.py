"""What the portal knew at an earlier moment, from the history of its rows: the input of figures of then. Reads only.

Two times are kept apart. *Valid on* a day: the dates in the rows say what there is on that day (sites from when they
were opened until they close, stays from move-in to departure). *Known at* a moment: only what was in the database
then, whatever was entered or corrected since.

The definitions are those of `housing` and `spread.counting`, word for word: their own SQL runs on the rows as they
were, which stand in common table expressions with the names of the tables. Three things are not kept and so not
answered: who lived with whom (the number of persons), what was removed since, and when a site was looked at before
the last time.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Min
from django.utils import timezone

from housing.models import Site, Stay, Unavailability, Unit
from municipalities.models import Municipality, Statistic
from spread.counting import statement, successors_of_today
from spread.figures import Area, Fact, Load

KEPT: tuple[type[models.Model], ...] = (Site, Unit, Unavailability, Stay)


def end_of(day: date) -> datetime:
    """The first moment after that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def kept_since() -> date | None:
    """The first day of which something is known: that of the first row of history. None without any. One query."""
    first = event_of(Site).objects.aggregate(first=Min("pgh_created_at"))["first"]
    return timezone.localdate(first) if first else None


def event_of(model: type[models.Model]) -> Any:
    """The model with the history of a model."""
    return model.pgh_event_model  # type: ignore[attr-defined]


def areas_known(indicators: Collection[str], *, on: date, known_at: datetime) -> list[Area]:
    """The municipalities of today as valid on the day `on`, as known at that moment. Five queries.

    Of each place only what was registered by the end of `on` counts. `persons` is zero: it is not kept.
    """
    successors = successors_of_today()
    counted: dict[int, dict[str, int]] = {pk: defaultdict(int) for pk in set(successors.values())}
    for area, word, amount in _rows(statement(on, None), on=on, known_at=known_at, of=KEPT):
        if word != "persons":
            counted[successors[area]][word] += amount
    facts: dict[int, dict[str, Fact]] = {pk: {} for pk in counted}
    statistics = (
        Statistic.objects.filter(municipality__in=list(counted), indicator__in=list(indicators))
        .latest_by(on=on)
        .values_list("municipality_id", "indicator", "value", "period", "source__name")
    )
    for municipality, indicator, value, period, source in _rows(
        statistics, on=on, known_at=known_at, of=(Statistic,)
    ):
        facts[municipality][indicator] = Fact(value, period, source)
    return [
        Area(pk, nis_code, region, province, Load(**counted[pk]), facts[pk])
        for pk, nis_code, region, province in Municipality.objects.filter(pk__in=list(counted)).values_list(
            "pk", "nis_code", "reference_region_id", "province_id"
        )
        if region is not None
    ]


def _rows(
    question: models.QuerySet[Any, Any], *, on: date, known_at: datetime, of: Collection[type[models.Model]]
) -> list[tuple[Any, ...]]:
    """The answer to the question if the tables of these models had the rows of then."""
    parts, before = [], []
    for model in of:
        sql, values = _as_known(model, on=on, known_at=known_at)
        parts.append(sql)
        before += values
    asked, after = question.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {asked}", [*before, *after])
        return cursor.fetchall()


def _as_known(model: type[models.Model], *, on: date, known_at: datetime) -> tuple[str, list[Any]]:
    """A common table expression with the name of the table: each row as its last event before that moment left it."""
    quoted = connection.ops.quote_name
    table, event = quoted(model._meta.db_table), event_of(model)
    columns = ", ".join(
        quoted(field.column) for field in event._meta.concrete_fields if not field.name.startswith("pgh_")
    )
    opened, values = "", [known_at]
    if model is Site:
        opened, values = " WHERE opened_at < %s", [known_at, end_of(on)]
    return (
        f"{table} AS (SELECT * FROM (SELECT DISTINCT ON (pgh_obj_id) {columns}"  # noqa: S608 - names of our own tables
        f" FROM {quoted(event._meta.db_table)} WHERE pgh_created_at < %s"
        f" AND pgh_obj_id IN (SELECT id FROM {table})"
        f" ORDER BY pgh_obj_id, pgh_id DESC) AS last{opened})"
    ), values
