"""What the inflow simulator starts from: the free units, who lives where until when, and what opens. Reads only.

A unit ends when the period of its site ends or the site closes, whichever is first. A unit that is out of use opens on
the day after; one without such a day does not count. A household that has a place kept for it counts as living there.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from households.models import Strength
from housing.models import Category, Site, Stay, Unavailability
from housing.models import Unit as HousingUnit
from municipalities.models import Municipality
from spread.counting import successors_of_today
from spread.inflow import NEVER, Household, Living, Start, Unit
from spread.models import IndicatorSnapshot, Level

# How many households of one, two, three … persons, when too few live in the portal to say: an assumption of ours.
ASSUMED_MIX = {1: 34, 2: 30, 3: 19, 4: 11, 5: 4, 6: 2}
ENOUGH_HOUSEHOLDS = 30
# A share of one in whole numbers.
PARTS = 10**12


def start_on(on: date) -> Start:
    """Everything as it is known for the day `on`, by the shares of the newest figures. Six queries."""
    successors = successors_of_today()
    codes = dict(Municipality.objects.values_list("pk", "nis_code"))
    code_of = {pk: codes[successor] for pk, successor in successors.items()}
    kinds = _units(on, code_of)
    living, taken = _living(on, kinds)
    free: Counter[Unit] = Counter()
    opening: Counter[tuple[date, Unit]] = Counter()
    for pk, (unit, opens) in kinds.items():
        if pk in taken:
            continue
        if opens <= on:
            free[unit] += 1
        elif opens < unit.closes:
            opening[opens, unit] += 1
    newest = IndicatorSnapshot.objects.current().filter(level=Level.MUNICIPALITY, share__isnull=False)
    rows = list(newest.values_list("municipality_id", "share", "reference_region__name"))
    shares = {codes[pk]: int(share * PARTS) for pk, share, _ in rows if pk and share}
    regions = dict.fromkeys(code_of.values(), "") | {
        codes[pk]: region for pk, _, region in rows if pk and region
    }
    return Start(on, free, living, opening, shares, regions)


def mix_of(living: Mapping[Living, int]) -> tuple[dict[int, int], bool]:
    """Households per size as they live there now; with whether that is an assumption, for lack of enough of them."""
    found: Counter[int] = Counter()
    for stay, number in living.items():
        found[stay.household.persons] += number
    assumed = sum(found.values()) < ENOUGH_HOUSEHOLDS
    return (dict(ASSUMED_MIX) if assumed else dict(sorted(found.items()))), assumed


def _units(on: date, code_of: Mapping[int, str]) -> dict[int, tuple[Unit, date]]:
    """Each unit that is there on or after `on`, with the first day on which it can be lived in."""
    out_of_use = dict(Unavailability.objects.filter(period__contains=on).values_list("unit_id", "period"))
    sites = (
        Site.objects.open(on=on)
        .filter(Q(available__endswith__gt=on) | Q(available__endswith__isnull=True))
        .exclude(category=Category.SPECIFIC, confirmed_at__isnull=True)
    )
    found = {}
    for pk, area, places, step_free, available, closed_on, ready_on in HousingUnit.objects.filter(
        site__in=sites
    ).values_list(
        "pk",
        "site__municipality_id",
        "places",
        "step_free",
        "site__available",
        "site__closed_on",
        "site__ready_on",
    ):
        closes = min(day for day in (available.upper, closed_on, NEVER) if day is not None)
        opens = max(day for day in (available.lower, ready_on, on) if day is not None)
        if pk in out_of_use:
            opens = max(opens, out_of_use[pk].upper or NEVER)
        found[pk] = (Unit(code_of[area], places, step_free, closes), opens)
    return found


def _living(on: date, kinds: Mapping[int, tuple[Unit, date]]) -> tuple[Counter[Living], set[int]]:
    """Who lives where or has a place kept, with the units that are taken; of two stays in a unit the last one."""
    last: dict[int, Living] = {}
    stays = (
        Stay.objects.after(on)
        .filter(unit__in=list(kinds))
        .annotate(number=Count("persons"))
        .order_by("period", "pk")
        .values_list("unit_id", "period", "number", "household__need_step_free")
    )
    for unit, period, persons, need in stays:
        household = Household(max(persons, 1), need == Strength.HARD)
        last[unit] = Living(kinds[unit][0], household, period.upper or NEVER)
    return Counter(last.values()), set(last)
