"""The verbs of reference data: importing figures, loading boundaries."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from audit.trail import Actor, record
from municipalities.changes import announce_all
from municipalities.figures_file import FigureRow
from municipalities.figures_plan import ImportPlan, plan_import
from municipalities.models import (
    Boundary,
    Change,
    Indicator,
    Municipality,
    Province,
    Statistic,
    StatisticSource,
)


class WrongFigures(ValueError):
    """The rows hold at least one wrong value, so nothing was imported; `plan` tells which."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        super().__init__(f"{len(plan.wrong)} foute waarde(n) in het bestand: er is niets ingelezen.")


@transaction.atomic
def import_statistics(
    *,
    rows: Iterable[FigureRow],
    indicator: Indicator,
    period: date,
    source: StatisticSource,
    by: Actor | None,
) -> ImportPlan:
    """Add or correct the figures of one indicator and period; other periods are never touched.

    `source` may be unsaved: one with the same name and day of retrieval is used again. Every correction is
    recorded with its old and new figure, and every municipality touched is announced to `spread`.
    Raises WrongFigures, with nothing changed, when a row is wrong. Returns what was done.
    """
    # One row that every import locks: two at the same moment wait for each other instead of colliding.
    Province.objects.order_by("pk").select_for_update(no_key=True, of=("self",)).first()
    plan = plan_import(rows, indicator=indicator, period=period)
    if plan.wrong:
        raise WrongFigures(plan)
    if not (plan.new or plan.changed):
        return plan
    source = _known(source)
    Statistic.objects.bulk_create(
        Statistic(
            municipality=addition.municipality,
            indicator=indicator,
            period=period,
            value=addition.row.figure,
            margin=addition.row.margin,
            source=source,
        )
        for addition in plan.new
    )
    for correction in plan.changed:
        _correct(correction.statistic, correction.row, source, by)
    touched = [addition.municipality for addition in plan.new]
    touched += [correction.statistic.municipality for correction in plan.changed]
    announce_all(touched, Change.Kind.STATISTICS)
    record(
        "statistics.imported",
        source,
        by=by,
        changes={
            "indicator": indicator.value,
            "period": period,
            "new": len(plan.new),
            "changed": len(plan.changed),
            "same": len(plan.same),
        },
    )
    return plan


def _known(source: StatisticSource) -> StatisticSource:
    if source.pk is None:
        source, _ = StatisticSource.objects.get_or_create(
            name=source.name,
            retrieved_on=source.retrieved_on,
            defaults={
                "description": source.description,
                "url": source.url,
                "published_on": source.published_on,
            },
        )
    return source


def _correct(statistic: Statistic, row: FigureRow, source: StatisticSource, by: Actor | None) -> None:
    changes = {
        "municipality": statistic.municipality,
        "value": [statistic.value, row.figure],
        "margin": [statistic.margin, row.margin],
        "source": [str(statistic.source_id), source],
    }
    statistic.value, statistic.margin, statistic.source = row.figure, row.margin, source
    statistic.save(update_fields=["value", "margin", "source"])
    record("statistic.corrected", statistic, by=by, changes=changes)


@transaction.atomic
def replace_boundaries(
    *, paths: Mapping[Municipality, str], source: str, credit: str, on: date, by: Actor | None
) -> list[Boundary]:
    """Put the outlines of one file (SVG paths in map units) in the place of all that were there."""
    Boundary.objects.all().delete()
    boundaries = Boundary.objects.bulk_create(
        Boundary(municipality=municipality, path=path, source=source, credit=credit, loaded_on=on)
        for municipality, path in paths.items()
    )
    if boundaries:
        changes = {"count": len(boundaries), "source": source, "credit": credit}
        record("boundaries.loaded", boundaries[0], by=by, changes=changes)
    return boundaries
