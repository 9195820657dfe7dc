"""Good prices, from the linear relaxation: GLOP, also of OR-Tools, solves it, and its duals are the prices.

Nothing rests on what comes out here: `prices.price` makes a bound of any prices, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.prices import PARTS, Prices, even_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.model import Stage

MODULE = "ortools.linear_solver.python.model_builder_helper"
INFINITY = float("inf")


@dataclass(slots=True)
class Relaxed:
    """Prices, and the share of each column taken in the relaxation (by unit, along the columns given)."""

    prices: Prices
    weights: list[int]
    shares: list[list[float]]


class _Program:
    """A linear program under construction."""

    def __init__(self) -> None:
        self.module: Any = import_module(MODULE)
        self.model: Any = self.module.ModelBuilderHelper()
        self.columns = 0
        self.rows = 0

    def row(self, low: float, high: float) -> int:
        row: int = self.model.add_linear_constraint()
        self.rows += 1
        self.model.set_constraint_lower_bound(row, low)
        self.model.set_constraint_upper_bound(row, high)
        return row

    def column(self, cost: float, high: float = INFINITY) -> int:
        column: int = self.model.add_var()
        self.model.set_var_lower_bound(column, 0.0)
        self.model.set_var_upper_bound(column, high)
        if cost:
            self.model.set_var_objective_coefficient(column, cost)
        self.columns += 1
        return column

    def put(self, row: int, column: int, weight: float) -> None:
        self.model.add_term_to_constraint(row, column, weight)

    def solve(self) -> tuple[list[float], list[float]] | None:
        """Column values and row duals; None where there is no solution."""
        solver: Any = self.module.ModelSolverHelper("glop")
        solver.solve(self.model)
        if not solver.has_solution():
            return None
        # One by one: the lists in one call would be arrays of numpy, whose import takes longer than the whole solution.
        values = [solver.variable_value(column) for column in range(self.columns)]
        return values, [solver.dual_value(row) for row in range(self.rows)]


def relax(frame: Frame, stage: Stage, columns: Sequence[Sequence[int]] | None = None) -> Relaxed | None:
    """Solve the relaxation of one objective, on the frame's columns or on fewer; None where it has no solution."""
    board = frame.board
    chosen = frame.columns if columns is None else columns
    program = _Program()
    is_top, is_over = stage == "highest_utilisation", stage == "points_above_line"
    points = [program.row(-INFINITY, frame.free[worker]) for worker in range(len(board.worker_ids))]
    above = program.row(-INFINITY, INFINITY if frame.budget is None or is_over else frame.budget)
    settled = [program.row(-INFINITY, value) for _, value in frame.reached]
    places = [program.row(-INFINITY, row.at_most) for row in board.rows]
    tops = _top_rows(frame, program) if is_top else []
    for worker in board.on_line:
        if frame.reach[worker]:
            column = program.column(1.0 if is_over else 0.0, frame.reach[worker])
            program.put(points[worker], column, -1.0)
            program.put(above, column, 1.0)
    first = program.columns
    rows = _Rows(points, tops, settled, places)
    objective = None if is_top or is_over else stage
    for number, positions in enumerate(chosen):
        _put_unit(frame, program, rows, number, positions, objective)
    solution = program.solve()
    if solution is None:
        return None
    values, duals = solution
    return Relaxed(
        prices=Prices(
            points=[_part(duals[row]) for row in points],
            above=_part(duals[above]),
            settled=[_part(duals[row]) for row in settled],
            places=[_part(duals[row]) for row in places],
        ),
        weights=[_part(duals[row]) for row in tops] if tops else even_weights(frame),
        shares=_shares(values[first:], chosen),
    )


@dataclass(slots=True)
class _Rows:
    """Row numbers: by worker, by worker, by settled objective, by count limit."""

    points: list[int]
    tops: list[int]
    settled: list[int]
    places: list[int]


def _put_unit(
    frame: Frame, program: _Program, rows: _Rows, number: int, positions: Sequence[int], stage: Stage | None
) -> None:
    """The columns of one unit, of which one is to be chosen."""
    board = frame.board
    unit = board.units[number]
    one = program.row(1.0, 1.0)
    for at in positions:
        column = program.column(unit.costs[stage][at] if stage is not None else 0.0)
        program.put(one, column, 1.0)
        worker = unit.workers[at]
        if worker != NOBODY:
            program.put(rows.points[worker], column, unit.sizes[at])
            if rows.tops:
                program.put(rows.tops[worker], column, unit.sizes[at] * 100)
        for row, (name, _) in zip(rows.settled, frame.reached, strict=True):
            if unit.costs[name][at]:
                program.put(row, column, unit.costs[name][at])
        for row_number, count in board.row_index[number]:
            if board.rows[row_number].worker == worker:
                program.put(rows.places[row_number], column, count)


def _top_rows(frame: Frame, program: _Program) -> list[int]:
    """100 x load <= utilisation x capacity, with the utilisation as a column that costs one."""
    board = frame.board
    top = program.column(1.0)
    rows = []
    for worker in range(len(board.worker_ids)):
        row = program.row(-INFINITY, -100.0 * board.base[worker])
        program.put(row, top, -float(board.capacity[worker]))
        rows.append(row)
    for worker in set(range(len(rows))) - set(board.on_line):
        program.model.set_constraint_upper_bound(rows[worker], INFINITY)
    return rows


def _part(dual: float) -> int:
    """The price of a `<=` row: how much one more of it would save."""
    return max(0, round(-dual * PARTS))


def _shares(values: Sequence[float], columns: Sequence[Sequence[int]]) -> list[list[float]]:
    found, start = [], 0
    for positions in columns:
        found.append(list(values[start : start + len(positions)]))
        start += len(positions)
    return found
