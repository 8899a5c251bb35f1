"""The verbs of the open data: publish the figures of a week."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet, Sum

from accounts.allowed import insist
from accounts.models import Membership
from audit.trail import record
from housing.models import Offer
from municipalities.models import Municipality
from spread import rules
from spread.actions.turns import one_run_at_a_time
from spread.counting import successors_of_today
from spread.disclosure import HOLD, Cell, Protection, protect
from spread.models import IndicatorSnapshot, Level, Publication
from spread.open_data import PUBLISHED, cells, rows_of
from spread.open_data import fingerprint as fingerprint_of_rows


class NotTheNewest(Exception):
    """A later week, or a later version, was published since."""

    def __init__(self) -> None:
        super().__init__(
            "Alleen de jongste publicatie kan opnieuw: latere weken zijn afgeschermd met deze als vertrekpunt."
        )


class NothingToCorrect(Exception):
    """Made again, the figures would be those that are published."""

    def __init__(self) -> None:
        super().__init__("De cijfers zijn dezelfde als die er staan. Er is niets te verbeteren.")


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
    published = Publication.objects.of_week(week)
    if published is not None:
        return published
    publication = _made(week, IndicatorSnapshot.objects.current().filter(on__gte=week))
    publication.save(force_insert=True)
    record("publication.made", publication, by=by, changes={"week": week, "sha256": publication.sha256})
    return publication


@transaction.atomic
def correct_publication(*, publication: Publication, reason: str, by: Membership) -> Publication:
    """Publish the week again from the newest figures of its days, as a version of its own; returns that version.

    The version before stays where it is, and what it hid stays hidden. Only the newest publication can be corrected:
    later ones were protected looking at it. Raises NotTheNewest; NothingToCorrect when the rows would be the same;
    NoFiguresOfTheWeek; ValidationError without a reason.
    """
    insist(by, rules.may_correct_publication(by))
    one_run_at_a_time()
    newest = Publication.objects.of_week(None)
    if newest is None or newest.pk != publication.pk:
        raise NotTheNewest
    week = publication.week
    days = IndicatorSnapshot.objects.filter(key__leading=True, on__gte=week, on__lte=week + timedelta(days=6))
    corrected = _made(week, days.filter(on=days.aggregate(last=Max("on"))["last"]))
    if corrected.sha256 == publication.sha256:
        raise NothingToCorrect
    corrected.revision = publication.revision + 1
    corrected.reason, corrected.corrected_by = reason.strip(), by.user
    corrected.full_clean()
    corrected.save(force_insert=True)
    changes = {"week": week, "revision": corrected.revision, "reason": corrected.reason}
    record("publication.corrected", corrected, by=by, changes=changes | {"sha256": corrected.sha256})
    return corrected


def _made(week: date, days: QuerySet[IndicatorSnapshot]) -> Publication:
    """The publication of that week from these figures, not saved. Raises NoFiguresOfTheWeek without any."""
    snapshots = list(
        days.filter(level__in=PUBLISHED)
        .select_related("municipality", "province", "key")
        .defer("explanation")
    )
    if not snapshots:
        raise NoFiguresOfTheWeek(week)
    protection = _protection(cells(snapshots), until=week)
    rows = rows_of(snapshots, _registered(snapshots), protection)
    return Publication(
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


def _protection(found: list[Cell], *, until: date) -> Protection:
    """What to hide, given what was shown and hidden before: in every version of the last weeks, also of this one.

    A merged municipality goes on as what its parts were: hidden when one of them was.
    """
    weeks = Publication.objects.filter(week__lt=until).order_by("-week").values_list("week", flat=True)
    recent = list(Publication.objects.filter(week__in=[*weeks.distinct()[:HOLD], until]))
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
