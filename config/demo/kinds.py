"""What sites look like: which kinds of building there are, and how they are divided into units."""

from dataclasses import dataclass
from random import Random
from typing import Any

from housing.models import Category, HousingKind, Setting

SMALL_SHARES = [(Category.PRIVATE, 0.62), (Category.PUBLIC, 0.33), (Category.SPECIFIC, 0.05)]


@dataclass(frozen=True)
class Small:
    """A dwelling or small building: mostly one unit, for one household, with its own kitchen and bathroom."""

    kind: HousingKind
    label: str
    unit_places: tuple[int, ...]
    fewest: int = 1
    most: int = 1

    def units(self, chance: Random) -> list[dict[str, Any]]:
        count = chance.randint(self.fewest, self.most)
        return [
            unit(chance, self.label, number if count > 1 else None, chance.choice(self.unit_places), own=True)
            for number in range(1, count + 1)
        ]


@dataclass(frozen=True)
class Large:
    """A collective site of `fewest` to `most` places; `number` of them in Flanders."""

    number: int
    category: Category
    kind: HousingKind
    word: str
    label: str
    unit_places: tuple[int, ...]
    fewest: int
    most: int
    own: bool = False
    setting: Setting = Setting.COLLECTIVE

    def units(self, places: int, chance: Random) -> list[dict[str, Any]]:
        """Units up to that many places; the last one may be smaller."""
        made: list[dict[str, Any]] = []
        while places > 0:
            size = min(chance.choice(self.unit_places), places)
            made.append(unit(chance, self.label, len(made) + 1, size, own=self.own))
            places -= size
        return made


def unit(chance: Random, label: str, number: int | None, places: int, *, own: bool) -> dict[str, Any]:
    """The fields of one unit."""
    ground_floor = chance.random() < 0.3
    return {
        "label": f"{label} {number}" if number else label,
        "places": places,
        "floor_area": round((18 if own else 6) + places * chance.uniform(7, 13 if own else 9), 1),
        "step_free": ground_floor and chance.random() < 0.5,
        "ground_floor": ground_floor,
        "own_kitchen": own,
        "own_sanitary": own or chance.random() < 0.25,
        "pets_allowed": chance.random() < 0.2,
    }


HOUSE = Small(HousingKind.HOUSE, "Woning", (3, 3, 4, 4, 5, 6))
FLAT = Small(HousingKind.FLAT, "Appartement", (2, 3, 3, 4))
STUDIO = Small(HousingKind.STUDIO, "Studio", (1, 2))
BUILDING = Small(HousingKind.BUILDING, "Appartement", (2, 3, 4), 3, 6)
SMALL_KINDS = {
    Category.PRIVATE: [(HOUSE, 0.48), (FLAT, 0.37), (STUDIO, 0.11), (BUILDING, 0.04)],
    Category.PUBLIC: [(HOUSE, 0.37), (FLAT, 0.44), (STUDIO, 0.12), (BUILDING, 0.07)],
    Category.SPECIFIC: [
        (Small(HousingKind.ASSISTED_LIVING, "Assistentiewoning", (2, 2, 3)), 0.25),
        (Small(HousingKind.SERVICE_FLAT, "Serviceflat", (2, 2, 3)), 0.15),
        (Small(HousingKind.HOLIDAY_HOME, "Vakantiewoning", (4, 5, 6)), 0.35),
        (Small(HousingKind.BED_AND_BREAKFAST, "Kamer", (1, 2, 2), 2, 4), 0.15),
        (Small(HousingKind.LODGING, "Kamer", (1, 2, 2), 2, 4), 0.10),
    ],
}
VILLAGE = Large(
    1, Category.VILLAGE, HousingKind.CONTAINERS, "Nooddorp", "Wooneenheid", (4,), 0, 0, own=True
)  # units of 55 m² with their own kitchen and bathroom (domain 2.5, source S84)
LARGE = (
    Large(
        5,
        Category.SPECIFIC,
        HousingKind.HOLIDAY_PARK,
        "Vakantiepark",
        "Huisje",
        (4, 4, 6),
        100,
        260,
        own=True,
    ),
    Large(5, Category.SPECIFIC, HousingKind.HOTEL, "Hotel", "Kamer", (2, 2, 3), 50, 110),
    Large(2, Category.SPECIFIC, HousingKind.HOSTEL, "Hostel", "Kamer", (2, 4, 4, 6), 50, 120),
    Large(4, Category.SPECIFIC, HousingKind.YOUTH_CENTRE, "Jeugdverblijf", "Kamer", (2, 4, 4, 6), 50, 120),
    Large(
        10, Category.SPECIFIC, HousingKind.ASSISTED_LIVING, "Residentie", "Flat", (2, 2, 3), 20, 60, own=True
    ),
    Large(10, Category.PUBLIC, HousingKind.CARE_HOME, "Woonzorgcentrum", "Kamer", (1, 2, 2), 20, 70),
    Large(10, Category.PUBLIC, HousingKind.CONVENT, "Klooster", "Kamer", (1, 2, 2, 3), 16, 60),
    Large(8, Category.PUBLIC, HousingKind.BOARDING_SCHOOL, "Internaat", "Kamer", (2, 2, 4), 30, 90),
    Large(
        6, Category.PUBLIC, HousingKind.COMPLEX, "Wooncomplex", "Appartement", (2, 3, 4), 50, 140, own=True
    ),
    Large(
        10, Category.PRIVATE, HousingKind.COMPLEX, "Wooncomplex", "Appartement", (2, 3, 4), 16, 60, own=True
    ),
    Large(6, Category.PRIVATE, HousingKind.BUILDING, "Gebouw", "Kamer", (1, 2, 3), 16, 50),
)
