"""Which moves within one municipality would free a place for a household that waits. Read only.

Same hard conditions as the ranking (`matching.conditions`). Who moves keeps the same certainty: nobody is asked to go
to a place that ends earlier than the present one. Nobody is asked to move either whom another household has to live
near, nor who is promised another place already, nor who lives there less than a day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from accounts.models import Organisation
from households.models import Household, Strength
from housing.models import Stay, Unit
from housing.models.units import lasts_after
from matching.collecting import asked_by_all, flanders_for, places_of
from matching.conditions import admitted, failing, fits
from matching.facts import Asked, Place
from matching.planning import Household as Seeker
from matching.planning import Unit as Home
from matching.planning.chains import MOST_MOVES, find_chain


class Step(NamedTuple):
    """One household to one unit; the one that waits leaves no stay."""

    household: Household
    stay: Stay | None
    unit: Unit


def search_chain(household: Household, *, on: date, today: date) -> list[Step] | None:
    """The fewest moves that bring this household into a fitting unit of its own municipality, in the order in which
    they can be made; one step when a place is free already, None when there is no way. Ten queries.

    After each move a unit may need days to be cleaned (Site.turnaround_days). Which moves come late is not known
    beforehand, so every place has to fit on each day from `on` until the last one on which a move could fall.
    """
    authority = household.registered_by
    town = authority.municipality_id
    flanders = flanders_for(town)
    units = Unit.objects.filter(site__municipality=town, site__merged_into__isnull=True).order_by("pk")
    found = places_of(units, start=on, own_town=town, flanders=flanders)
    last = on + timedelta(days=MOST_MOVES * max((unit.site.turnaround_days for unit, _ in found), default=0))
    movers = {stay.household_id: stay for stay in movable(authority, household, on=on, last=last)}
    homes = {stay.unit_id for stay in movers.values()}
    places = {
        # Whose only people may be asked to go, is looked at as if they were gone.
        unit.pk: replace(place, stays=()) if unit.pk in homes and len(place.stays) == 1 else place
        for unit, place in found
    }
    people = [household, *(stay.household for stay in movers.values())]
    asked = dict(
        zip(
            (person.pk for person in people),
            asked_by_all(people, start=on, today=today, flanders=flanders),
            strict=True,
        )
    )
    judge = _Judge(asked, places, movers, on, last)
    path = find_chain(
        _seeker(asked[household.pk]),
        [_seeker(asked[pk]) for pk in movers],
        [Home(str(unit.pk), unit.places) for unit, _ in found if unit.pk in judge.usable],
        {str(pk): str(stay.unit_id) for pk, stay in movers.items()},
        judge.fits,
        may_move=[str(pk) for pk in movers],
    )
    if path is None:
        return None
    by_pk, units_by_pk = {person.pk: person for person in people}, {unit.pk: unit for unit, _ in found}
    return [
        Step(by_pk[int(move.household)], movers.get(int(move.household)), units_by_pk[int(move.destination)])
        for move in path.moves
    ]


def movable(authority: Organisation, waiting: Household, *, on: date, last: date) -> list[Stay]:
    """The stays of who may be asked to move: own households in own units, there before `on` and still after `last`,
    with nothing else planned."""
    others = Stay.objects.standing().filter(lasts_after(on)).exclude(pk=OuterRef("pk"))
    wanted_near = Household.objects.present().filter(
        near_household=Strength.HARD, keep_near=OuterRef("household")
    )
    stays = (
        Stay.objects.lived_in(on=on)
        .filter(
            household__registered_by=authority,
            household__in=Household.objects.present(),
            unit__site__municipality=authority.municipality_id,
            unit__site__merged_into__isnull=True,
            period__startswith__lt=on,
            ended_at__isnull=True,
        )
        .exclude(household=waiting)
        .exclude(Exists(others.filter(household=OuterRef("household"))))
        .exclude(Exists(others.filter(unit=OuterRef("unit"))))
        .exclude(Exists(wanted_near))
        .select_related("household__registered_by", "unit__site")
        .prefetch_related("household__persons")
        .order_by("household")
    )
    return [stay for stay in stays if stay.period.upper is None or stay.period.upper > last]


class _Judge:
    """Whether a household fits a unit, whoever lives there. Households that ask the same are judged once."""

    def __init__(
        self,
        asked: dict[int, Asked],
        places: dict[int, Place],
        movers: dict[int, Stay],
        first: date,
        last: date,
    ) -> None:
        self.asked, self.places, self.movers, self.last = asked, places, movers, last
        after = last + timedelta(days=1)
        self.usable = {
            pk
            for pk, place in places.items()
            if not place.stays and not any(span.overlaps(first, after) for span in place.outages)
        }
        self.known: dict[tuple[object, ...], set[int]] = {}

    def fits(self, seeker: Seeker, home: Home) -> bool:
        who, unit = int(seeker.key), int(home.key)
        return unit in self._fitting(self.asked[who]) and not ends_earlier(
            self.places[unit], self.movers.get(who), self.last
        )

    def _fitting(self, asked: Asked) -> set[int]:
        later = asked.moved(start=self.last, days=None)
        kind = (
            asked.size,
            tuple(admitted(asked)),
            tuple(admitted(later)),
            tuple(sorted(need for need in asked.needs if asked.needs_hard(need))),
            tuple(near for near in asked.near if near.strength == "hard"),
            asked.within_km,
        )
        if kind not in self.known:
            self.known[kind] = {
                pk for pk in self.usable if fits(asked, self.places[pk]) and fits(later, self.places[pk])
            }
        return self.known[kind]


def ends_earlier(place: Place, stay: Stay | None, on: date) -> bool:
    """Whether who leaves this stay for that place on that day could stay there less long."""
    if stay is None:
        return False
    end = place.free_until(on)
    return end is not None and (stay.period.upper is None or end < stay.period.upper)


def _seeker(asked: Asked) -> Seeker:
    return Seeker(str(asked.household), asked.size)


def days_of(first: date, stays: Iterable[Stay | None]) -> list[date]:
    """On which day each move can be made, in order: a unit that is left is cleaned first."""
    days, day = [], first
    for stay in stays:
        days.append(day)
        day += timedelta(days=stay.unit.site.turnaround_days if stay else 0)
    return days


def reasons_against(asked: Asked, place: Place, stay: Stay | None) -> str:
    """Why this move cannot be made now, in words; "" when it can."""
    why: list[str] = [condition.why(asked, place) for condition in failing(asked, place)]
    if ends_earlier(place, stay, asked.start):
        why.append("de nieuwe plaats eindigt vroeger dan de huidige")
    return "; ".join(why)
