"""Counting what there is per municipality, in one SQL statement, with the definitions of `housing`."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, Q, QuerySet, Sum, Value

from housing.models import Category, Setting, Stay, Unit
from municipalities.models import Municipality
from spread.figures import Load

# Which places weigh as own places: the royal decree of 17 May 2016 counts those of the municipality itself in full.
OWN = Q(site__category__in=[Category.PUBLIC, Category.VILLAGE]) | Q(site__setting=Setting.COLLECTIVE)


def count_loads(
    successors: dict[int, int], *, on: date, only: Collection[int] | None = None
) -> dict[int, Load]:
    """The load of each municipality of today (of those in `only`), as it is in the database for the day `on`.

    `successors` sends every municipality to the one of today (`successors_of_today`), so that a site that still
    carries the code from before a merger counts where it lies now. One statement, however many municipalities, so
    that all counters are of the same moment.
    """
    wanted = set(successors.values()) if only is None else {successors[pk] for pk in only}
    counted: dict[int, dict[str, int]] = {pk: defaultdict(int) for pk in wanted}
    members = None if only is None else [pk for pk, successor in successors.items() if successor in wanted]
    for area, word, amount in statement(on, members):
        counted[successors[area]][word] += amount
    return {pk: Load(**words) for pk, words in counted.items()}


def count_loads_of_days(
    successors: dict[int, int], towns: Mapping[date, Collection[int]]
) -> dict[tuple[date, int], Load]:
    """The load on each day of the municipalities of today that are asked about for that day. One statement as well."""
    wanted = {(day, successors[pk]) for day, asked in towns.items() for pk in asked}
    if not wanted:
        return {}
    counted: dict[tuple[date, int], dict[str, int]] = {pair: defaultdict(int) for pair in wanted}
    parts = []
    for day in towns:
        members = [pk for pk, successor in successors.items() if (day, successor) in wanted]
        parts += [part.annotate(day=Value(day, DateField())) for part in _parts(day, members)]
    for area, word, amount, day in parts[0].union(*parts[1:], all=True):
        counted[day, successors[area]][word] += amount
    return {pair: Load(**words) for pair, words in counted.items()}


def successors_of_today() -> dict[int, int]:
    """Each municipality that ever was with the one that it belongs to now. One query."""
    into = dict(Municipality.objects.values_list("pk", "merged_into_id"))
    today: dict[int, int] = {}
    for pk in into:
        successor = pk
        while (after := into[successor]) is not None:
            successor = after
        today[pk] = successor
    return today


def statement(on: date, members: list[int] | None) -> QuerySet[Any, tuple[int, str, int]]:
    """One row per municipality and word. A union, so that PostgreSQL plans each definition as plain joins."""
    first, *others = _parts(on, members)
    return first.union(*others, all=True)


def _parts(on: date, members: list[int] | None) -> list[QuerySet[Any, Any]]:
    units = {
        "places": Unit.objects.validated(on=on),
        "own_places": Unit.objects.validated(on=on).filter(OWN),
        "deployable": Unit.objects.deployable(on=on),
        "free": Unit.objects.free(on=on),
        "occupied": Unit.objects.occupied(on=on),
    }
    parts: list[QuerySet[Any, Any]] = []
    for word, queryset in units.items():
        if members is not None:
            queryset = queryset.filter(site__municipality__in=members)
        parts.append(_grouped(queryset, "site__municipality", word, Sum("places")))
    stays = Stay.objects.lived_in(on=on)
    if members is not None:
        stays = stays.filter(unit__site__municipality__in=members)
    parts.append(
        _grouped(stays.filter(persons__isnull=False), "unit__site__municipality", "persons", Count("persons"))
    )
    return parts


def _grouped(queryset: QuerySet[Any], area: str, word: str, amount: Any) -> QuerySet[Any, Any]:
    return (
        queryset.order_by()
        .values(area=F(area))
        .annotate(word=Value(word), amount=amount)
        .values_list("area", "word", "amount")
    )
