"""The hard conditions of a place, each once: as a question to PostgreSQL, on plain facts, and in a sentence.

`condition.question(asked, flanders)` filters units; `condition.holds(asked, place)` answers the same of one place;
`tests/matching/test_conditions.py` proves them equal. `condition.why(asked, place)` says what is wrong, with numbers,
and never where or whose the place is: it is read in other municipalities too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q

from audit.days import day_before
from housing.models import Category, Stay, Unavailability
from housing.models.sites import grace_began, is_kept_shut
from housing.models.units import lasts_after
from matching.facts import Asked, Flanders, Near, Place

Question = Callable[[Asked, Flanders], Q]


@dataclass(frozen=True)
class Condition:
    """One condition. It is only asked of a household for which `matters` is true."""

    code: str
    question: Question
    holds: Callable[[Asked, Place], bool]
    why: Callable[[Asked, Place], str]
    matters: Callable[[Asked], bool] = lambda asked: True


def day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else "onbepaald"


def persons(count: int) -> str:
    return f"{count} {'persoon' if count == 1 else 'personen'}"


def places(count: int) -> str:
    return f"{count} {'slaapplek' if count == 1 else 'slaapplekken'}"


# --- The place itself ----------------------------------------------------------------------------------------

ENOUGH_PLACES = Condition(
    "places",
    lambda asked, flanders: Q(places__gte=asked.size),
    lambda asked, place: place.places >= asked.size,
    lambda asked, place: f"{places(place.places)} voor {persons(asked.size)}",
)


@dataclass(frozen=True)
class Feature:
    """What a need asks of a place: the question, the fact, and what is said when it is not there."""

    question: Q
    there: Callable[[Place], bool]
    missing: str
    wish: str


FEATURES = {
    "need_step_free": Feature(
        Q(step_free=True), lambda place: place.step_free, "niet drempelvrij", "drempelvrij"
    ),
    "need_ground_floor": Feature(
        Q(ground_floor=True), lambda place: place.ground_floor, "niet gelijkvloers", "gelijkvloers"
    ),
    # Who needs a lift does not climb stairs: on the ground floor there are none.
    "need_lift": Feature(
        Q(site__lift=True) | Q(ground_floor=True),
        lambda place: place.lift or place.ground_floor,
        "geen lift, en niet gelijkvloers",
        "lift of gelijkvloers",
    ),
    "need_cot": Feature(Q(cot=True), lambda place: place.cot, "geen plaats voor een babybed", "babybed"),
    "need_pets": Feature(
        Q(pets_allowed=True), lambda place: place.pets, "huisdieren mogen niet", "huisdier welkom"
    ),
    "need_own_kitchen": Feature(
        Q(own_kitchen=True), lambda place: place.own_kitchen, "geen eigen keuken", "eigen keuken"
    ),
    "need_own_sanitary": Feature(
        Q(own_sanitary=True), lambda place: place.own_sanitary, "geen eigen badkamer", "eigen badkamer"
    ),
}


def _need(need: str, feature: Feature) -> Condition:
    return Condition(
        need,
        lambda asked, flanders: feature.question,
        lambda asked, place: feature.there(place),
        lambda asked, place: feature.missing,
        lambda asked: asked.needs_hard(need),
    )


# --- Where it is ---------------------------------------------------------------------------------------------

STAY_HERE = Condition(
    "need_stay_here",
    lambda asked, flanders: Q(site__municipality=asked.own_town),
    lambda asked, place: place.town == asked.own_town,
    lambda asked, place: f"in {place.town_name}, en ze moeten in hun gemeente blijven",
    lambda asked: asked.needs_hard("need_stay_here"),
)


def near_of(asked: Asked, need: str) -> Near | None:
    """What must be near for this need, when it is known where that is."""
    found = next((near for near in asked.near if near.need == need and near.strength == "hard"), None)
    return found if found and found.spot else None


def km_from(near: Near, place: Place) -> float:
    km = near.km(place.spot)
    assert km is not None, "asked only of what has a spot"  # noqa: S101
    return km


def _near(need: str) -> Condition:
    def question(asked: Asked, flanders: Flanders) -> Q:
        near = near_of(asked, need)
        assert near is not None, "only asked when it matters"  # noqa: S101
        towns = Q(site__municipality__in=flanders.towns_within(asked.within_km, near))
        if not flanders.sites:
            return towns
        own_points = Q(site__in=list(flanders.sites))
        return (towns & ~own_points) | Q(site__in=flanders.sites_within(asked.within_km, near))

    def holds(asked: Asked, place: Place) -> bool:
        near = near_of(asked, need)
        return near is None or km_from(near, place) <= asked.within_km

    def why(asked: Asked, place: Place) -> str:
        near = near_of(asked, need)
        assert near is not None, "only asked when it matters"  # noqa: S101
        return f"{ceil(km_from(near, place))} km van {near.words}, hoogstens {asked.within_km} km mag"

    return Condition(need, question, holds, why, lambda asked: near_of(asked, need) is not None)


# --- What the place and its municipality ask -----------------------------------------------------------------


def admitted(asked: Asked) -> list[str]:
    """For which kinds of place this household is the right one (housing.Admits)."""
    women = [] if asked.has_adult_man() else ["women"]
    families = ["families"] if asked.has_minor() else []
    return ["everyone", *women, *families]


ADMITS = Condition(
    "admits",
    lambda asked, flanders: Q(site__admits__in=admitted(asked)),
    lambda asked, place: place.admits in admitted(asked),
    lambda asked, place: {
        "women": "alleen voor vrouwen en hun kinderen, en er is een volwassen man bij",
        "families": "alleen voor gezinnen met kinderen, en er is geen minderjarige bij",
    }.get(place.admits, "niet voor dit huishouden"),
)
CONSENT = Condition(
    "open_to_others",
    lambda asked, flanders: Q(site__municipality=asked.own_town) | Q(site__open_to_others=True),
    lambda asked, place: place.town == asked.own_town or place.open_to_others,
    lambda asked, place: f"{place.town_name} houdt deze plaats voor eigen huishoudens",
)
NOT_MERGED = Condition(
    "merged",
    lambda asked, flanders: Q(site__merged_into__isnull=True),
    lambda asked, place: not place.merged,
    lambda asked, place: "deze locatie ging op in een andere",
)
HOST_AGREES = Condition(
    "host_agrees",
    lambda asked, flanders: Q(site__host_withdrew_on__isnull=True),
    lambda asked, place: place.host_agrees,
    lambda asked, place: "wie de plaats aanbood, trok zijn akkoord in",
)
CONFIRMED = Condition(
    "confirmed",
    lambda asked, flanders: ~Q(site__category=Category.SPECIFIC) | Q(site__confirmed_at__isnull=False),
    lambda asked, place: place.confirmed,
    lambda asked, place: "het Agentschap Binnenlands Bestuur bevestigde deze locatie nog niet",
)
OPENED = Condition(
    "opened",
    lambda asked, flanders: Q(~is_kept_shut(of="site__")),
    lambda asked, place: place.opened,
    lambda asked, place: "deze locatie is nog niet geopend, het draaiboek loopt",
)
# Looked at today whether it was looked at lately: also for who moves in next month.
FRESH = Condition(
    "fresh",
    lambda asked, flanders: Q(site__checked_on__gte=grace_began(asked.today)),
    lambda asked, place: place.checked_on >= grace_began(asked.today),
    lambda asked, place: f"te lang niet nagekeken, laatst op {day(place.checked_on)}",
)

# --- When ----------------------------------------------------------------------------------------------------


def _begun(asked: Asked, flanders: Flanders) -> Q:
    """Of what a period of days overlaps with PostgreSQL knows how much there is; of its first and last day it does not,
    and expects a tenth of what it finds."""
    ready = Q(site__ready_on__isnull=True) | Q(site__ready_on__lte=asked.start)
    return Q(site__available__overlap=DateRange(None, asked.start, "(]")) & ready


def _begins_late(asked: Asked, place: Place) -> str:
    if place.ready_on and place.ready_on > max(asked.start, place.available_from):
        return f"werken klaar op {day(place.ready_on)}, intrek op {day(asked.start)}"
    return f"beschikbaar vanaf {day(place.available_from)}, intrek op {day(asked.start)}"


BEGUN = Condition(
    "begun",
    _begun,
    lambda asked, place: (
        place.available_from <= asked.start and (place.ready_on is None or place.ready_on <= asked.start)
    ),
    _begins_late,
)


def _lasts(asked: Asked, flanders: Flanders) -> Q:
    """Until the end of the wanted period; when nobody knows how long, at least the first day."""
    last = day_before(asked.until) or asked.start
    return Q(site__available__overlap=DateRange(last, None)) & (
        Q(site__closed_on__isnull=True) | Q(site__closed_on__gt=last)
    )


LASTS = Condition(
    "lasts",
    _lasts,
    lambda asked, place: (
        place.ends_on is None
        or (place.ends_on > asked.start if asked.until is None else place.ends_on >= asked.until)
    ),
    lambda asked, place: (
        f"beschikbaar tot {day(place.ends_on)}, nodig "
        + (f"vanaf {day(asked.start)}" if asked.until is None else f"tot {day(asked.until)}")
    ),
)


def _in_use(asked: Asked, flanders: Flanders) -> Q:
    """Out of use on no day of the wanted period; when nobody knows how long, not on the first day."""
    outages = Unavailability.objects.filter(unit=OuterRef("pk"))
    if asked.until is None:
        outages = outages.filter(period__contains=asked.start)
    else:
        outages = outages.filter(period__overlap=DateRange(asked.start, asked.until))
    return Q(~Exists(outages))


def _outage(asked: Asked, place: Place) -> Iterator[str]:
    for span in place.outages:
        if span.contains(asked.start) if asked.until is None else span.overlaps(asked.start, asked.until):
            end = f"tot {day(span.end)}" if span.end else "zonder einddatum"
            yield f"buiten gebruik vanaf {day(span.start)}, {end}"


IN_USE = Condition(
    "in_use",
    _in_use,
    lambda asked, place: not any(_outage(asked, place)),
    lambda asked, place: "; ".join(_outage(asked, place)),
)


def _free(asked: Asked, flanders: Flanders) -> Q:
    """Neither held nor lived in during the wanted period; when nobody knows how long, never again after it began."""
    stays = Stay.objects.standing().filter(unit=OuterRef("pk"))
    if asked.until is None:
        stays = stays.filter(lasts_after(asked.start))
    else:
        stays = stays.filter(period__overlap=DateRange(asked.start, asked.until))
    return Q(~Exists(stays))


def _taken(asked: Asked, place: Place) -> Iterator[str]:
    for span in place.stays:
        if span.overlaps(asked.start, asked.until):
            end = f"tot {day(span.end)}" if span.end else "zonder einddatum"
            begin = f"vanaf {day(span.start)} " if span.start > asked.start else ""
            yield f"bezet of voorbehouden {begin}{end}"


FREE = Condition(
    "free",
    _free,
    lambda asked, place: not any(_taken(asked, place)),
    lambda asked, place: "; ".join(_taken(asked, place)),
)

TIME = (BEGUN, LASTS, IN_USE, FREE)
CONDITIONS = (
    ENOUGH_PLACES,
    *(_need(need, feature) for need, feature in FEATURES.items()),
    STAY_HERE,
    *(_near(need) for need in ("near_school", "near_work", "near_household")),
    ADMITS,
    CONSENT,
    NOT_MERGED,
    HOST_AGREES,
    CONFIRMED,
    OPENED,
    FRESH,
    *TIME,
)


def all_of(asked: Asked, flanders: Flanders) -> Q:
    """Every condition that matters to this household, as one filter on units."""
    found = Q()
    for condition in CONDITIONS:
        if condition.matters(asked):
            found &= condition.question(asked, flanders)
    return found


def failing(asked: Asked, place: Place) -> list[Condition]:
    """The conditions that this place does not meet, in their fixed order."""
    return [item for item in CONDITIONS if item.matters(asked) and not item.holds(asked, place)]


def fits(asked: Asked, place: Place) -> bool:
    return not failing(asked, place)
