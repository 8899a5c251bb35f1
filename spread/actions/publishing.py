"""The open data of a week."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from accounts.models import Membership
from audit.trail import record
from housing.models import Offer
from municipalities.models import Municipality
from spread.actions.turns import one_run_at_a_time
from spread.counting import successors_of_today
from spread.disclosure import HOLD, Cell, Protection, protect
from spread.models import IndicatorSnapshot, Level, Publication
from spread.open_data import PUBLISHED, cells, rows_of
from spread.open_data import fingerprint as fingerprint_of_rows


class NoFiguresOfTheWeek(Exception):
    """Nothing was computed yet in this week: figures of an earlier week are not published under a new date."""

    def __init__(self, week: date) -> None:
        super().__init__(f"Er zijn nog geen cijfers van de week van {week:%d/%m/%Y}.")


@transaction.atomic
def publish_week(*, on: date, by: Membership | None = None) -> Publication:
    """Freeze the open data of the week in which `on` lies, from the newest figures; returns the publication.

    Once a week: a second call returns what is there. What would give a small number of persons away is left out,
    looking at the publications before (`spread.disclosure`). Raises NoFiguresOfTheWeek.
    """
    one_run_at_a_time()
    week = on - timedelta(days=on.weekday())
    published = Publication.objects.filter(week=week).first()
    if published is not None:
        return published
    snapshots = list(
        IndicatorSnapshot.objects.current()
        .filter(level__in=PUBLISHED, on__gte=week)
        .select_related("municipality", "province", "key")
        .defer("explanation")
    )
    if not snapshots:
        raise NoFiguresOfTheWeek(week)
    protection = _protection(cells(snapshots), before=week)
    rows = rows_of(snapshots, _registered(snapshots), protection)
    publication = Publication.objects.create(
        week=week,
        on=snapshots[0].on,
        key=snapshots[0].key,
        rows=rows,
        protection={
            "small": sorted(protection.small),
            "core": sorted(protection.core),
            "joined": [sorted(zone) for zone in protection.joined],
            "carried": protection.carried,
        },
        sha256=fingerprint_of_rows(rows),
    )
    record("publication.made", publication, by=by, changes={"week": week, "sha256": publication.sha256})
    return publication


def _protection(found: list[Cell], *, before: date) -> Protection:
    """What to hide this week, given what was shown and hidden in the publications before.

    A merged municipality goes on as what its parts were: hidden when one of them was.
    """
    recent = list(Publication.objects.filter(week__lt=before).order_by("-week")[:HOLD])
    codes = dict(Municipality.objects.values_list("pk", "nis_code"))
    today = {codes[pk]: codes[successor] for pk, successor in successors_of_today().items()}
    held = {today[code] for past in recent for name in ("small", "core") for code in past.protection[name]}
    exposed = {
        today[row["code"]]
        for past in recent
        for row in past.level(Level.MUNICIPALITY)
        if row["persons"] is not None
    }
    joined = [frozenset(zone) for past in recent for zone in past.protection["joined"]]
    return protect(found, held=held, exposed=exposed, joined=joined)


def _registered(snapshots: Iterable[IndicatorSnapshot]) -> dict[str, int]:
    """Offered places per NIS code: the validated ones, and those that nobody decided about yet. Two queries."""
    successors = successors_of_today()
    offered: dict[int, int] = {}
    for municipality, places in (
        Offer.objects.undecided()
        .order_by()
        .values_list("municipality_id")
        .annotate(places=Sum("estimated_places"))
    ):
        if municipality is not None:
            today = successors[municipality]
            offered[today] = offered.get(today, 0) + (places or 0)
    return {
        row.municipality.nis_code: row.places + offered.get(row.municipality.pk, 0)
        for row in snapshots
        if row.municipality
    }
