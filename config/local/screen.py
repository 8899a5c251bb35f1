"""What the terminal shows: one line per step with its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from config.local.processes import Trouble, tail


def seconds(begun: float) -> str:
    """The time since `begun` (time.monotonic), as it is written in Dutch."""
    return f"{time.monotonic() - begun:.1f} s".replace(".", ",")


@contextmanager
def step(name: str) -> Iterator[None]:
    """Shows that a step begins, and how long it took or that it failed."""
    begun = time.monotonic()
    print(f"  {name:<34}", end="", flush=True)
    try:
        yield
    except BaseException as problem:
        print("onderbroken" if isinstance(problem, KeyboardInterrupt) else "mislukt", flush=True)
        raise
    print(f"{seconds(begun):>8}", flush=True)


def show(problem: Trouble) -> None:
    """The message, the end of the log, and where the rest is."""
    print(f"\n{problem}", file=sys.stderr)
    if problem.log is not None:
        print(f"\nLaatste regels van {problem.log}:\n{tail(problem.log)}", file=sys.stderr)
