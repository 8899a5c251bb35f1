"""What the subsidy check needs to know, read from the register: sites of one municipality as they stand at the end of a
day. A few queries for each municipality, whatever the number of sites."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Prefetch
from django.utils.timezone import localdate

from accounts.models import Kind
from housing.models import Category, Readiness, Site, Stay, Unavailability, Unit
from housing.models.sites import SiteQuerySet
from housing.subsidy_check import Period, SiteFacts, UnitFacts


def facts_of(sites: SiteQuerySet, *, on: date) -> list[SiteFacts]:
    """Every site among these that counts on that day, with its units."""
    found = (
        sites.filter(merged_into__isnull=True, opened_at__date__lte=on)
        .select_related("offer", "organisation")
        .prefetch_related(Prefetch("units", Unit.objects.order_by("label", "pk")))
        .order_by("name", "pk")
    )
    units = Unit.objects.filter(site__in=found)
    broken = _broken(units)
    filled = _days_filled(units, on=on)
    return [_facts(site, broken, filled) for site in found]


def persons_in(sites: SiteQuerySet, *, on: date) -> int:
    """How many persons live there on that day."""
    lived_in = Stay.objects.lived_in(on=on).filter(unit__site__in=sites)
    return int(lived_in.aggregate(number=Count("persons", distinct=True))["number"])


def _facts(site: Site, broken: dict[int, list[Period]], filled: dict[int, int]) -> SiteFacts:
    offer = site.offer
    end = min((day for day in (site.available.upper, site.closed_on) if day), default=None)
    whole = Period(max(site.available.lower, site.ready_on or site.available.lower), end)
    own = site.organisation.kind == Kind.LOCAL_AUTHORITY
    return SiteFacts(
        pk=site.pk,
        name=site.name,
        category=site.category,
        category_label=site.get_category_display(),
        kind=site.kind,
        works=bool(site.ready_on) or (offer is not None and offer.readiness == Readiness.WORKS),
        works_cost=offer.works_cost if offer is not None else None,
        needs_agreement=site.category == Category.PUBLIC and not own and site.contract_until is None,
        validated_on=localdate(site.opened_at),
        confirmed_on=localdate(site.confirmed_at) if site.confirmed_at else None,
        units=[
            UnitFacts(unit.places, without(whole, broken[unit.pk]), filled[unit.pk])
            for unit in site.units.all()
        ],
    )


def without(whole: Period, breaks: Iterable[Period]) -> list[Period]:
    """What is left of a period around breaks, in order."""
    left, begin = [], whole.begin
    for gap in sorted(breaks):
        if whole.end is not None and gap.begin >= whole.end:
            break
        if gap.begin > begin:
            left.append(Period(begin, gap.begin))
        if gap.end is None:
            return left
        begin = max(begin, gap.end)
    if whole.end is None or begin < whole.end:
        left.append(Period(begin, whole.end))
    return left


def _broken(units: Iterable[Unit]) -> dict[int, list[Period]]:
    """By unit: when it was out of use."""
    found: dict[int, list[Period]] = defaultdict(list)
    for unit, period in Unavailability.objects.filter(unit__in=units).values_list("unit", "period"):
        found[unit].append(Period(period.lower, period.upper))
    return found


def _days_filled(units: Iterable[Unit], *, on: date) -> dict[int, int]:
    """By unit: days that somebody lived there, that day included. Two households never share a unit on a day."""
    found: dict[int, int] = defaultdict(int)
    stays = Stay.objects.filter(unit__in=units, status=Stay.Status.LIVED_IN)
    for unit, period in stays.values_list("unit", "period"):
        end = on + timedelta(days=1) if period.upper is None else min(period.upper, on + timedelta(days=1))
        found[unit] += max((end - period.lower).days, 0)
    return found
