"""What ends soon, and what stands empty while it is paid for; read only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields import DateField
from django.utils import timezone

from housing.models import Category, Freshness, HousingKind, Site, Stay, Unavailability, Unit
from housing.models.sites import SiteQuerySet
from housing.models.stays import StayQuerySet
from housing.models.units import UnitQuerySet

STEPS = (14, 30, 60, 90)  # days ahead, as the screen groups them
IDLE_DAYS = 60
# Reception may stand three years without a permit (domain.md 2.5, source S88).
TEMPORARY_YEARS = 3
TEMPORARY = Q(category=Category.VILLAGE) | Q(kind=HousingKind.CONTAINERS)
# What everybody who sees a site may know; contract and permit are the affair of who pays or judges.
AVAILABILITY, CLOSING = "beschikbaarheid", "sluiting"
MONTH_DAYS = Decimal("30.4375")


class Ending(NamedTuple):
    """Something of a site that ends: what, the last day, and who lives there then."""

    site: Site
    what: str
    last_day: date
    days: int
    stays: list[Stay]
    households: int


def endings(sites: SiteQuerySet, stays: StayQuerySet, *, on: date, within: int = max(STEPS)) -> list[Ending]:
    """What ends within so many days, and what should have ended already; soonest first. Two queries.

    `stays` are those that the reader may see; the others are only counted in `households`.
    """
    horizon = on + timedelta(days=within)
    found = [
        (site, what, last)
        for site in sites.open(on=on)
        .filter(_ends_before(horizon))
        .select_related("municipality", "organisation")
        for what, last in _ends_of(site)
        if last <= horizon
    ]
    people: dict[int, list[Stay]] = defaultdict(list)
    numbers: Counter[int] = Counter()
    there = Stay.objects.after(on).filter(unit__site__in={site.pk for site, _, _ in found})
    there = there.annotate(seen=Exists(stays.filter(pk=OuterRef("pk"))))
    for stay in there.select_related("unit", "household__registered_by").order_by("unit__label", "pk"):
        numbers[stay.unit.site_id] += 1
        if stay.seen:
            people[stay.unit.site_id].append(stay)
    return sorted(
        (
            Ending(site, what, last, (last - on).days, people[site.pk], numbers[site.pk])
            for site, what, last in found
        ),
        key=lambda ending: (ending.last_day, ending.site.pk),
    )


def _ends_before(horizon: date) -> Q:
    temporary = TEMPORARY & Q(available__startswith__lte=_years_before(horizon))
    return (
        Q(available__endswith__lte=horizon + timedelta(days=1))
        | Q(closed_on__lte=horizon + timedelta(days=1))
        | Q(contract_until__lte=horizon)
        | Q(permit_until__lte=horizon)
        | temporary
    )


def _ends_of(site: Site) -> Iterable[tuple[str, date]]:
    if site.available.upper is not None:
        yield AVAILABILITY, site.available.upper - timedelta(days=1)
    if site.closed_on is not None:
        yield CLOSING, site.closed_on - timedelta(days=1)
    if site.contract_until is not None:
        yield "contract", site.contract_until
    if site.permit_until is not None:
        yield "vergunning of melding", site.permit_until
    elif site.category == Category.VILLAGE or site.kind == HousingKind.CONTAINERS:
        yield "drie jaar tijdelijke opvang zonder vergunning", _years_after(site.available.lower)


def _years_after(day: date) -> date:
    """The last day of the three years that begin on that day."""
    return _same_day(day, day.year + TEMPORARY_YEARS) - timedelta(days=1)


def _years_before(day: date) -> date:
    return _same_day(day + timedelta(days=1), (day + timedelta(days=1)).year - TEMPORARY_YEARS)


def _same_day(day: date, year: int) -> date:
    """That day in another year; 29 February becomes 1 March."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


class Idle(NamedTuple):
    """A unit that could be lived in, is paid for, and is not: since when, and what that has cost so far (EUR)."""

    unit: Unit
    since: date
    days: int
    lost: Decimal
    freshness: Freshness


def idle_units(units: UnitQuerySet, *, on: date, at_least: int = IDLE_DAYS) -> list[Idle]:
    """Units in which people may live, that nobody lives in or is to come to, and that are paid for, for `at_least`
    days; most money lost first. One query. Also where nobody looked lately: it costs as much.

    The monthly cost of a site is shared out over its units by their places. A place counts from when it could be
    lived in: available, works done, validated, and confirmed where that is needed.
    """
    taken = Stay.objects.after(on).filter(unit=OuterRef("pk"))
    empty = (
        units.habitable(on=on)
        .exclude(Exists(taken))
        .filter(site__monthly_cost__gt=0, site__available__startswith__lte=on - timedelta(days=at_least))
        .select_related("site__municipality")
        .annotate(
            left_on=_latest_end(Stay.objects.standing(), on),
            in_use_on=_latest_end(Unavailability.objects.all(), on),
        )
        .annotate(site_places=Subquery(_places_of_site()))
    )
    found = []
    for unit in empty:
        site = unit.site
        moments = (site.opened_at, site.confirmed_at)
        days_of = [timezone.localdate(moment) for moment in moments if moment is not None]
        since = max(
            day
            for day in (site.available.lower, site.ready_on, unit.left_on, unit.in_use_on, *days_of)
            if day is not None
        )
        days = (on - since).days
        if days >= at_least:
            share = Decimal(unit.places) / Decimal(unit.site_places)
            lost = ((unit.site.monthly_cost or 0) * share * days / MONTH_DAYS).quantize(Decimal(1))
            found.append(Idle(unit, since, days, lost, site.freshness(on=on)))
    return sorted(found, key=lambda idle: (-idle.lost, idle.unit.pk))


def _latest_end(rows: "QuerySet[Stay] | QuerySet[Unavailability]", on: date) -> Subquery:
    ends = rows.filter(unit=OuterRef("pk"), period__endswith__lte=on).order_by("-period__endswith")
    end = Func("period", function="upper", output_field=DateField())
    return Subquery(ends.annotate(end=end).values("end")[:1])


def _places_of_site() -> "QuerySet[Unit, Any]":
    same_site = Unit.objects.filter(site=OuterRef("site")).order_by().values("site")
    return same_site.annotate(total=Sum("places")).values("total")
