"""What a line of a claim may bring, from its unit price; pure, so that it gives the same cent at any later date."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from facility import money


class Basis(StrEnum):
    FIXED = "fixed"
    COST = "cost"


class Allowed(NamedTuple):
    """The highest amount in euro, and how it came about in Dutch."""

    amount: Decimal
    how: str


def ceiling(*, rate: Decimal, quantity: int) -> Decimal:
    """The most that so many units can bring, in euro."""
    return money.cents(rate * quantity)


def allowed(*, basis: str, rate: Decimal, quantity: int, cost: Decimal) -> Allowed:
    """For a fixed amount: quantity times rate. For costs: what it cost, and never more than quantity times rate."""
    most = ceiling(rate=rate, quantity=quantity)
    times = f"{quantity} × {money.in_words(rate)} = {money.in_words(most)}"
    if basis == Basis.FIXED:
        return Allowed(most, times)
    if cost > most:
        return Allowed(most, f"kosten {money.in_words(cost)}, beperkt tot {times}")
    return Allowed(money.cents(cost), f"kosten {money.in_words(cost)}, hoogstens {times}")


# Amounts of domain.md 2.2 (sources S4 and S12). How "per opvangplaats" of the common parts is meant is not sure.
SOURCE = "BVR van 8 april 2022, pagina financiering (S4); lezing van de huisvestingstool, na te kijken"


def published() -> list[dict[str, Any]]:
    """The unit prices that the portal starts with, without their period."""
    rows: tuple[tuple[str, str, str, Basis, int, str], ...] = (
        ("works_place", "Slaapplek na opknapwerken", "place", Basis.FIXED, 400, ""),
        ("works_room", "Opknapwerken in een kamer", "room", Basis.COST, 2500, ""),
        (
            "works_common",
            "Opknapwerken in gemeenschappelijke delen",
            "site",
            Basis.COST,
            2500,
            "De bron zegt „per opvangplaats”. Hier gelezen als: per locatie.",
        ),
        ("created_place", "Slaapplek zonder opknapwerken", "place", Basis.FIXED, 1000, ""),
    )
    names = ("code", "title", "unit", "basis", "rate", "assumption")
    return [{**dict(zip(names, row, strict=True)), "basis": str(row[3]), "source": SOURCE} for row in rows]
