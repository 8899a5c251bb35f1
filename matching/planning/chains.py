"""When nothing fits: the fewest moves of people who are housed already that free a fitting place.

Each mover has to consent, so a chain is a proposal: the first to move goes to a place that is free, the next one to
the place that this frees, until the household that waits can come in.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from matching.planning.problem import Household, Unit

MOST_MOVES = 3


@dataclass(frozen=True)
class Move:
    """One household from its unit ("" for the one that waits) to another."""

    household: str
    origin: str
    destination: str


@dataclass(frozen=True)
class Chain:
    """In the order in which the moves can be made; the last one is the household that waits."""

    moves: tuple[Move, ...]

    @property
    def needs_consent(self) -> tuple[str, ...]:
        """Who is housed now and would move."""
        return tuple(move.household for move in self.moves if move.origin)


def find_chain(
    waiting: Household,
    households: Sequence[Household],
    units: Sequence[Unit],
    living: Mapping[str, str],
    fits: Callable[[Household, Unit], bool],
    *,
    may_move: Collection[str],
    most_moves: int = MOST_MOVES,
) -> Chain | None:
    """The chain with the fewest moves of housed households, None when there is none with at most `most_moves`.

    `living` is household to unit by keys, `fits` judges a pair by itself (whoever lives there), `may_move` holds keys
    of households that may be asked. Among chains of equal length the order of `units` and of keys decides.
    """
    people = {item.key: item for item in households} | {waiting.key: waiting}
    homes = {item.key: item for item in units}
    there: dict[str, list[str]] = defaultdict(list)
    for key, home in living.items():
        there[home].append(key)
    room = {unit.key: unit.places - sum(people[key].persons for key in there[unit.key]) for unit in units}
    askable = set(may_move) - {waiting.key}
    # Each step: who looks for a place, and how it came to that: (household, path of (household, unit) before it).
    queue: deque[tuple[str, tuple[tuple[str, str], ...]]] = deque([(waiting.key, ())])
    seen = {waiting.key}
    while queue:
        key, path = queue.popleft()
        mover = people[key]
        taken = {home for _, home in path} | {living.get(key, "")}
        reachable = [unit for unit in units if unit.key not in taken and fits(mover, unit)]
        for unit in reachable:
            if mover.persons <= room[unit.key] and (unit.shared or not there[unit.key]):
                return _chain((*path, (key, unit.key)), living)
        if len(path) >= most_moves:
            continue
        for unit in reachable:
            for other in sorted(there[unit.key]):
                if other in seen or other not in askable or other not in people:
                    continue
                if mover.persons <= room[unit.key] + people[other].persons and (
                    homes[unit.key].shared or len(there[unit.key]) == 1
                ):
                    seen.add(other)
                    queue.append((other, (*path, (key, unit.key))))
    return None


def _chain(path: tuple[tuple[str, str], ...], living: Mapping[str, str]) -> Chain:
    return Chain(tuple(Move(key, living.get(key, ""), unit) for key, unit in reversed(path)))
