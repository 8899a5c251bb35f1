"""How long work takes."""

from collections.abc import Callable
from time import perf_counter


def best_of(runs: int, work: Callable[[], object]) -> float:
    """Milliseconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return min(times)
