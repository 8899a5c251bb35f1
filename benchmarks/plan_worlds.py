"""Seeded worlds for the region-wide plan: towns on a map, homes, households with ties. Sizes of quant.md B.2."""

import numpy as np

from matching.planning.problem import Household, Municipality, Problem, Unit

TOWNS = 285
PROVINCES = ("Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant", "West-Vlaanderen")
WIDTH_KM, HEIGHT_KM = 220.0, 80.0
SIZES, SHARES = np.arange(1, 9), np.array([0.26, 0.26, 0.2, 0.14, 0.08, 0.04, 0.015, 0.005])
PLACES, OF_PLACES = np.arange(1, 9), np.array([0.14, 0.22, 0.2, 0.2, 0.12, 0.07, 0.03, 0.02])


def world(households: int, units: int, *, seed: int, towns: int = TOWNS, shared: float = 0.03) -> Problem:
    """A problem with that many households and units; `shared` is the part of units that is a pool of 6 to 30 places.

    One in ten households needs a step-free home, one in eight brings pets, one in twelve is in a group of 2 to 4.
    """
    dice = np.random.default_rng(seed)
    weight = dice.lognormal(0.0, 0.9, towns)
    weight /= weight.sum()
    x, y = dice.uniform(0, WIDTH_KM, towns), dice.uniform(0, HEIGHT_KM, towns)
    persons = dice.choice(SIZES, households, p=SHARES)
    target = weight * persons.sum() * 1.4
    load = np.round(target * dice.uniform(0.05, 0.45, towns)).astype(int)
    children = np.where(persons > 1, dice.binomial(np.maximum(persons - 1, 0), 0.45), 0)
    seats = np.round(weight * children.sum() * 1.6 + 5).astype(int)
    names = [f"T{index:03d}" for index in range(towns)]
    places_of = [
        Municipality(
            names[index],
            target=float(np.round(target[index])),
            load=int(load[index]),
            seats=int(seats[index]),
            services=float(min(1.0, weight[index] * towns / 3)),
            x_km=float(x[index]),
            y_km=float(y[index]),
        )
        for index in range(towns)
    ]
    return Problem(
        households=_households(dice, persons, children, weight, names, x),
        units=_units(dice, units, weight, names, shared),
        municipalities=places_of,
    )


def _households(
    dice: np.random.Generator,
    persons: np.ndarray,
    children: np.ndarray,
    weight: np.ndarray,
    names: list[str],
    x: np.ndarray,
) -> list[Household]:
    count = len(persons)
    crowded = weight**1.8 / (weight**1.8).sum()  # where people are now is not where there is room
    home = dice.choice(len(names), count, p=crowded)
    work = np.where(dice.random(count) < 0.45, dice.choice(len(names), count, p=weight), -1)
    at_school = (children > 0) & (dice.random(count) < 0.7)
    step_free, pets = dice.random(count) < 0.1, dice.random(count) < 0.125
    waiting, first = dice.integers(0, 300, count), dice.random(count) < 0.05
    group = [""] * count
    index = number = 0
    while index < count:
        members = int(dice.integers(2, 5)) if dice.random() < 1 / 34 else 1
        if members > 1:
            number += 1
            for member in range(index, min(index + members, count)):
                group[member] = f"G{number:05d}"
                home[member] = home[index]  # who wants to stay together is together now
        index += members
    return [
        Household(
            f"H{row:06d}",
            int(persons[row]),
            municipality=names[home[row]],
            work=names[work[row]] if work[row] >= 0 else "",
            school=names[home[row]] if at_school[row] else "",
            children=int(children[row]),
            priority=float(first[row]),
            waiting_days=int(waiting[row]),
            needs=frozenset(
                name for name, there in (("step_free", step_free[row]), ("pets", pets[row])) if there
            ),
            group=group[row],
            province=PROVINCES[min(int(x[home[row]] / WIDTH_KM * 5), 4)],
        )
        for row in range(count)
    ]


def _units(
    dice: np.random.Generator, count: int, weight: np.ndarray, names: list[str], shared: float
) -> list[Unit]:
    supply = weight**0.7 / (weight**0.7).sum()
    town = dice.choice(len(names), count, p=supply)
    places = dice.choice(PLACES, count, p=OF_PLACES)
    pool = dice.random(count) < shared
    places = np.where(pool, dice.integers(6, 31, count), places)
    step_free, pets = dice.random(count) < 0.2, dice.random(count) < 0.4
    return [
        Unit(
            f"U{row:06d}",
            int(places[row]),
            shared=bool(pool[row]),
            municipality=names[town[row]],
            attributes=frozenset(
                name for name, there in (("step_free", step_free[row]), ("pets", pets[row])) if there
            ),
        )
        for row in range(count)
    ]
