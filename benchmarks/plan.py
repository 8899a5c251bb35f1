"""How good and how fast the region-wide plan is, on seeded worlds: `./run bench plan [S] [M] [scarce] [L]`.

Each world runs in a process of its own, so that its memory is its own. Claims: quant.md B.5; the gap is to the bound
proven in the same run, times are processor seconds as multiples of first come, first served in the same run.
"""

import json
import os
import resource
import subprocess
import sys
from time import process_time

from benchmarks.plan_worlds import world
from matching.planning import Plan, make_plan

WORLDS = {
    "S": (2_000, 3_000, 0.03),
    "M": (10_000, 15_000, 0.03),
    "scarce": (10_000, 8_000, 0.02),
    "L": (50_000, 60_000, 0.03),
}
# gap, net gap (at most, in %), part of the gap of first come closed (at least); the scarce world: placed counts.
CLAIMS = {"S": (0.35, 1.5, 0.80), "M": (0.15, 0.6, 0.88), "L": (0.15, 0.6, 0.90)}
MOST_PRICES_TIME, MOST_SPREAD, BASE_MB, KB_PER_HOUSEHOLD = 12.0, 0.8, 100, 10
MOST_L_OF_M = 6.0
SEED = 1


def measure(name: str) -> dict[str, float]:
    """The figures of one world, in this process."""
    households, units, shared = WORLDS[name]
    problem = world(households, units, seed=SEED, shared=shared)
    begun = process_time()
    plan: Plan = make_plan(problem, seed=SEED)
    seconds = process_time() - begun
    first = plan.baselines["first_come"]
    return {
        "households": households,
        "units": units,
        "placed": plan.placed,
        "first_placed": first.placed,
        "best_fit_placed": plan.baselines["best_fit"].placed,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": 100 * (plan.gap or 0.0),
        "net_gap": 100 * (plan.net_gap or 0.0),
        "closed": plan.gap_closed or 0.0,
        "first_gap": 100 * (plan.bound - first.objective) / first.objective,
        "prices_time": (plan.stages["prices"] + plan.stages["guided"]) / first.seconds,
        "total_time": seconds / first.seconds,
        "seconds": seconds,
        "spread": plan.spread_distance / first.spread_distance,
        "group_floor": plan.group_floor or 0.0,
        "iterations": plan.iterations,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(words: list[str]) -> None:
    """Measures the worlds named, or all, and says of each claim whether it holds."""
    seconds = {}
    for name in words or list(WORLDS):
        env = os.environ | {"OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.plan", name], stdout=subprocess.PIPE, check=True, env=env
        )
        figures = json.loads(done.stdout)
        seconds[name] = figures["seconds"]
        show(name, figures)
    if {"M", "L"} <= seconds.keys():
        _claim("L / M total time", seconds["L"] / seconds["M"], MOST_L_OF_M, "x")


def show(name: str, figures: dict[str, float]) -> None:
    print(
        f"plan {name}: {figures['households']:.0f} households, {figures['units']:.0f} units, seed {SEED}, "
        f"{figures['iterations']:.0f} iterations, {figures['seconds']:.1f} s"
    )
    print(
        f"  placed {figures['placed']:.0f}, first come {figures['first_placed']:.0f}, "
        f"best fit {figures['best_fit_placed']:.0f}; objective {figures['objective']:.1f}, "
        f"bound {figures['bound']:.1f}; total {figures['total_time']:.1f} x first come"
    )
    gap, net, closed = CLAIMS.get(name, (None, None, None))
    _claim("gap to own bound", figures["gap"], gap, "%")
    _claim("net gap", figures["net_gap"], net, "%")
    _claim("gap of first come closed", figures["closed"], closed, "", at_least=True)
    _claim("prices and greedy / first come", figures["prices_time"], MOST_PRICES_TIME, "x")
    _claim("spread cost / first come", figures["spread"], MOST_SPREAD, "x")
    _claim("placed more than first come", figures["placed"] - figures["first_placed"], 0, "", at_least=True)
    _claim("score of groups / mean", figures["group_floor"], 0.95, "", at_least=True)
    _claim("memory", figures["mb"], BASE_MB + KB_PER_HOUSEHOLD * figures["households"] / 1024, "MB")


def _claim(text: str, value: float, limit: float | None, unit: str, *, at_least: bool = False) -> None:
    line = f"  {text:32}{value:10.3f} {unit:2}"
    if limit is not None:
        holds = value >= limit if at_least else value <= limit
        line += (
            f"  {'at least' if at_least else 'at most'} {limit:.2f}: {'holds' if holds else 'DOES NOT HOLD'}"
        )
    print(line)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
