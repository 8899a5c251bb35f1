"""All about one municipality on one page, to prepare a meeting: read from every app, for VLOT and ABB."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum, Value, Window

from accounts.models import Kind, Membership, Organisation
from facility.models import SupportRequest
from housing.models import Site, Unit
from municipalities.models import Municipality
from spread.counting import count_loads
from spread.figures import Load
from spread.models import IndicatorSnapshot, Level
from vlot.guidance.models import GoodPractice
from vlot.models import Contact, Intervention

LATEST = 10


@dataclass(frozen=True)
class TownSheet:
    """What the page shows. `requests` only counts: what is in a request stays between the town and Facility."""

    authority: Organisation | None
    open_cases: Sequence[Intervention]
    closed_cases: Sequence[Intervention]
    contacts: Sequence[Contact]
    minutes: int
    sites: Sequence[Any]
    load: Load
    spread: IndicatorSnapshot | None
    requests: list[tuple[str, int]]
    practices: Sequence[GoodPractice]


def town_sheet(town: Municipality, *, by: Membership, on: date) -> TownSheet:
    """Everything that this hat may see of the municipality. Ten queries, however much there is."""
    calls = (
        Intervention.objects.visible_to(by)
        .filter(municipality=town)
        .select_related("assignee", "team__province", "topic")
    )
    # The last ones, each with the minutes of all together.
    contacts = list(
        Contact.objects.filter(intervention__in=calls.values("pk"))
        .select_related("intervention")
        .annotate(minutes_in_all=Window(Sum("minutes")))[:LATEST]
    )
    closed = Q(status=Intervention.Status.CLOSED)
    snapshots = IndicatorSnapshot.objects.visible_to(by).current().of(Level.MUNICIPALITY)
    return TownSheet(
        authority=Organisation.objects.filter(kind=Kind.LOCAL_AUTHORITY, municipality=town).first(),
        open_cases=list(calls.exclude(closed).queue()),
        closed_cases=list(calls.filter(closed).order_by("-closed_at", "-pk")[:LATEST]),
        contacts=contacts,
        minutes=contacts[0].minutes_in_all if contacts else 0,
        sites=sites_of(town, by=by, on=on),
        load=count_loads({town.pk: town.pk}, on=on, only=[town.pk])[town.pk],
        spread=snapshots.filter(municipality=town).first(),
        requests=open_requests(town),
        practices=list(
            GoodPractice.objects.visible_to(by).published().filter(organisation__municipality=town)
        ),
    )


def sites_of(town: Municipality, *, by: Membership, on: date) -> list[tuple[Site, int, int]]:
    """The open sites with their places that can be used and those that are free, by name. Two queries."""
    sites = Site.objects.visible_to(by).open(on=on).filter(municipality=town).order_by("name", "pk")
    usable, free = (
        units.filter(site__municipality=town)
        .order_by()
        .values("site", word=Value(word))
        .annotate(number=Sum("places"))
        .values_list("site", "word", "number")
        for word, units in (("usable", Unit.objects.deployable(on=on)), ("free", Unit.objects.free(on=on)))
    )
    places = {(site, word): number for site, word, number in usable.union(free, all=True)}
    return [(site, places.get((site.pk, "usable"), 0), places.get((site.pk, "free"), 0)) for site in sites]


def open_requests(town: Municipality) -> list[tuple[str, int]]:
    """How many requests to Het Facilitair Bedrijf are open, by kind."""
    ended = [status for status, waiter in SupportRequest.WAITS_FOR.items() if waiter is None]
    requests = SupportRequest.objects.filter(organisation__municipality=town).exclude(status__in=ended)
    kinds = Counter(str(request.get_kind_display()) for request in requests)
    return sorted(kinds.items())
