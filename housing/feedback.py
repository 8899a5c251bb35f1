"""What somebody who is typing an offer learns at once: how it looks for the subsidy, and what is still missing.

Pure: from the columns of an offer to sentences. The dated rules and amounts are the subsidy check's; this only says to
which category a place seems to belong, and why (domain.md 2.1, sources S2, S4 and S9).
"""

from typing import NamedTuple

from accounts.models import Kind
from housing.models import SPECIFIC_KINDS, Category, Offer, Readiness
from housing.waiting import Place


class Looks(NamedTuple):
    """The subsidy category that an offer looks like, with the reason in words."""

    category: Category
    label: str
    because: str


def looks_like(offer: Offer) -> Looks | None:
    """The category by what is typed so far; None while nothing tells anything."""
    if not offer.kind and not offer.on_request:
        return None
    if offer.category == Category.VILLAGE:
        return Looks(
            Category.VILLAGE, "nooddorp", "u koos nooddorp; daarvoor is een beslissing van Vlaanderen nodig"
        )
    if offer.kind in SPECIFIC_KINDS:
        kind = offer.get_kind_display()
        return Looks(Category.SPECIFIC, "specifieke slaapplek", f"u koos als soort {kind}")
    works = "met" if offer.readiness == Readiness.WORKS else "zonder"
    if offer.on_request:
        return Looks(
            Category.PUBLIC,
            f"publieke slaapplek {works} opknapwerken",
            "het lokaal bestuur vroeg om deze plaats",
        )
    if offer.organisation_id and offer.organisation.kind == Kind.LOCAL_AUTHORITY:
        return Looks(
            Category.PUBLIC,
            f"publieke slaapplek {works} opknapwerken",
            "een lokaal bestuur zet deze plaats op",
        )
    return Looks(Category.PRIVATE, "private slaapplek", "u zet deze plaats op eigen initiatief op")


def differs(offer: Offer, looks: Looks | None) -> bool:
    """Whether another category was chosen than the offer looks like."""
    return looks is not None and looks.category != offer.category


class Missing(NamedTuple):
    """What a subsidy of this category still asks: `now` can be typed in this form, `later` follows after it."""

    now: list[str]
    later: list[str]


def missing_for(offer: Offer, looks: Looks) -> Missing:
    """What is not there yet (domain.md 2.2 and 2.3: sources S4, S5, S11, S12 and S14).

    Amounts and terms depend on the date: the subsidy check judges those.
    """
    now, later = [], []
    if not offer.estimated_places:
        now.append("het aantal slaapplekken: de subsidie telt per bed")
    if offer.available is None:
        now.append("de datum vanaf wanneer de plaats beschikbaar is")
    if offer.readiness == Readiness.WORKS and looks.category == Category.PUBLIC:
        if not offer.works:
            now.append("welke werken er nodig zijn, per kamer en in de gemeenschappelijke delen")
        if offer.works_cost is None:
            now.append("een raming van de werken")
        later.append(
            "de gedetailleerde facturen van de werken, of een verklaring op eer voor eigen personeel"
        )
    if looks.category == Category.PUBLIC and offer.organisation.kind != Kind.LOCAL_AUTHORITY:
        later.append("een overeenkomst tussen u en de gemeente")
    later.append(
        "de validatie door de gemeente, na een plaatsbezoek: alleen het lokaal bestuur krijgt de subsidie"
    )
    if looks.category == Category.SPECIFIC:
        later.append("de bevestiging door het Agentschap Binnenlands Bestuur")
    return Missing(now, later)


def biggest_household(offer: Offer) -> int:
    """The most persons that one unit takes: places by units, or by rooms where people share; 0 while unknown.

    A household never shares a unit with another and is never split, so that many persons is the limit.
    """
    places = offer.estimated_places or 0
    units = offer.estimated_units or (offer.rooms if offer.setting == "collective" else None)
    if units is None:
        # A house or a flat is one unit; of a whole building one would only guess.
        units = 1 if offer.kind in ("house", "flat", "studio", "holiday_home") else 0
    return -(-places // units) if units else 0


def place_of(offer: Offer) -> Place:
    return Place(biggest_household(offer), offer.step_free, offer.ground_floor, offer.pets_allowed)
