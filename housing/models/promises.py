"""What PostgreSQL keeps of the description of a place: of an offer, and of the site that it becomes."""

from decimal import Decimal

from django.db.models import BaseConstraint, CheckConstraint, F, Q
from django.db.models.functions import Coalesce

from housing.models.choices import FIRST_DAY, SPECIFIC_KINDS, Category, Readiness, Sharing

# The box around Belgium (WGS 84, degrees): whoever stands outside it typed something else.
SOUTH, NORTH = Decimal("49.49"), Decimal("51.51")
WEST, EAST = Decimal("2.54"), Decimal("6.41")
MAX_MINUTES = 240
MAX_MONTHS = 120
SPECIFIC_KIND_NEEDED = (
    "Een specifiek verblijfscomplex is een assistentiewoning, serviceflat, hotel, hostel, jeugdverblijfcentrum, "
    "vakantiewoning, B&B, vakantiepark of ander toeristisch logies. Kies zo’n soort, of een andere categorie."
)

# A draft may hold things that do not fit together yet; what was never submitted may be withdrawn like that.
UNFINISHED = Q(status__in=["draft", "withdrawn"])


def specific_kind(*, name: str, unless: Q | None = None) -> CheckConstraint:
    """A *specifiek verblijfscomplex* is one of its subtypes (domain.md 2.1, source S2)."""
    allowed = ~Q(category=Category.SPECIFIC) | Q(kind__in=[*SPECIFIC_KINDS])
    return CheckConstraint(
        condition=(unless | allowed) if unless else allowed,
        name=name,
        violation_error_message=SPECIFIC_KIND_NEEDED,
    )


def position_in_belgium(*, name: str) -> CheckConstraint:
    """Latitude and longitude: both or neither, and inside Belgium."""
    nowhere = Q(latitude__isnull=True, longitude__isnull=True)
    inside = Q(latitude__isnull=False, longitude__isnull=False) & Q(
        latitude__gte=SOUTH, latitude__lte=NORTH, longitude__gte=WEST, longitude__lte=EAST
    )
    return CheckConstraint(
        condition=nowhere | inside,
        name=name,
        violation_error_message=(
            "De plaats op de kaart heeft een breedtegraad én een lengtegraad nodig, en ligt in België."
        ),
    )


def rent_is_whole(*, name: str, unless: Q | None = None) -> CheckConstraint:
    """An amount that is not below zero, and for what it is asked; or neither."""
    whole = Q(rent__isnull=True, rent_per="") | (Q(rent__isnull=False, rent__gte=0) & ~Q(rent_per=""))
    return CheckConstraint(
        condition=(unless | whole) if unless else whole,
        name=name,
        violation_error_message="Vul bij een huurprijs of vergoeding het bedrag in en ook waarvoor het geldt.",
    )


def between(field: str, low: int, high: int, *, name: str, message: str) -> CheckConstraint:
    """Empty, or from `low` to `high`."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        name=name,
        violation_error_message=message,
    )


def minutes_on_foot(field: str, *, name: str) -> CheckConstraint:
    return between(
        field,
        0,
        MAX_MINUTES,
        name=name,
        message=f"Vul het aantal minuten te voet in, hoogstens {MAX_MINUTES}.",
    )


def floor_area(field: str, *, name: str) -> CheckConstraint:
    """In square metres."""
    return between(field, 1, 1_000_000, name=name, message="Vul een oppervlakte van minstens 1 m² in.")


def minimum_term(*, name: str) -> CheckConstraint:
    return between(
        "minimum_months",
        1,
        MAX_MONTHS,
        name=name,
        message=f"Vul een minimumtermijn van 1 tot {MAX_MONTHS} maanden in.",
    )


def not_more_than(field: str, other: str, *, name: str, message: str) -> CheckConstraint:
    """While both are filled, `field` is not above `other`."""
    return CheckConstraint(
        condition=UNFINISHED
        | Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__lte": Coalesce(F(other), F(field))}),
        name=name,
        violation_error_message=message,
    )


def counted(field: str, *, name: str, what: str) -> CheckConstraint:
    return between(field, 1, 5000, name=name, message=f"Vul minstens 1 {what} in (en hoogstens 5.000).")


def none_without(field: str, choice: str, *, name: str, message: str) -> CheckConstraint:
    """Where `choice` says "geen", `field` counts none."""
    return CheckConstraint(
        condition=UNFINISHED
        | ~Q(**{choice: Sharing.NONE})
        | Q(**{f"{field}__isnull": True})
        | Q(**{field: 0}),
        name=name,
        violation_error_message=message,
    )


def of_what_is_offered() -> list[BaseConstraint]:
    """The promises of an offer about the place itself; its workflow has its own, on the model."""
    return [
        counted("estimated_places", name="offer_places_positive", what="slaapplek"),
        CheckConstraint(
            condition=Q(available__isnull=True)
            | Q(available__startswith__gte=FIRST_DAY, available__isempty=False),
            name="offer_not_before_first_day",
            violation_error_message=(
                "De startdatum mag niet voor 14 maart 2022 liggen: plaatsen van vroeger komen niet in aanmerking."
            ),
        ),
        CheckConstraint(
            condition=UNFINISHED | ~Q(readiness=Readiness.WORKS) | Q(ready_on__isnull=False),
            name="offer_works_have_date",
            violation_error_message="Zijn er eerst werken nodig, vul dan in wanneer de plaatsen klaar zijn.",
        ),
        CheckConstraint(
            condition=Q(works_cost__isnull=True) | Q(works_cost__gte=0),
            name="offer_works_cost_not_negative",
            violation_error_message="De geraamde kostprijs is een bedrag van 0 euro of meer.",
        ),
        specific_kind(name="offer_specific_kind", unless=UNFINISHED),
        position_in_belgium(name="offer_position_in_belgium"),
        rent_is_whole(name="offer_rent_is_whole", unless=UNFINISHED),
        minimum_term(name="offer_minimum_term"),
        minutes_on_foot("minutes_to_transport", name="offer_minutes_to_transport"),
        minutes_on_foot("minutes_to_school", name="offer_minutes_to_school"),
        counted("estimated_units", name="offer_units_positive", what="wooneenheid"),
        counted("rooms", name="offer_rooms_positive", what="kamer"),
        floor_area("floor_area", name="offer_floor_area_positive"),
        floor_area("sleeping_area", name="offer_sleeping_area_positive"),
        not_more_than(
            "estimated_units",
            "estimated_places",
            name="offer_a_place_per_unit",
            message="Er zijn meer wooneenheden dan slaapplekken: elke eenheid heeft er minstens 1.",
        ),
        not_more_than(
            "sleeping_area",
            "floor_area",
            name="offer_sleeping_within_floor_area",
            message="De slaapruimte kan niet groter zijn dan de hele vloeroppervlakte.",
        ),
        none_without(
            "kitchens",
            "kitchen",
            name="offer_no_kitchen_counted",
            message="U koos dat er geen keuken is. Laat het aantal keukens leeg, of kies eigen of gedeeld.",
        ),
        none_without(
            "toilets",
            "sanitary",
            name="offer_no_toilets_counted",
            message="U koos dat er geen sanitair is. Laat het aantal toiletten leeg, of kies eigen of gedeeld.",
        ),
        none_without(
            "showers",
            "sanitary",
            name="offer_no_showers_counted",
            message="U koos dat er geen sanitair is. Laat het aantal douches leeg, of kies eigen of gedeeld.",
        ),
    ]
