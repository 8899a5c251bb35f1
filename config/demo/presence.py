"""Rounds of presence: what municipalities saw when they went to look at the larger sites."""

from collections import defaultdict
from datetime import date, timedelta

from config.demo.world import Town, World
from housing.models import Presence, PresenceCheck, Site, Stay

MOST_SITES, FEWEST_STAYS = 40, 4
DAYS_AGO = (16, 9, 2)
SEEN = [(Presence.Outcome.PRESENT, 0.88), (Presence.Outcome.ABSENT, 0.08), (Presence.Outcome.UNKNOWN, 0.04)]


def make_rounds(world: World) -> None:
    """Three rounds at the sites where most households live; who was not there twice is for a person to decide about."""
    towns = {town.pk: town for town in world.towns}
    lived_in: dict[Site, list[Stay]] = defaultdict(list)
    for stay in world.rows[Stay]:
        if stay.status == Stay.Status.LIVED_IN and stay.period.upper is None:
            lived_in[stay.unit.site].append(stay)
    busy = sorted(
        (site for site, stays in lived_in.items() if len(stays) >= FEWEST_STAYS),
        key=lambda site: (-len(lived_in[site]), site.pk),
    )
    for site in busy[:MOST_SITES]:
        for ago in DAYS_AGO:
            make_round(
                world, towns[site.municipality_id], site, lived_in[site], world.on - timedelta(days=ago)
            )


def make_round(world: World, town: Town, site: Site, stays: list[Stay], on: date) -> None:
    check = world.add(
        PresenceCheck, site=site, checked_on=on, checked_at=world.at(on), checked_by=town.officer
    )
    there = [stay for stay in stays if stay.period.lower <= on]
    for stay in there:
        world.add(Presence, check_round=check, stay=stay, outcome=world.weighted(SEEN))
    world.trail("site.presence_checked", site, check.checked_at, town.officer, town.authority)
