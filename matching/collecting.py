"""From the database to plain facts (`matching.facts`): what households ask, the municipalities, and places."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch

from households.models import NEAR_NEEDS, PLACE_NEEDS, Household, Person
from housing.models import Category, OpeningHold, Site, Stay, Unavailability, Unit
from housing.models.units import UnitQuerySet, lasts_after
from matching.facts import Asked, Flanders, Near, Place, Someone, Span, Spot
from municipalities.models import Municipality
from spread.models import IndicatorSnapshot, Level, RatioClass


class Home(NamedTuple):
    """Where a household lives."""

    site: int
    town: int


def flanders_for(own_town: int | None) -> Flanders:
    """The municipalities, and the sites of one's own that are on the map by themselves. Three queries."""
    towns = list(Municipality.objects.values_list("pk", "name", "latitude", "longitude"))
    ratios = IndicatorSnapshot.objects.current().filter(level=Level.MUNICIPALITY)
    # Of a small target a share says nothing (quant.md A.4): there the spread does not count.
    known = ratios.exclude(ratio_class=RatioClass.SMALL).values_list("municipality", "ratio")
    sites = Site.objects.filter(municipality=own_town).values_list("pk", "latitude", "longitude")
    return Flanders(
        spots={
            pk: Spot(north, east) for pk, _, north, east in towns if north is not None and east is not None
        },
        names={pk: name for pk, name, _, _ in towns},
        ratios={pk: ratio for pk, ratio in known if ratio is not None},
        sites={
            pk: Spot(float(north), float(east))
            for pk, north, east in sites.filter(latitude__isnull=False)
            if north is not None and east is not None
        },
    )


def asked_by(
    household: Household, *, start: date, today: date, flanders: Flanders, days: int | None = None
) -> Asked:
    """What this household asks from `start` on, for `days` days when that is known. Two queries."""
    return next(asked_by_all([household], start=start, today=today, flanders=flanders, days=days))


def asked_by_all(
    households: Iterable[Household],
    *,
    start: date | None,
    today: date,
    flanders: Flanders,
    days: int | None = None,
) -> Iterator[Asked]:
    """The same for many; without `start` each from the day that it wants, or today. One query, besides the persons."""
    households = list(households)
    concerned = {item.pk for item in households} | {
        item.keep_near_id for item in households if item.keep_near_id
    }
    homes = _homes(concerned, on=start or today)
    for household in households:
        begin = start or max(household.wanted_from, today)
        persons = household.persons.all()
        yield asked_from(
            household, persons, start=begin, today=today, flanders=flanders, homes=homes, days=days
        )


def _homes(households: Iterable[int], *, on: date) -> dict[int, Home]:
    """Where households live on that day, by household."""
    rows = (
        Stay.objects.lived_in(on=on)
        .filter(household__in=households)
        .values_list("household_id", "unit__site_id", "unit__site__municipality_id")
    )
    return {household: Home(site, town) for household, site, town in rows}


def asked_from(
    household: Household,
    persons: Iterable[Person],
    *,
    start: date,
    today: date,
    flanders: Flanders,
    homes: Mapping[int, Home],
    days: int | None = None,
) -> Asked:
    """What a household asks, from what is at hand; `homes` says where it and the one it wants to be near live."""
    own_town = household.registered_by.municipality_id
    if own_town is None:
        raise ValueError("Only a local government registers households.")
    home = homes.get(household.pk)
    needs = {need: getattr(household, need) for need in (*PLACE_NEEDS, "need_stay_here")}
    return Asked(
        household=household.pk,
        own_town=own_town,
        persons=tuple(Someone(person.sex, person.born_on, person.birth_year) for person in persons),
        start=start,
        today=today,
        days=days,
        needs={need: strength for need, strength in needs.items() if strength},
        near=tuple(_near(household, flanders, homes)),
        within_km=household.within_km,
        home_town=home.town if home else None,
        home_site=home.site if home else None,
    )


def _near(household: Household, flanders: Flanders, homes: Mapping[int, Home]) -> Iterator[Near]:
    words = {"near_school": "de school in", "near_work": "het werk in"}
    for need, where in NEAR_NEEDS.items():
        strength = getattr(household, need)
        key = getattr(household, f"{where}_id")
        if not strength or key is None:
            continue
        if need in words:
            name = flanders.names.get(key, "een vroegere gemeente")
            yield Near(need, strength, f"{words[need]} {name}", flanders.spots.get(key))
        else:
            home = homes.get(key)
            spot = flanders.sites.get(home.site) or flanders.spots.get(home.town) if home else None
            yield Near(need, strength, "het huishouden waar ze bij willen wonen", spot)


def places_of(
    units: UnitQuerySet, *, start: date, own_town: int | None, flanders: Flanders
) -> list[tuple[Unit, Place]]:
    """These units in their order, each with its facts as the local government of `own_town` may know them.
    Three queries."""
    taken = Stay.objects.standing().filter(lasts_after(start)).order_by("period")
    out = Unavailability.objects.filter(lasts_after(start)).order_by("period")
    held = OpeningHold.objects.standing().filter(site=OuterRef("site"))
    found = (
        units.annotate(waits_for_opening=Exists(held))
        .select_related("site__municipality")
        .prefetch_related(
            Prefetch("stays", queryset=taken, to_attr="coming_stays"),
            Prefetch("unavailabilities", queryset=out, to_attr="coming_outages"),
        )
    )
    return [
        (
            unit,
            place_from(
                unit,
                own_town=own_town,
                flanders=flanders,
                opened=not unit.waits_for_opening,
                stays=spans(unit.coming_stays),
                outages=spans(unit.coming_outages),
            ),
        )
        for unit in found
    ]


def place_from(
    unit: Unit,
    *,
    own_town: int | None,
    flanders: Flanders,
    opened: bool,
    stays: tuple[Span, ...] = (),
    outages: tuple[Span, ...] = (),
) -> Place:
    """The facts of a unit with its site, from what is at hand."""
    site, town = unit.site, unit.site.municipality
    own_spot = flanders.sites.get(site.pk) if town.pk == own_town else None
    return Place(
        unit=unit.pk,
        site=site.pk,
        town=town.pk,
        town_name=town.name,
        spot=own_spot or flanders.spots[town.pk],
        places=unit.places,
        available_from=site.available.lower or date.min,
        checked_on=site.checked_on,
        ends_on=site.ends_on,
        ready_on=site.ready_on,
        confirmed=site.category != Category.SPECIFIC or site.confirmed_at is not None,
        opened=opened,
        merged=site.merged_into_id is not None,
        host_agrees=site.host_withdrew_on is None,
        admits=site.admits,
        open_to_others=site.open_to_others,
        step_free=unit.step_free,
        ground_floor=unit.ground_floor,
        lift=site.lift,
        cot=unit.cot,
        pets=unit.pets_allowed,
        own_kitchen=unit.own_kitchen,
        own_sanitary=unit.own_sanitary,
        stays=stays,
        outages=outages,
    )


def spans(rows: Iterable[Stay] | Iterable[Unavailability]) -> tuple[Span, ...]:
    """When these rows take a unit."""
    return tuple(Span(row.period.lower or date.min, row.period.upper) for row in rows)
