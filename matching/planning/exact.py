"""The plan as a mixed-integer programme for HiGHS: proven optima of small cases, and neighbourhoods of large ones.

max  sum score_c y_c  -  sum slope_mj x_mj
sum y_c <= 1 per household; every member of a group in town m exactly when z_gm, sum_m z_gm <= 1
use of homes, pools, further limits and limits of towns within what is left
sum persons_c y_c [town m] = sum_j x_mj,  0 <= x_mj <= width of piece j  (the cost is convex: pieces fill in order)
"""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from matching.planning.instance import Instance
from matching.planning.prices import Dual, Prices

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass
class Columns:
    """Candidate pairs: household, class and points, element by element."""

    household: Ints
    unit_class: Ints
    score: Floats


@dataclass
class Room:
    """What is left to fill: homes [K], unit [L, K], town [M, R], and the persons already in each town [M]."""

    homes: Floats
    unit: Floats
    town: Floats
    load: Floats

    @classmethod
    def of(cls, instance: Instance) -> "Room":
        unit = np.where(instance.pool_rows, instance.unit_supply, np.inf)
        return cls(instance.capacity, unit, instance.town_supply, instance.begin)


@dataclass
class Answer:
    """choice [H] is -1 where no column was chosen, None when nothing was found; bound is proven for these columns."""

    choice: Ints | None
    bound: float
    optimal: bool


def all_columns(instance: Instance) -> Columns:
    """Every pair of household and class that may be."""
    if instance.problem.pairs is not None:
        return Columns(instance.column_household, instance.column_class, instance.column_score)
    household, unit_class = np.nonzero(instance.feasible[instance.kind])
    score = instance.score(household, unit_class)
    keep = np.isfinite(score)
    return Columns(household[keep], unit_class[keep], score[keep])


def promising(dual: Dual, columns: Columns, prices: Prices, *, bound: float, reached: float) -> Columns:
    """Without the columns that cannot be in a better plan than the one reached: whoever takes such a column gives up
    more, under these prices, than lies between `reached` and the bound that these prices prove.
    """
    instance = dual.instance
    value = dual.values_of(columns.household, columns.unit_class, columns.score, prices)
    best = np.zeros(len(instance.households))
    np.maximum.at(best, columns.household, value)
    slack = max(bound - reached, 0.0) + 1e-6 * max(1.0, abs(bound))
    keep = (value >= best[columns.household] - slack) | (instance.group[columns.household] >= 0)
    return Columns(columns.household[keep], columns.unit_class[keep], columns.score[keep])


class _Model:
    """Collects columns and rows and hands them over to HiGHS."""

    def __init__(self) -> None:
        self.cost: list[Floats] = []
        self.upper: list[Floats] = []
        self.whole: list[NDArray[np.bool_]] = []
        self.columns = self.rows = 0
        self.at_row: list[Ints] = []
        self.at_column: list[Ints] = []
        self.value: list[Floats] = []
        self.row_lower: list[Floats] = []
        self.row_upper: list[Floats] = []

    def add_columns(self, cost: Floats, upper: Floats, *, whole: bool) -> Ints:
        first = self.columns
        self.columns += len(cost)
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(np.full(len(cost), whole))
        return np.arange(first, self.columns)

    def add_rows(self, owner: Ints, column: Ints, value: Floats, lower: Floats, upper: Floats) -> None:
        """`owner` numbers the new rows from 0; `lower` and `upper` give their number."""
        self.at_row.append(owner + self.rows)
        self.at_column.append(column)
        self.value.append(value)
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.rows += len(lower)

    def program(self) -> highspy.HighsLp:
        row, column = np.concatenate(self.at_row), np.concatenate(self.at_column)
        order = np.lexsort((row, column))
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.columns, self.rows
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.concatenate(self.cost)
        program.col_lower_ = np.zeros(self.columns)
        program.col_upper_ = np.concatenate(self.upper)
        program.row_lower_ = np.concatenate(self.row_lower)
        program.row_upper_ = np.concatenate(self.row_upper)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        program.integrality_ = [kinds[int(whole)] for whole in np.concatenate(self.whole)]
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.searchsorted(column[order], np.arange(self.columns + 1)).astype(np.int32)
        matrix.index_ = row[order].astype(np.int32)
        matrix.value_ = np.concatenate(self.value)[order]
        return program


