"""Numbers about contracts and orders; read only."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from facility import money
from facility.models import BudgetDecision, Lot, Order, PurchaseTerms, SupportRequest

NOBODY = "nog niemand"


class Use(NamedTuple):
    """How much of a ceiling or a budget went to orders; euro without VAT. `used` was delivered in full, `committed` is
    still to come."""

    ceiling: Decimal
    used: Decimal
    committed: Decimal
    warn_at: Decimal

    @property
    def taken(self) -> Decimal:
        return self.used + self.committed

    @property
    def left(self) -> Decimal:
        return self.ceiling - self.taken

    @property
    def share(self) -> Decimal:
        """The part of the ceiling that orders took: between 0 and 1."""
        return self.taken / self.ceiling

    @property
    def nearly_full(self) -> bool:
        return self.share >= self.warn_at


def warn_at(*, on: date) -> Decimal:
    """The part of a ceiling from which to warn, as set for that day."""
    return PurchaseTerms.objects.in_force(on=on).warn_at


def use_of_lots(lots: Iterable[Lot], *, on: date) -> dict[int, Use]:
    """By lot. Two queries, however many lots."""
    return _use({lot.pk: lot.ceiling for lot in lots}, "lot", on=on)


def use_of_budgets(budgets: Iterable[BudgetDecision], *, on: date) -> dict[int, Use]:
    """By budget. Two queries, however many budgets."""
    return _use({budget.pk: budget.amount for budget in budgets}, "budget", on=on)


def _use(ceilings: dict[int, Decimal], column: str, *, on: date) -> dict[int, Use]:
    there = Q(status=Order.Status.DELIVERED)
    sums = {
        pk: (used, committed)
        for pk, used, committed in Order.objects.committed()
        .filter(**{f"{column}__in": list(ceilings)})
        .order_by()
        .values(column)
        .annotate(
            used=Sum("net", filter=there, default=money.ZERO),
            committed=Sum("net", filter=~there, default=money.ZERO),
        )
        .values_list(column, "used", "committed")
    }
    nothing = (money.ZERO, money.ZERO)
    share = warn_at(on=on)
    return {pk: Use(ceiling, *sums.get(pk, nothing), warn_at=share) for pk, ceiling in ceilings.items()}


def workload() -> list[tuple[str, int, int]]:
    """Who handles how many open requests, and for how many persons; those that nobody took up come first."""
    rows = (
        SupportRequest.objects.filter(decided_at__isnull=True)
        .exclude(status=SupportRequest.Status.DRAFT)
        .order_by("taken_up_by__name")
        .values_list("taken_up_by__name")
        .annotate(requests=Count("pk"), waiting=Sum("persons", default=0))
    )
    found = [(name or NOBODY, count, persons) for name, count, persons in rows]
    return sorted(found, key=lambda row: (row[0] != NOBODY, row[0]))
