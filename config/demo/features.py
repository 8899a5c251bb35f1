"""What an offer tells about the place itself: rooms, kitchen, sanitary, surroundings, price, ownership."""

from decimal import Decimal
from random import Random
from typing import Any

from housing.models import Category, Furniture, HousingKind, Ownership, RentPer, Setting, Sharing

# Kinds where people share kitchen and sanitary, and kinds that ask a price per person and night.
SHARED_KINDS = {
    HousingKind.BOARDING_SCHOOL,
    HousingKind.CONVENT,
    HousingKind.HOSTEL,
    HousingKind.YOUTH_CENTRE,
    HousingKind.CARE_HOME,
}
BY_NIGHT = {
    HousingKind.HOTEL,
    HousingKind.HOSTEL,
    HousingKind.YOUTH_CENTRE,
    HousingKind.BED_AND_BREAKFAST,
    HousingKind.HOLIDAY_PARK,
}
SMALL_RENT, NIGHT_PRICE = (450, 1100), (12, 34)  # euros, invented


def features(
    chance: Random, *, category: str, kind: str, places: int, units: int, setting: str = Setting.INDIVIDUAL
) -> dict[str, Any]:
    """The columns of an offer that describe such a place. Now and then one is left open, as people do."""
    shared = kind in SHARED_KINDS or setting == Setting.COLLECTIVE
    area = Decimal(round(places * chance.uniform(11, 24) + 14))
    own_count = 0 if shared else units
    wet_rooms = max(1, round(places / chance.uniform(5, 9))) if shared else own_count
    told = {
        "estimated_units": units,
        "rooms": max(units, round(places * chance.uniform(0.5, 0.9))),
        "floor_area": area,
        "sleeping_area": round(area * Decimal("0.4"), 1),
        "kitchen": Sharing.SHARED if shared else Sharing.OWN,
        "kitchens": max(1, places // 25) if shared else own_count,
        "sanitary": Sharing.SHARED if shared else Sharing.OWN,
        "toilets": wet_rooms,
        "showers": wet_rooms,
        "furniture": chance.choice((Furniture.FULL, Furniture.FULL, Furniture.PARTLY, Furniture.NONE)),
        "minutes_to_transport": chance.randint(1, 18),
        "minutes_to_school": chance.randint(3, 25),
        "minimum_months": chance.choice((3, 6, 6, 12, 12, 24)),
        "ownership": chance.choice(
            (Ownership.OWNER, Ownership.OWNER, Ownership.OWNER, Ownership.TENANT, Ownership.MANAGED)
        ),
    }
    for name in ("rooms", "minutes_to_school", "minimum_months", "ownership"):
        if chance.random() < 0.12:
            told.pop(name)
    return {
        **told,
        **price(chance, kind, units),
        "lift": places > 12 and chance.random() < 0.7,
        "ground_floor": chance.random() < 0.4,
        "pets_allowed": chance.random() < 0.25,
        "on_request": category == Category.PUBLIC and chance.random() < 0.8,
    }


def price(chance: Random, kind: str, units: int) -> dict[str, Any]:
    """A price per night for lodging, else per unit or for everything; one in five asks nothing yet."""
    if chance.random() < 0.2:
        return {}
    if kind in BY_NIGHT:
        return {"rent": chance.randint(*NIGHT_PRICE), "rent_per": RentPer.NIGHT, "costs_included": True}
    amount = round(chance.randint(*SMALL_RENT), -1)
    return {
        "rent": amount,
        "rent_per": RentPer.UNIT if units > 1 else RentPer.MONTH,
        "costs_included": chance.random() < 0.4,
    }
