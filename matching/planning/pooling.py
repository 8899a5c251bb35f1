"""From units to municipalities: in a wave, people are first divided over towns, each one pool of places."""

from collections import defaultdict
from dataclasses import replace

from matching.planning.problem import Household, Problem, Unit


def by_municipality(problem: Problem) -> Problem:
    """The same households over one pool per municipality, with the name of the municipality as its key.

    Places add up. Of every attribute that somebody needs, the places that have it become a further limit of the pool
    (for instance step-free places), used by those who need it; whoever needs two uses both. The largest single unit
    bounds how large a household can come. Pairs and pinned pairs name units and do not carry over.
    """
    needs = sorted({need for household in problem.households for need in household.needs})
    stock: dict[str, list[Unit]] = defaultdict(list)
    for unit in problem.units:
        stock[unit.municipality].append(unit)
    largest = {town: max(unit.places for unit in units) for town, units in stock.items()}
    sizes = sorted({household.persons for household in problem.households})
    pools = [
        Unit(
            town,
            sum(unit.places for unit in units),
            shared=True,
            municipality=town,
            attributes=frozenset(_room_for(size) for size in sizes if size <= largest[town]),
            limits={need: sum(unit.places for unit in units if need in unit.attributes) for need in needs},
        )
        for town, units in sorted(stock.items())
        if town
    ]
    return replace(
        problem,
        households=[_pooled(household) for household in problem.households],
        units=pools,
        pairs=None,
        pins=replace(problem.pins, keep=(), never=()),
    )


def _pooled(household: Household) -> Household:
    uses = {need: float(household.persons) for need in household.needs}
    return replace(
        household,
        needs=frozenset({_room_for(household.persons)}),
        wants=frozenset(),
        limits={**household.limits, **uses},
    )


def _room_for(persons: int) -> str:
    return f"een plaats voor {persons}"
