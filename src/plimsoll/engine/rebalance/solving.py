"""A frame and an objective as a model for CP-SAT, and its solution as a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.cpsat import FAR, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.board import Plan
    from plimsoll.engine.rebalance.frame import Frame
    from plimsoll.engine.rebalance.model import Stage


SPREAD: frozenset[Stage] = frozenset({"cost", "tie_break"})
"""Objectives of many different sums: the best may lie well above what the relaxation says."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`plan` None where there is none. `bound` holds for the columns given."""

    plan: Plan | None
    value: int
    bound: int
    is_closed: bool
    """The search is over: the plan is best among the columns given, or there is none."""
    took: float


@dataclass(frozen=True, slots=True)
class Ask:
    """What to look for: a plan with `low` <= objective <= `high`, starting from `hint`, for so many seconds at most."""

    stage: Stage
    low: int
    high: int
    hint: Plan | None
    seconds: float
    also: Stage | None = None
    """A second objective, to be made small among plans equal in the first."""
    soften: int = 0
    """If not 0, room may be passed at this price a point: for looking for a plan that does not."""


@dataclass(slots=True)
class _Sum:
    """A linear sum over literals, with what units without a choice add to it."""

    literals: list[int]
    weights: list[int]
    given: int = 0


def solve(frame: Frame, columns: Sequence[Sequence[int]], ask: Ask) -> Answer:
    """The best plan on these columns that keeps to the frame."""
    built = _Built(frame, columns, soft=ask.soften > 0)
    objective = built.objective(ask.stage)
    low, high = ask.low - objective.given, ask.high - objective.given
    if not built.is_possible or (not objective.literals and not low <= 0 <= high):
        return Answer(None, 0, ask.low, is_closed=True, took=0.0)
    if objective.literals:
        built.model.row(objective.literals, objective.weights, low, min(high, FAR))
    given, scale = objective.given, 1
    if ask.also is not None:
        objective, scale = built.joined(objective, ask.also)
    soft = list(built.excess.values())
    built.model.make_small([*objective.literals, *soft], [*objective.weights, *[ask.soften] * len(soft)])
    if ask.hint is not None:
        built.hint(ask.hint)
    solved = built.model.solve(ask.seconds, frame.board.options.seed, from_below=ask.stage not in SPREAD)
    if solved.values is None:
        return Answer(None, 0, ask.low, is_closed=solved.is_infeasible, took=solved.took)
    plan = built.plan(solved.values)
    bound = max(ask.low, solved.bound // scale + given)
    return Answer(plan, frame.board.value(ask.stage, plan), bound, is_closed=solved.is_optimal, took=solved.took)


class _Built:
    """The model of a frame on some columns. A unit with one column is no choice and no variable."""

    def __init__(self, frame: Frame, columns: Sequence[Sequence[int]], *, soft: bool = False) -> None:
        self.frame = frame
        self.board = frame.board
        self.columns = columns
        self.model = Model()
        self.is_possible = all(columns)
        self.open = [number for number, positions in enumerate(columns) if len(positions) > 1]
        self.shut = [(number, positions[0]) for number, positions in enumerate(columns) if len(positions) == 1]
        self.literals = {number: [self.model.variable(0, 1) for _ in columns[number]] for number in self.open}
        for literals in self.literals.values():
            self.model.exactly_one(literals)
        self.above: dict[int, int] = {}
        self.above_given = 0
        self.soft = soft
        self.excess: dict[int, int] = {}
        self.top: int | None = None
        self._points()
        self._settled()
        self._places()

    def _at_most(self, total: _Sum, most: int) -> None:
        """A row over literals, where it can bind."""
        if not total.literals:
            self.is_possible &= total.given <= most
        elif sum(weight for weight in total.weights if weight > 0) + total.given > most:
            self.model.row(total.literals, total.weights, -FAR, most - total.given)

    def _points(self) -> None:
        self.carried = [_Sum([], []) for _ in self.board.worker_ids]
        for number, at in self.shut:
            unit = self.board.units[number]
            if unit.workers[at] != NOBODY:
                self.carried[unit.workers[at]].given += unit.sizes[at]
        for number, literals in self.literals.items():
            unit = self.board.units[number]
            for at, literal in zip(self.columns[number], literals, strict=True):
                worker = unit.workers[at]
                if worker != NOBODY and unit.sizes[at]:
                    self.carried[worker].literals.append(literal)
                    self.carried[worker].weights.append(unit.sizes[at])
        self._lines()

    def _lines(self) -> None:
        """For each worker: what they carry fits under the line, or a variable says how far above it they come."""
        frame = self.frame
        least = [0] * len(frame.free) if self.soft else frame.least_loads()
        for worker in self.board.on_line:
            carried, free, reach = self.carried[worker], frame.free[worker], frame.reach[worker]
            if not carried.literals:
                self.is_possible &= self.soft or carried.given <= free + reach
                self.above_given += max(0, min(reach, carried.given - free))
                continue
            if least[worker] > carried.given:
                self.model.row(carried.literals, carried.weights, least[worker] - carried.given, FAR)
            if not reach and not self.soft:
                self._at_most(carried, free)
                continue
            high = max(0, carried.given + sum(carried.weights) - free)
            over: list[int] = []
            if reach:
                self.above[worker] = self.model.variable(0, min(reach, high))
                over.append(self.above[worker])
            if self.soft:
                self.excess[worker] = self.model.variable(0, high)
                over.append(self.excess[worker])
            self.model.row(
                [*carried.literals, *over], [*carried.weights, *[-1] * len(over)], -FAR, free - carried.given
            )
        if frame.budget is not None:
            self._budget(frame.budget)

    def _budget(self, budget: int) -> None:
        """All that lies above the line together."""
        above = list(self.above.values())
        weights = [1] * len(above)
        if self.soft:
            self.excess[NOBODY] = self.model.variable(0, FAR)
            above, weights = [*above, self.excess[NOBODY]], [*weights, -1]
        if not above:
            self.is_possible &= self.above_given <= budget
        elif self.above_given > budget and not self.soft:
            self.is_possible = False
        else:
            self.model.row(above, weights, -FAR, budget - self.above_given)

    def _above(self) -> _Sum:
        return _Sum(list(self.above.values()), [1] * len(self.above), self.above_given)

    def _settled(self) -> None:
        for stage, value in self.frame.reached:
            self._at_most(self._linear(stage), value)

    def _places(self) -> None:
        for row in self.board.rows:
            total = _Sum([], [])
            for number, count in row.cases.items():
                workers = self.board.units[number].workers
                if number not in self.literals:
                    total.given += count * (workers[self.columns[number][0]] == row.worker)
                    continue
                for at, literal in zip(self.columns[number], self.literals[number], strict=True):
                    if workers[at] == row.worker:
                        total.literals.append(literal)
                        total.weights.append(count)
            self._at_most(total, row.at_most)

    def _linear(self, stage: Stage) -> _Sum:
        units = self.board.units
        total = _Sum([], [], sum(units[number].costs[stage][at] for number, at in self.shut))
        for number, literals in self.literals.items():
            costs = units[number].costs[stage]
            for at, literal in zip(self.columns[number], literals, strict=True):
                if costs[at]:
                    total.literals.append(literal)
                    total.weights.append(costs[at])
        return total

    # --- objectives -------------------------------------------------------------------------------

    def objective(self, stage: Stage) -> _Sum:
        """The objective as it is told outside: with what is there whatever the plan."""
        if stage == "points_above_line":
            total = self._above()
            total.given += self.frame.given_over
            return total
        if stage == "highest_utilisation":
            return self._utilisation()
        total = self._linear(stage)
        total.given += self.board.offset.get(stage, 0)
        return total

    def _utilisation(self) -> _Sum:
        """In steps: one variable, above which no worker's share may lie."""
        board = self.board
        step = board.options.utilisation_step
        low = high = -(-board.options.utilisation_target // step)
        rows = []
        for worker in board.on_line:
            carried, capacity = self.carried[worker], board.capacity[worker]
            given = board.base[worker] + carried.given
            low = max(low, board.step_up(100 * given, capacity) // step)
            high = max(high, board.step_up(100 * (given + sum(carried.weights)), capacity) // step)
            if carried.literals:
                rows.append((carried.literals, [100 * size for size in carried.weights], step * capacity, -100 * given))
        self.top = self.model.variable(low, max(low, high))
        for literals, weights, capacity, most in rows:
            self.model.row([*literals, self.top], [*weights, -capacity], -FAR, most)
        return _Sum([self.top], [step])

    def joined(self, first: _Sum, also: Stage) -> tuple[_Sum, int]:
        """Two linear objectives as one: the first weighs more than all of the second can."""
        units = self.board.units
        scale = 1
        weights: dict[int, int] = dict.fromkeys(first.literals, 0)
        for number, literals in self.literals.items():
            costs = [units[number].costs[also][at] for at in self.columns[number]]
            # Its least is taken off, so that dividing the bound by the scale gives the first objective alone.
            scale += max(costs) - min(costs)
            for cost, literal in zip(costs, literals, strict=True):
                weights[literal] = cost - min(costs)
        for literal, weight in zip(first.literals, first.weights, strict=True):
            weights[literal] += weight * scale
        return _Sum(list(weights), list(weights.values())), scale

    # --- plans --------------------------------------------------------------------------------------

    def hint(self, plan: Plan) -> None:
        values = [0] * self.model.size
        for number, literals in self.literals.items():
            for at, literal in zip(self.columns[number], literals, strict=True):
                values[literal] = int(at == plan[number])
        loads = self.board.loads(plan)
        total = self.above_given
        for worker, above in self.above.items():
            over = max(0, loads[worker] - self.board.base[worker] - self.frame.free[worker])
            values[above] = min(self.frame.reach[worker], over)
            total += values[above]
        for worker, excess in self.excess.items():
            if worker == NOBODY:
                values[excess] = max(0, total - (self.frame.budget or 0))
                continue
            room = self.frame.free[worker] + self.frame.reach[worker]
            values[excess] = max(0, loads[worker] - self.board.base[worker] - room)
        if self.top is not None:
            values[self.top] = self.board.utilisation(loads) // self.board.options.utilisation_step
        self.model.hint(values)

    def plan(self, values: Sequence[int]) -> Plan:
        plan = [positions[0] for positions in self.columns]
        for number, literals in self.literals.items():
            plan[number] = next(
                at for at, literal in zip(self.columns[number], literals, strict=True) if values[literal]
            )
        return plan
