"""The work lists of a local government: who waits, who has no place tonight, whose stay ends, who has no next place.

Read only; each is a queryset over households that were found through `visible_to`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value

from households.models import Channel, HouseholdQuerySet
from housing.models import Stay
from housing.waiting import people_waiting

ENDS_WITHIN = timedelta(days=30)


def urgent(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """No place tonight: came to the counter, or their host family stopped, and the day is there (domain.md C10)."""
    return people_waiting(households, on=on).filter(
        channel__in=[Channel.COUNTER, Channel.HOST_STOPS], wanted_from__lte=on
    )


def ending(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Live somewhere, and that ends within thirty days: `ends_on`, soonest first; `has_next` tells whether a next place
    is granted or held from that day."""
    lived_in = Stay.objects.lived_in(on=on).filter(
        household=OuterRef("pk"), period__endswith__gt=on, period__endswith__lte=on + ENDS_WITHIN
    )
    return (
        households.present()
        .annotate(ends_on=Subquery(lived_in.values("period__endswith")[:1]))
        .filter(ends_on__isnull=False)
        .annotate(has_next=Exists(_after(OuterRef("ends_on"))))
        .order_by("ends_on", "pk")
    )


def without_next(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Of those whose stay ends soon: nothing is granted or held for afterwards."""
    return ending(households, on=on).filter(~Exists(_after(OuterRef("ends_on"))))


def housed(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Live somewhere on that day."""
    lived_in = Stay.objects.lived_in(on=on).filter(household=OuterRef("pk"))
    return households.present().filter(Exists(lived_in)).order_by("wanted_from", "pk")


def left(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Left, the last one first; whatever the day."""
    return households.left()


def _after(day: Any) -> QuerySet[Stay]:
    return Stay.objects.standing().filter(household=OuterRef("pk"), period__startswith__gte=day)


LISTS: dict[str, tuple[str, Callable[..., HouseholdQuerySet]]] = {
    "wachtend": ("Wachtend", people_waiting),
    "dringend": ("Dringend vandaag", urgent),
    "loopt-af": ("Loopt af", ending),
    "zonder-volgende": ("Zonder volgende plaats", without_next),
    "gehuisvest": ("Gehuisvest", housed),
    "vertrokken": ("Vertrokken", left),
}


def in_list(code: str, households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    return LISTS[code][1](households, on=on)


def list_counts(households: HouseholdQuerySet, *, on: date) -> dict[str, int]:
    """How many of these households stand in each list, by its code. One statement: a union, so that PostgreSQL plans
    each list by itself."""
    first, *others = (
        members(households, on=on)
        .order_by()
        .values(list=Value(code))
        .annotate(number=Count("pk", distinct=True))
        .values_list("list", "number")
        for code, (_, members) in LISTS.items()
    )
    return dict.fromkeys(LISTS, 0) | dict(first.union(*others, all=True))
