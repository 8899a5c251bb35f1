"""When everything of a plan has to be ready: the critical path method, forward from today and back from the opening.

All is whole calendar days. A step takes `days` from the day on which all that it needs is ready, and has to be ready
`before` days before the opening. Counted forward from today:

    ready(s)  = ready of the latest open step that s needs (or today) + days(s)      today when s is done
    opening   = max over open s of ready(s) + before(s)                              the first day that can be reached

and back from the chosen opening:

    latest(s) = min(opening - before(s), latest(t) - days(t) for every open t that needs s)
    slack(s)  = latest(s) - ready(s)                                                 below zero: late

What is done asks nothing any more, of what it needed either: a step that was done before its time cuts the chain.

Source: J. E. Kelley and M. R. Walker, Critical-path planning and scheduling, 1959. Pure: no database, no clock.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class GoesInCircles(Exception):
    """Steps that wait for each other; `circle` names them, the first one again at the end."""

    def __init__(self, circle: Sequence[Hashable]) -> None:
        super().__init__(" → ".join(str(step) for step in circle))
        self.circle = tuple(circle)


@dataclass(frozen=True)
class Step(Generic[Key]):
    """One item: its working time and margin in days, what it waits for, and whether it is done (or not needed)."""

    key: Key
    days: int
    before: int = 0
    needs: frozenset[Key] = frozenset()
    done: bool = False

    def __post_init__(self) -> None:
        if self.days < 0 or self.before < 0:
            raise ValueError(f"{self.key}: days are never below zero")


@dataclass(frozen=True)
class Window:
    """When one step can and has to happen. `slack` in days; `critical`: a day lost here is a day later open."""

    begins: date
    ready: date
    latest: date
    slack: int
    critical: bool
    ready_to_begin: bool

    @property
    def late(self) -> bool:
        return self.slack < 0

    @property
    def latest_begin(self) -> date:
        """The last day on which it can begin; never after `latest`."""
        return self.latest - (self.ready - self.begins)


@dataclass(frozen=True)
class Schedule(Generic[Key]):
    """A whole plan: the window of every step, the first opening that can be reached, and the chain that decides it."""

    windows: Mapping[Key, Window]
    earliest_opening: date
    path: tuple[Key, ...]


def in_order(steps: Iterable[Step[Key]]) -> list[Key]:
    """Every step after what it needs. Raises GoesInCircles; a need that is no step of the plan is a KeyError."""
    needs = {step.key: step.needs for step in steps}
    for key, wanted in needs.items():
        if not wanted <= needs.keys():
            raise KeyError(f"{key} needs {sorted(map(str, wanted - needs.keys()))}")
    try:
        return list(
            TopologicalSorter({key: sorted(wanted, key=str) for key, wanted in needs.items()}).static_order()
        )
    except CycleError as problem:
        raise GoesInCircles(problem.args[1]) from None


def schedule(steps: Iterable[Step[Key]], *, today: date, opening: date) -> Schedule[Key]:
    """The windows of all steps. Raises GoesInCircles when steps wait for each other."""
    by_key = {step.key: step for step in steps}
    order = in_order(by_key.values())
    takes = {key: 0 if step.done else step.days for key, step in by_key.items()}
    begins: dict[Key, int] = {}
    ready: dict[Key, int] = {}
    for key in order:
        step = by_key[key]
        begins[key] = 0 if step.done else max((ready[need] for need in step.needs), default=0)
        ready[key] = begins[key] + takes[key]
    horizon = (opening - today).days
    latest = {key: horizon - by_key[key].before for key in order}
    for key in reversed(order):
        for need in () if by_key[key].done else by_key[key].needs:
            latest[need] = min(latest[need], latest[key] - takes[key])
    reached = {key: ready[key] + by_key[key].before for key in order if not by_key[key].done}
    first = max(reached.values(), default=0)
    least = horizon - first  # the slack of every step on a longest chain
    windows = {
        key: Window(
            begins=today + timedelta(begins[key]),
            ready=today + timedelta(ready[key]),
            latest=today + timedelta(latest[key]),
            slack=latest[key] - ready[key],
            critical=not by_key[key].done and latest[key] - ready[key] == least,
            ready_to_begin=not by_key[key].done and all(by_key[need].done for need in by_key[key].needs),
        )
        for key in order
    }
    return Schedule(windows, today + timedelta(first), _path(by_key, begins, ready, reached, order))


def _path(
    by_key: Mapping[Key, Step[Key]],
    begins: Mapping[Key, int],
    ready: Mapping[Key, int],
    reached: Mapping[Key, int],
    order: Sequence[Key],
) -> tuple[Key, ...]:
    """One longest chain of what is not done, from its first step to the one that decides the opening."""
    if not reached:
        return ()
    last = max((key for key in order if key in reached), key=lambda key: reached[key])
    chain = [last]
    while True:
        waited = [
            need for need in by_key[chain[-1]].needs if need in reached and ready[need] == begins[chain[-1]]
        ]
        if not waited:
            return tuple(reversed(chain))
        chain.append(min(waited, key=str))
