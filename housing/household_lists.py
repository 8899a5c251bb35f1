"""The work lists of a local government: who waits, who has no place tonight, whose stay ends, who has no next place.

Read only; each is a queryset over households that were found through `visible_to`.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, FilteredRelation, OuterRef, Q, Subquery, When

from households.models import Channel, HouseholdQuerySet
from housing.models import Stay
from housing.waiting import lives_somewhere, people_waiting

ENDS_WITHIN = timedelta(days=30)


def asks_today(on: date) -> Q:
    """Of who waits: came to the counter, or their host family stopped, and the day is there (domain.md C10)."""
    return Q(channel__in=[Channel.COUNTER, Channel.HOST_STOPS], wanted_from__lte=on)


def end_of_stay(on: date) -> Subquery:
    """Of households: the day on which their stay of now ends, when that is within thirty days."""
    ends = Stay.objects.lived_in(on=on).filter(
        household=OuterRef("pk"), period__endswith__gt=on, period__endswith__lte=on + ENDS_WITHIN
    )
    return Subquery(ends.values("period__endswith")[:1])


def next_place() -> Exists:
    """Of households with `ends_on`: something is granted or held from that day."""
    return Exists(
        Stay.objects.standing().filter(household=OuterRef("pk"), period__startswith__gte=OuterRef("ends_on"))
    )


def urgent(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """No place tonight."""
    return people_waiting(households, on=on).filter(asks_today(on))


def ending(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Live somewhere, and that ends within thirty days: `ends_on`, soonest first; `has_next` tells whether a next place
    is granted or held from that day."""
    return (
        households.present()
        .annotate(ends_on=end_of_stay(on))
        .filter(ends_on__isnull=False)
        .annotate(has_next=next_place())
        .order_by("ends_on", "pk")
    )


def without_next(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Of those whose stay ends soon: nothing is granted or held for afterwards."""
    return ending(households, on=on).filter(~next_place())


def housed(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Live somewhere on that day."""
    return households.present().filter(lives_somewhere(on)).order_by("wanted_from", "pk")


def left(households: HouseholdQuerySet, *, on: date) -> HouseholdQuerySet:
    """Left, the last one first; whatever the day."""
    return households.left()


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


# What comes after a stay of now: nothing that we know of yet, another place, or no place.
STAYS, MOVES, ENDS = 0, 1, 2


def list_counts(households: HouseholdQuerySet, *, on: date) -> dict[str, int]:
    """How many of these households stand in each list, by its code. One query, that goes through the households once,
    each with its one stay of now (stay_household_once), and counts who is alike in all; a test compares with the lists.
    """
    of_now = Q(stays__status=Stay.Status.LIVED_IN, stays__period__contains=on)
    soon = Q(now__period__endswith__gt=on, now__period__endswith__lte=on + ENDS_WITHIN)
    later = Stay.objects.standing().filter(
        household=OuterRef("pk"), period__startswith__gte=OuterRef("now__period__endswith")
    )
    alike = (
        households.filter(merged_into__isnull=True)
        .order_by()
        .annotate(
            now=FilteredRelation("stays", condition=of_now),
            has_left=Case(When(left_on__isnull=False, then=True), default=False),
            lives=Case(When(now__isnull=False, then=True), default=False),
            asks=Case(When(asks_today(on), then=True), default=False),
            then=Case(
                When(now=None, then=STAYS),  # most; of those PostgreSQL need not look for what comes later
                When(soon & Q(Exists(later)), then=MOVES),
                When(soon, then=ENDS),
                default=STAYS,
            ),
        )
        .values_list("has_left", "lives", "asks", "then")
        .annotate(Count("pk", distinct=True))
    )
    counts = dict.fromkeys(LISTS, 0)
    for has_left, lives, asks, then, number in alike:
        in_lists = {
            "wachtend": not has_left and not lives,
            "dringend": not has_left and not lives and asks,
            "loopt-af": not has_left and then != STAYS,
            "zonder-volgende": not has_left and then == ENDS,
            "gehuisvest": not has_left and lives,
            "vertrokken": has_left,
        }
        for code in LISTS:
            counts[code] += number if in_lists[code] else 0
    return counts
