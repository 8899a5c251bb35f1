"""What 1,000 weightings of 285 municipalities cost, as a ratio to one plain computation of their targets.

The floor is `spread.targets.targets`, once, in exact fractions: what the portal does for one weighting. Pure: no
database. The figures are made up, in the sizes of Flanders.
"""

import random
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from time import perf_counter

from spread.keys import published_keys, read_key
from spread.sensitivity import WEIGHTINGS, Model, certainty
from spread.targets import Town, targets

TOWNS, TOTAL, RUNS = 285, 31_234, 5
FIELDS = ("terms", "place_weights", "exempt_multiple", "cap_multiple", "total")


def made_up(seed: int = 1) -> list[Town]:
    """Towns with inhabitants, income, living wages and places."""
    dice = random.Random(seed)
    towns = []
    for number in range(TOWNS):
        people = int(dice.lognormvariate(9.9, 0.7))
        values = {
            "population": Fraction(people),
            "income_per_inhabitant": Fraction(dice.randint(15_500, 30_800)),
            "living_wage_recipients": Fraction(people * dice.randint(1, 30), 1000),
        }
        towns.append(Town(str(11_001 + number), values, dice.randint(0, people // 100)))
    return towns


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    towns = made_up()
    print(f"\n{WEIGHTINGS} weightings of {TOWNS} municipalities")
    for data in published_keys():
        if data["code"] == "be_spreidingsplan_2016":
            key = read_key(**{name: data[name] for name in FIELDS})
            once = best(partial(targets, key, towns, TOTAL))
            model = Model.of(key, towns, TOTAL)
            many = best(partial(certainty, model, towns[41].code))
            print(f"one plain computation   {once:8.4f} s")
            print(f"{WEIGHTINGS} weightings         {many:8.4f} s  {many / once:5.2f} x one computation")
