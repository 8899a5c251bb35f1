"""Small random worlds for the plan, and every assignment there is in them."""

import random
from itertools import product

from matching.planning import Household, Municipality, Pair, Pins, Problem, Unit
from matching.planning.checker import Verdict, judge

TOWNS = ("Aalst", "Brugge", "Diest")


def small_world(seed: int, *, households: int = 5, units: int = 4) -> Problem:
    """Needs, pools, limits, groups, targets, pins and pairs, each in some of the worlds."""
    dice = random.Random(seed)
    towns = TOWNS[: dice.randint(1, 3)]
    limited, grouped, listed = dice.random() < 0.5, dice.random() < 0.5, dice.random() < 0.4
    people = [
        Household(
            f"h{index}",
            dice.choice((1, 1, 2, 3, 4)),
            municipality=dice.choice(towns),
            work=dice.choice(("", *towns)),
            children=dice.randint(0, 1),
            priority=dice.choice((0.0, 0.0, 1.0)),
            waiting_days=dice.randint(0, 100),
            needs=frozenset({"step_free"} if dice.random() < 0.2 else ()),
            wants=frozenset({"own_kitchen"} if dice.random() < 0.3 else ()),
            group=f"g{index // 2}" if grouped and index < 4 else "",
            stays=dice.random() < 0.1,
            limits={"beds": float(dice.randint(0, 2))} if limited else {},
        )
        for index in range(households)
    ]
    homes = []
    for index in range(units):
        shared = dice.random() < 0.4
        homes.append(
            Unit(
                f"u{index}",
                dice.randint(3, 7) if shared else dice.randint(1, 5),
                shared=shared,
                municipality=dice.choice(towns),
                attributes=frozenset(name for name in ("step_free", "own_kitchen") if dice.random() < 0.5),
                limits={"beds": float(dice.randint(1, 3))} if limited and dice.random() < 0.7 else {},
            )
        )
    places = [
        Municipality(
            town,
            target=dice.choice((None, 2.0, 5.0, 8.5)),
            load=dice.randint(0, 5),
            at_most=dice.choice((None, None, 4.0)),
            seats=dice.choice((None, 1.0)),
            services=dice.random(),
            x_km=dice.uniform(0, 40),
            y_km=0.0,
            limits={"buses": 3.0} if limited and dice.random() < 0.3 else {},
        )
        for town in towns
    ]
    pairs = None
    if listed:
        chosen = [(household.key, unit.key) for household in people for unit in homes if dice.random() < 0.7]
        pairs = [Pair(*pair, dice.choice((-4.0, 0.0, 3.0, 12.5, 40.0))) for pair in chosen]
    return Problem(people, homes, places, pairs, _pins(dice, people, homes, pairs))


def _pins(dice: random.Random, people: list[Household], homes: list[Unit], pairs: list[Pair] | None) -> Pins:
    never = [(dice.choice(people).key, dice.choice(homes).key) for _ in range(dice.randint(0, 2))]
    keep = []
    if dice.random() < 0.3:
        household, unit = dice.choice(people), dice.choice(homes)
        alone = Problem([household], homes, (), pairs, Pins(never=never))
        if not household.group and judge(alone, {household.key: unit.key}).right:
            keep = [(household.key, unit.key)]
    return Pins(keep, sorted(set(never)), {TOWNS[0]: 6.0} if dice.random() < 0.3 else {})


def best_by_trying_all(problem: Problem) -> tuple[float, dict[str, str]]:
    """The best objective that the checker accepts, over every assignment that honours the pins that stand."""
    keys = [household.key for household in problem.households]
    kept = dict(problem.pins.keep)
    options = [[kept[key]] if key in kept else [None, *(unit.key for unit in problem.units)] for key in keys]
    allowed = [
        [
            unit
            for unit in mine
            if unit is None or not _alone(problem, key, unit).violations or problem.households[at].group
        ]
        for at, (key, mine) in enumerate(zip(keys, options, strict=True))
    ]
    best, found = float("-inf"), {}
    for combination in product(*allowed):
        assignment = {key: unit for key, unit in zip(keys, combination, strict=True) if unit is not None}
        verdict = judge(problem, assignment)
        if verdict.right and verdict.objective > best:
            best, found = verdict.objective, assignment
    return best, found


def _alone(problem: Problem, key: str, unit: str) -> Verdict:
    return judge(problem, {key: unit})
