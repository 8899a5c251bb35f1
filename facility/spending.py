"""Figures over a period: lead times, spending, outside contracts, reimbursement, cost per place. Read only."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils import timezone

from facility import money
from facility.contract_checks import months_between
from facility.models import Order, OrderLine, ReimbursementClaim, RentalContract, SupportKind, SupportRequest
from facility.models.orders import OrderQuerySet
from housing.models import Site, Unit

Claim = ReimbursementClaim.Status


class Period(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def months(self) -> int:
        return max(months_between(self.first, self.last), 1)


class LeadTime(NamedTuple):
    """Median days of one kind of help; None where nothing went that far."""

    kind: str
    requests: int
    until_taken_up: float | None
    until_order: float | None
    until_end: float | None


class Spent(NamedTuple):
    """Orders in euro without VAT."""

    name: str
    orders: int
    net: Decimal


class PlaceCost(NamedTuple):
    """What one place of a site costs per month in euro: orders without VAT and rent."""

    site: str
    places: int
    orders: Decimal
    rent: Decimal
    per_place: Decimal


def lead_times(period: Period) -> list[LeadTime]:
    """By kind, of the requests that were submitted in the period. Two queries."""
    rows = SupportRequest.objects.filter(submitted_at__date__range=period).exclude(
        status=SupportRequest.Status.DRAFT
    )
    placed = Order.objects.committed().filter(destinations__support_request__in=rows)
    moments = placed.order_by("-placed_at").values_list("destinations__support_request", "placed_at")
    first_order = dict(moments)  # the earliest comes last, and stays
    found: dict[str, list[tuple[float | None, float | None, float | None]]] = defaultdict(list)
    for pk, kind, begun, taken, ended in rows.order_by("pk").values_list(
        "pk", "kind", "submitted_at", "taken_up_at", "decided_at"
    ):
        found[kind].append(tuple(days(begun, then) for then in (taken, first_order.get(pk), ended)))  # type: ignore[arg-type]
    return [
        LeadTime(label, len(found[kind]), *(middle(column) for column in zip(*found[kind], strict=True)))
        for kind, label in SupportKind.choices
        if found[kind]
    ]


def days(begun: object, then: object) -> float | None:
    """Days from one moment to another, with a fraction; None when there was no other."""
    if begun is None or then is None:
        return None
    return (then - begun) / timedelta(days=1)  # type: ignore[operator]


def middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 1) if known else None


def per_contract(period: Period) -> list[Spent]:
    """Most first; what is on no contract stands under its own name."""
    rows = (
        placed_in(period)
        .order_by()
        .values_list("lot__contract__number", "lot__contract__title")
        .annotate(orders=Count("pk"), spent=Sum("net"))
    )
    found = [
        Spent(f"{number} {title}" if number else "buiten raamcontract", orders, spent)
        for number, title, orders, spent in rows
    ]
    return sorted(found, key=lambda row: (-row.net, row.name))


def per_municipality(period: Period) -> list[Spent]:
    return _per(period, "destination__organisation__name")


def per_site(period: Period) -> list[Spent]:
    """Only what was ordered for a request about a site."""
    return [row for row in _per(period, "destination__support_request__site__name") if row.name]


def _per(period: Period, column: str) -> list[Spent]:
    rows = (
        OrderLine.objects.filter(order__in=placed_in(period))
        .order_by()
        .values_list(column)
        .annotate(orders=Count("order", distinct=True), spent=Sum("net"))
    )
    found = [Spent(name or "", orders, spent) for name, orders, spent in rows]
    return sorted(found, key=lambda row: (-row.net, row.name))


def placed_in(period: Period) -> OrderQuerySet:
    return Order.objects.committed().filter(placed_at__date__range=period)


def outside(period: Period) -> dict[str, object]:
    """Purchases outside any contract: how many, how much, and what is still to be regularised or is too late."""
    today = timezone.localdate()
    open_ = Q(regularised_at__isnull=True)
    return (
        placed_in(period)
        .outside_contracts()
        .aggregate(
            orders=Count("pk"),
            spent=Sum("net", default=money.ZERO),
            open=Count("pk", filter=open_),
            late=Count("pk", filter=open_ & Q(regularise_by__lt=today)),
        )
    )


def reimbursed(period: Period) -> dict[str, object]:
    """Claims that were submitted in the period: asked, approved, paid; in euro."""
    rows = ReimbursementClaim.objects.filter(submitted_at__date__range=period)
    asked = rows.exclude(status__in=[Claim.DRAFT, Claim.WITHDRAWN]).aggregate(
        asked=Sum("lines__asked", default=money.ZERO)
    )
    sums = rows.aggregate(
        claims=Count("pk"),
        approved=Sum("approved_total", default=money.ZERO),
        paid=Sum("approved_total", filter=Q(status=Claim.PAID), default=money.ZERO),
    )
    return {**sums, **asked}


def cost_per_place(period: Period) -> list[PlaceCost]:
    """By site that something was ordered or rented for, dearest first. Orders of the period are spread over its months;
    rent counts for its months in the period, without indexation. Four queries."""
    orders: dict[int, Decimal] = dict(
        OrderLine.objects.filter(
            order__in=placed_in(period), destination__support_request__site__isnull=False
        )
        .order_by()
        .values_list("destination__support_request__site")
        .annotate(spent=Sum("net"))
    )
    rents: dict[int, Decimal] = defaultdict(lambda: money.ZERO)
    signed = RentalContract.objects.filter(
        status__in=[RentalContract.Status.SIGNED, RentalContract.Status.ENDED], rent__isnull=False,
        begins_on__lte=period.last, ends_on__gte=period.first,
    )  # fmt: skip
    for site, rent, first, last in signed.values_list("site", "rent", "begins_on", "ends_on"):
        rents[site] += rent * max(months_between(max(first, period.first), min(last, period.last)), 0)
    sites = {*orders, *rents}
    names = dict(Site.objects.filter(pk__in=sites).values_list("pk", "name"))
    places = dict(
        Unit.objects.filter(site__in=sites).order_by().values_list("site").annotate(all=Sum("places"))
    )
    found = [
        PlaceCost(
            names[site],
            places[site],
            orders.get(site, money.ZERO),
            rents[site],
            money.cents((orders.get(site, money.ZERO) + rents[site]) / places[site] / period.months),
        )
        for site in sites
        if places.get(site)
    ]
    return sorted(found, key=lambda row: (-row.per_place, row.site))
