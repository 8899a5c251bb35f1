"""The solidarity ledger: what municipalities did for one another, in persons. Read only.

Every accepted request across a border counts once on each side, with the persons that the household had when it was
asked; so the balances of all municipalities sum to zero, whatever happened later.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from housing.models import Stay
from matching.models import Proposal
from municipalities.models import Municipality
from spread.models import IndicatorSnapshot, Level


class Account(NamedTuple):
    """One municipality: persons taken in for others, persons placed with others, and what that is per 1,000
    inhabitants (None while the number of inhabitants is not known)."""

    municipality: Municipality
    received: int
    given: int
    population: int | None
    spread: IndicatorSnapshot | None

    @property
    def balance(self) -> int:
        return self.received - self.given

    @property
    def balance_per_1000(self) -> Decimal | None:
        return per_1000(self.balance, self.population)

    @property
    def received_per_1000(self) -> Decimal | None:
        return per_1000(self.received, self.population)

    @property
    def given_per_1000(self) -> Decimal | None:
        return per_1000(self.given, self.population)


def per_1000(persons: int, population: int | None) -> Decimal | None:
    return None if not population else Decimal(1000 * persons) / population


def ledger(municipalities: Iterable[Municipality]) -> list[Account]:
    """The accounts of these municipalities, in their order. Two queries, whatever their number."""
    towns = list(municipalities)
    moved = (
        Proposal.objects.across_borders()
        .filter(status=Proposal.Status.ACCEPTED)
        .exclude(hold__status=Stay.Status.CANCELLED)  # the household never came
        .order_by()
        .values_list("asked_by__municipality", "unit__site__municipality")
        .annotate(Sum("persons"))
    )
    received: dict[int, int] = defaultdict(int)
    given: dict[int, int] = defaultdict(int)
    for giver, taker, persons in moved:
        given[giver] += persons
        received[taker] += persons
    spread = {
        row.municipality_id: row
        for row in IndicatorSnapshot.objects.current()
        .filter(level=Level.MUNICIPALITY, municipality__in=towns)
        .defer("explanation")
    }
    return [
        Account(
            town,
            received[town.pk],
            given[town.pk],
            spread[town.pk].population if town.pk in spread else None,
            spread.get(town.pk),
        )
        for town in towns
    ]