class SolverFailed(Exception):
    """HiGHS did not run; the reason is its own word for it."""


def solve(
    instance: Instance,
    columns: Columns,
    *,
    room: Room | None = None,
    start: Ints | None = None,
    seed: int = 1,
    seconds: float = 60.0,
    nodes: int | None = None,
    gap: float = 0.0,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """The best choice among these columns, on top of what `room` says is taken already.

    `start` is a choice to begin from. `nodes` limits the search in a way that repeats itself; `seconds` is a guard.
    `stop` is asked now and then from within the solver. The bound leaves out what is fixed. Raises SolverFailed.
    """
    room = room or Room.of(instance)
    if not len(columns.household):
        return Answer(np.full(len(instance.households), -1), 0.0, True)
    model, groups, pieces = _build(instance, columns, room)
    solver = _quiet_solver()
    for name, value in {
        "threads": 1,
        "random_seed": seed,
        "time_limit": seconds,
        "mip_rel_gap": gap,
        "mip_abs_gap": 1e-7,
        "mip_feasibility_tolerance": 1e-7,
        "primal_feasibility_tolerance": 1e-8,
    }.items():
        solver.setOptionValue(name, value)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(model.program())
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = _start(instance, columns, room, model.columns, groups, pieces, start).tolist()
        solver.setSolution(solution)
    if stop is not None:
        asked = stop

        def look(event: highspy.HighsCallbackEvent) -> None:
            if asked():
                event.interrupt()

        solver.cbMipInterrupt += look
        solver.cbSimplexInterrupt += look
    # HiGHS keeps the threads of whoever solved something first in this process, and refuses to run with another number.
    highspy.Highs.resetGlobalScheduler(True)
    if solver.run() == highspy.HighsStatus.kError:
        raise SolverFailed(solver.modelStatusToString(solver.getModelStatus()))
    return _read(instance, columns, solver)


def _quiet_solver() -> highspy.Highs:
    """A solver that says nothing: it greets on file descriptor 1 before it can be told not to, and that is where
    the command writes its JSON.
    """
    flush = ctypes.CDLL(None).fflush
    flush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        solver = highspy.Highs()
        flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    solver.silent()
    return solver


def _read(instance: Instance, columns: Columns, solver: highspy.Highs) -> Answer:
    info = solver.getInfo()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = float(info.mip_dual_bound)
    if info.primal_solution_status != 2:  # no feasible solution
        return Answer(None, bound if np.isfinite(bound) else np.inf, False)
    values = np.array(solver.getSolution().col_value)[: len(columns.household)]
    choice = np.full(len(instance.households), -1)
    chosen = values > 0.5
    choice[columns.household[chosen]] = columns.unit_class[chosen]
    return Answer(choice, bound, optimal)


def _build(
    instance: Instance, columns: Columns, room: Room
) -> tuple[_Model, list[tuple[int, int]], list[Ints]]:
    model = _Model()
    household, unit_class = columns.household, columns.unit_class
    kind, town = instance.kind[household], instance.town[unit_class]
    count = len(household)
    mine = model.add_columns(columns.score, np.ones(count), whole=True)
    owners, owner = np.unique(household, return_inverse=True)
    model.add_rows(owner, mine, np.ones(count), np.full(len(owners), -np.inf), np.ones(len(owners)))
    classes, at = np.unique(unit_class, return_inverse=True)
    none = np.full(len(classes), -np.inf)
    model.add_rows(at, mine, instance.use[kind, unit_class], none, room.homes[classes])
    for index in range(len(instance.unit_limits)):
        limited = np.isfinite(room.unit[index, unit_class])
        pools, at = np.unique(unit_class[limited], return_inverse=True)
        use = instance.unit_use[kind[limited], index]
        model.add_rows(at, mine[limited], use, np.full(len(pools), -np.inf), room.unit[index, pools])
    for index in range(len(instance.town_limits)):
        limited = np.isfinite(room.town[town, index])
        places, at = np.unique(town[limited], return_inverse=True)
        use = instance.town_use[kind[limited], index]
        model.add_rows(at, mine[limited], use, np.full(len(places), -np.inf), room.town[places, index])
    groups = _add_groups(instance, columns, model)
    return model, groups, _add_spread(instance, columns, room, model)


def _add_groups(instance: Instance, columns: Columns, model: _Model) -> list[tuple[int, int]]:
    """(group, town) of each z column, in order."""
    household, town = columns.household, instance.town[columns.unit_class]
    group = instance.group[household]
    pairs = sorted(set(zip(group[group >= 0].tolist(), town[group >= 0].tolist(), strict=True)))
    if not pairs:
        return pairs
    together = model.add_columns(np.zeros(len(pairs)), np.ones(len(pairs)), whole=True)
    numbers = sorted({number for number, _ in pairs})
    at = np.array([numbers.index(number) for number, _ in pairs])
    model.add_rows(at, together, np.ones(len(pairs)), np.full(len(numbers), -np.inf), np.ones(len(numbers)))
    # Member i of the group lives in town m exactly when the group does.
    row_of: dict[tuple[int, int], int] = {}
    owner: list[int] = []
    column: list[int] = []
    value: list[float] = []
    for index, (number, there) in enumerate(pairs):
        for member in instance.members(number).tolist():
            row = row_of.setdefault((member, there), len(row_of))
            owner.append(row)
            column.append(int(together[index]))
            value.append(-1.0)
    for index in np.flatnonzero(group >= 0).tolist():
        owner.append(row_of[int(household[index]), int(town[index])])
        column.append(index)
        value.append(1.0)
    zeros = np.zeros(len(row_of))
    model.add_rows(np.array(owner), np.array(column), np.array(value), zeros, zeros)
    return pairs


def _widths(instance: Instance, town: int, load: float) -> tuple[Floats, Floats]:
    """Lengths (persons) and slopes of the pieces of the cost from this load on."""
    kinks = instance.spread.kinks[town]
    ends = np.maximum(np.append(kinks, np.inf), load)
    width = np.diff(np.append(load, ends))
    return width, instance.spread.slopes[town]


def _add_spread(instance: Instance, columns: Columns, room: Room, model: _Model) -> list[Ints]:
    """The pieces of each town that these columns reach and where the spread counts; their columns, per town."""
    town = instance.town[columns.unit_class]
    pieces: list[Ints] = []
    for there in np.unique(town).tolist():
        width, slope = _widths(instance, there, float(room.load[there]))
        use = width > 0
        if not slope.any():
            pieces.append(np.zeros(0, dtype=int))
            continue
        filled = model.add_columns(-slope[use], width[use], whole=False)
        mine = np.flatnonzero(town == there)
        column = np.concatenate([mine, filled])
        value = np.concatenate([instance.persons[columns.household[mine]], -np.ones(len(filled))])
        model.add_rows(np.zeros(len(column), dtype=int), column, value, np.zeros(1), np.zeros(1))
        pieces.append(filled)
    return pieces


def _start(
    instance: Instance,
    columns: Columns,
    room: Room,
    count: int,
    groups: list[tuple[int, int]],
    pieces: list[Ints],
    start: Ints,
) -> Floats:
    values = np.zeros(count)
    chosen = start[columns.household] == columns.unit_class
    values[: len(chosen)] = chosen
    town = instance.town[columns.unit_class]
    lives = {
        (int(instance.group[household]), int(there))
        for household, there in zip(columns.household[chosen], town[chosen], strict=True)
    }
    first = len(columns.household)
    values[first : first + len(groups)] = [pair in lives for pair in groups]
    for there, filled in zip(np.unique(town).tolist(), pieces, strict=True):
        people = float(instance.persons[columns.household[chosen & (town == there)]].sum())
        width, _ = _widths(instance, there, float(room.load[there]))
        for column, length in zip(filled, width[width > 0], strict=False):
            values[column] = min(people, length)
            people -= values[column]
    return values
