"""The objectives one after the other: each made as small as it can be without giving up an earlier one.

For each: a plan to start from, a bound, and where the two differ a search. The linear relaxation gives prices; the
prices give a bound that holds exactly and rule out most columns; CP-SAT searches what is left, and either closes the
gap or says how wide it is. Columns ruled out stay out, so that later objectives search less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance import cpsat
from plimsoll.engine.rebalance.board import LINEAR
from plimsoll.engine.rebalance.cpsat import FAR
from plimsoll.engine.rebalance.frame import Frame
from plimsoll.engine.rebalance.keeping import BROKEN, MOVED, keep
from plimsoll.engine.rebalance.model import StageResult
from plimsoll.engine.rebalance.neighbourhoods import better_nearby
from plimsoll.engine.rebalance.packing import pack
from plimsoll.engine.rebalance.prices import (
    PARTS,
    Priced,
    even_prices,
    even_weights,
    no_prices,
    price,
    utilisation_bound,
    utilisation_in_grains,
)
from plimsoll.engine.rebalance.pricing import at_least
from plimsoll.engine.rebalance.relaxing import relax
from plimsoll.engine.rebalance.searching import first_plan, improve, polish
from plimsoll.engine.rebalance.solving import Answer, Ask, solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from plimsoll.engine.rebalance.board import Board, Plan
    from plimsoll.engine.rebalance.model import Stage

PROMISING = 2
"""So many columns a unit make the promising part."""
WIDE = 9000
"""More are not put into one model: neighbourhoods are searched instead."""
MOST_TOPS = 4
WIDE_TRIALS = 150_000
EFFORT = 1.75
"""Deterministic seconds for a whole question, unless it says its own."""
SHORT = 1.0
LONGER = (0.15, 0.4, 1.0, 4.0, 16.0)
"""Deterministic seconds for one search after another of the same objective."""
TRIES = 2
LEAST = 0.05
JOINED = 2**40
EVERY = "search of every plan not ruled out"


@dataclass(slots=True)
class Found:
    """A plan with the results of its objectives."""

    plan: Plan
    results: list[StageResult]
    method: str


def run(board: Board, watch: Callable[[Stage], object] | None = None) -> Found:
    """The plan for a board. Without a solver it is the greedy one, with its bounds. `watch` hears of each objective."""
    has_solver = board.options.method != "greedy" and cpsat.is_here()
    plan = first_plan(board)
    if board.columns <= WIDE or not has_solver:
        plan = improve(board, plan, thorough=not has_solver)
    return _Stages(board, plan, has_solver=has_solver).run(watch)


class _Stages:
    def __init__(self, board: Board, plan: Plan, *, has_solver: bool) -> None:
        self.board = board
        self.plan = plan
        self.has_solver = has_solver
        self.frame = Frame(board)
        self.left = float(board.options.effort) if board.options.effort is not None else EFFORT
        self.is_wide = self.frame.count() > WIDE
        self.results: list[StageResult] = []
        self.values: dict[Stage, tuple[int, int, str]] = {}
        """Value, bound and how, of objectives that were settled with an earlier one."""

    def run(self, watch: Callable[[Stage], object] | None = None) -> Found:
        bounds: list[tuple[Stage, int, str]] = []
        for stage in self.board.stages:
            if watch is not None:
                watch(stage)
            value, bound, how = self.values.get(stage) or self._stage(stage)
            self.frame.settle(stage, value)
            self.results.append(self._result(stage, value, bound, how))
            bounds.append((stage, bound, how))
        # A later search may have found a plan that is better in an earlier objective too: what is told is the plan's.
        self.results = [
            self._result(stage, self.board.value(stage, self.plan), bound, how) for stage, bound, how in bounds
        ]
        return Found(self.plan, self.results, "stages" if self.has_solver else "greedy")

    def _result(self, stage: Stage, value: int, bound: int, how: str) -> StageResult:
        scale = self.board.scale if stage == "points_above_line" else self.board.cost_scale if stage == "cost" else 1
        shown = Decimal(value) / scale, Decimal(bound) / scale
        return StageResult(stage, *shown, proved=value == bound, how=how)

    # --- one objective --------------------------------------------------------------------------

    def _stage(self, stage: Stage) -> tuple[int, int, str]:
        value = self.board.value(stage, self.plan)
        bound, how = self._easy_bound(stage)
        if value == bound or not self.board.units:
            if stage == MOVED:
                self._keep_whole(value)
            return value, value if not self.board.units else bound, how
        if not self.has_solver or (stage == "tie_break" and self._is_open()):
            return value, bound, how
        if self.is_wide:
            return self._wide(stage, value, bound, how)
        if stage == "points_above_line":
            return self._search_over(value, bound)
        if stage == "highest_utilisation":
            return self._search_top(value, bound)
        return self._search_linear(stage, bound, how)

    def _is_open(self) -> bool:
        """Whether an earlier objective is not proved: then a tie-break is not worth its time."""
        return not all(result.proved for result in self.results)

    def _easy_bound(self, stage: Stage) -> tuple[int, str]:
        frame, board = self.frame, self.board
        if stage == "highest_utilisation":
            bound = utilisation_bound(frame, even_weights(frame))
            return utilisation_in_grains(frame, bound), "all points over all capacity"
        if stage == "points_above_line":
            found = price(frame, None, even_prices(frame)).bound
            return frame.given_over + max(0, found), "all points less all room"
        bound = price(frame, stage, no_prices(frame)).bound + board.offset.get(stage, 0)
        how = "each case for itself"
        if stage in (MOVED, BROKEN):
            kept = keep(frame)
            if kept is not None and stage == MOVED and kept.moved > bound:
                return kept.moved, "worker by worker"
            if kept is not None and stage == BROKEN and kept.broken > bound and self._moved() == kept.moved:
                return kept.broken, "worker by worker"
        return bound, how

    def _moved(self) -> int | None:
        found = dict(self.frame.reached).get(MOVED)
        return None if found is None else found + self.board.offset[MOVED]

    def _keep_whole(self, moved: int) -> None:
        """Where only as many move as must, the cases of workers who can keep all they hold stay at home."""
        kept = keep(self.frame)
        if kept is not None and kept.moved == moved:
            for number in kept.whole:
                self.frame.columns[number] = [self.board.units[number].home]

    # --- points -----------------------------------------------------------------------------------

    def _search_over(self, value: int, bound: int) -> tuple[int, int, str]:
        how = "all points less all room"
        relaxed = relax(self.frame, "points_above_line") if self.frame.count() <= WIDE else None
        if relaxed is not None:
            found = self.frame.given_over + price(self.frame, None, relaxed.prices).bound
            if found > bound:
                bound, how = found, "linear relaxation"
        if value > bound:
            goal = self.frame.as_if(over=bound)
            if "highest_utilisation" in self.board.stages:
                top = utilisation_bound(goal, even_weights(goal))
                goal = goal.as_if(utilisation=utilisation_in_grains(goal, top))
            value = self._reach("points_above_line", goal)
        return self._search("points_above_line", value, bound, how, self.frame.columns)

    def _search_top(self, value: int, bound: int) -> tuple[int, int, str]:
        how = "all points over all capacity"
        stage: Stage = "highest_utilisation"
        relaxed = relax(self.frame, stage) if self.frame.count() <= WIDE else None
        if relaxed is not None:
            found = utilisation_bound(self.frame, relaxed.weights)
            if found > bound:
                bound, how = found, "linear relaxation"
        step = self.board.options.utilisation_step
        for goal in range(bound, min(value, bound + TRIES * step), step):
            if self._reach(stage, self.frame.as_if(utilisation=goal)) <= goal:
                break
        return self._search(stage, self.board.value(stage, self.plan), bound, how, self.frame.columns)

    def _reach(self, stage: Stage, goal: Frame) -> int:
        """Suppose a value can be reached, and look for a plan that does, good in the next objective too.

        Passing the room is allowed but dear, so that there is always a plan to better.
        """
        packed = pack(goal)
        if self._takes(packed, goal):
            return self.board.value(stage, self.plan)
        start = self.plan if packed is None or goal.excess(packed) > goal.excess(self.plan) else packed
        later = self.board.stages[self.board.stages.index(stage) + 1 :]
        following: Stage = next((each for each in later if each in LINEAR), "tie_break")
        relaxed = relax(goal, following)
        if relaxed is None:
            return self.board.value(stage, self.plan)
        priced = price(goal, following, relaxed.prices)
        columns = self._promising(goal, priced, start) or goal.columns
        ask = Ask(following, -FAR, FAR, start, min(SHORT / 2, self.left / 8), soften=self._dear(following))
        answer = solve(goal, columns, ask)
        self._spend(answer.took)
        plan = answer.plan or start
        is_ruled_out = answer.is_closed and columns is goal.columns
        if goal.excess(plan) and not is_ruled_out:
            seconds = min(1.5 * SHORT, self.left / 4)
            plan, took = better_nearby(goal, goal.columns, replace(ask, hint=plan, seconds=seconds))
            self._spend(took)
        if not goal.excess(plan):
            self.plan = plan
        return self.board.value(stage, self.plan)

    def _dear(self, stage: Stage) -> int:
        """A price of a point above which it is never worth passing the room by a whole case."""
        dearest = max((max(unit.costs[stage]) - min(unit.costs[stage]) for unit in self.board.units), default=0)
        smallest = min((size for unit in self.board.units for size in unit.sizes if size), default=1)
        return 1 + dearest // smallest

    # --- large services -----------------------------------------------------------------------------

    def _wide(self, stage: Stage, value: int, bound: int, how: str) -> tuple[int, int, str]:
        """A large service: its plan is packed worker by worker and made better nearby; the bounds need no model."""
        if stage == "points_above_line":
            goal = self.frame.as_if(over=bound)
            top = utilisation_in_grains(goal, utilisation_bound(goal, even_weights(goal)))
            for more in range(MOST_TOPS):
                if self._pack(goal.as_if(utilisation=top + more * self.board.options.utilisation_step)):
                    break
        elif stage == "highest_utilisation":
            step = self.board.options.utilisation_step
            for top in range(bound, min(value, bound + MOST_TOPS * step), step):
                if self._pack(self.frame.as_if(utilisation=top)):
                    break
        else:
            return self._wide_linear(stage, bound, how)
        return self.board.value(stage, self.plan), bound, how

    def _pack(self, goal: Frame) -> bool:
        """Whether a plan that keeps to the goal could be packed; then it is the plan."""
        return self._takes(pack(goal), goal)

    def _takes(self, plan: Plan | None, goal: Frame) -> bool:
        """Make it the plan if it keeps to the goal and to everything settled."""
        if plan is None or goal.excess(plan) or not self.frame.holds(plan):
            return False
        self.plan = plan
        return True

    def _wide_linear(self, stage: Stage, bound: int, how: str) -> tuple[int, int, str]:
        if stage == MOVED:
            self._polish()
        elif stage != "tie_break":
            found = at_least(self.frame, stage)
            if found is not None and found > bound:
                bound, how = found, "worker by worker, at a price"
        return self.board.value(stage, self.plan), bound, how

    def _polish(self) -> None:
        plan = polish(self.board, self.plan, WIDE_TRIALS)
        if self.frame.holds(plan):
            self.plan = plan

    # --- sums -------------------------------------------------------------------------------------

    def _search_linear(self, stage: Stage, bound: int, how: str) -> tuple[int, int, str]:
        frame = self.frame
        offset = self.board.offset.get(stage, 0)
        if stage == MOVED:
            self._polish()
        value = self.board.value(stage, self.plan)
        relaxed = relax(frame, stage)
        priced = price(frame, stage, relaxed.prices if relaxed is not None else no_prices(frame))
        if priced.bound + offset > bound:
            bound, how = priced.bound + offset, "linear relaxation"
        if value > bound:
            value = self._look_where_it_is_promising(stage, bound, priced)
        if stage == "cost" and self._can_join() and self._joined(value, bound, _within(frame, priced, value - offset)):
            value = self.board.value(stage, self.plan)
            bound, how = value, EVERY
        if value > bound:
            value, bound, how = self._close(stage, bound, how, priced)
        frame.columns = _within(frame, priced, value - offset)
        if stage == MOVED:
            self._keep_whole(value)
        return value, bound, how

    def _close(self, stage: Stage, bound: int, how: str, priced: Priced) -> tuple[int, int, str]:
        """Search everything not ruled out, then near the plan, each time for longer: a better plan rules out more."""
        offset = self.board.offset.get(stage, 0)
        value = self.board.value(stage, self.plan)
        is_last = [each for each in self.board.stages if each != "tie_break"][-1] == stage
        share = 0.7 if is_last else 1 / 3
        for seconds in LONGER:
            if value == bound:
                break
            columns = _within(self.frame, priced, value - offset)
            if sum(map(len, columns)) <= WIDE:
                answer = self._ask(columns, Ask(stage, bound, value, self.plan, min(seconds, self.left * share)))
                value = self.board.value(stage, self.plan)
                if answer.is_closed:
                    return value, value, EVERY
                if answer.bound > bound:
                    bound, how = min(answer.bound, value), "search"
            if stage == "tie_break":  # which of equals is taken matters to nobody: one short search is enough
                break
            columns = _within(self.frame, priced, value - offset)
            value = self._nearby(stage, bound, columns, min(seconds, self.left / 4))
        return value, bound, how

    def _can_join(self) -> bool:
        """Whether cost and tie-break fit into one objective without numbers growing too large."""
        if "tie_break" not in self.board.stages:
            return False
        costs = sum(max(map(abs, unit.costs["cost"]), default=0) for unit in self.board.units)
        ties = sum(max(unit.workers) + 2 for unit in self.board.units)
        return costs > 0 and costs * ties < JOINED and self.frame.count() <= WIDE

    def _joined(self, value: int, bound: int, columns: list[list[int]]) -> bool:
        """Cost and tie-break at once: half the work where it is easy. Whether it came to an end in its short time."""
        answer = self._ask(columns, Ask("cost", bound, value, self.plan, min(SHORT / 4, self.left / 4), "tie_break"))
        if not answer.is_closed or answer.plan is None:
            return False
        tie = self.board.value("tie_break", self.plan)
        self.values["tie_break"] = (tie, tie, EVERY)
        return True

    def _look_where_it_is_promising(self, stage: Stage, bound: int, priced: Priced) -> int:
        """Search the columns that cost least under the prices: good plans are usually made of them."""
        value = self.board.value(stage, self.plan)
        columns = self._promising(self.frame, priced, self.plan)
        if columns is not None:
            self._ask(columns, Ask(stage, bound, value, self.plan, min(SHORT / 2, self.left / 8)))
        return self.board.value(stage, self.plan)

    def _promising(self, frame: Frame, priced: Priced, plan: Plan) -> list[list[int]] | None:
        """About two columns a unit, and the plan's own; None where that is not much fewer than all."""
        few = PROMISING * len(frame.columns)
        ranked = sorted(cost for costs in priced.reduced for cost in costs)
        if len(ranked) <= 2 * few:
            return None
        found = [
            [at for at, cost in zip(columns, costs, strict=True) if cost <= ranked[few] or at == now]
            for columns, costs, now in zip(frame.columns, priced.reduced, plan, strict=True)
        ]
        return found if 2 * sum(map(len, found)) < len(ranked) else None

    def _search(self, stage: Stage, value: int, bound: int, how: str, columns: list[list[int]]) -> tuple[int, int, str]:
        """Search all the columns there are, and close the gap or say how wide it is."""
        if value == bound:
            return value, bound, how
        if sum(map(len, columns)) > WIDE:
            return self._nearby(stage, bound, columns, self.left / 3), bound, how
        answer = self._ask(columns, Ask(stage, bound, value, self.plan, self.left / 4))
        value = self.board.value(stage, self.plan)
        if answer.is_closed:
            return value, value, EVERY
        if answer.bound > bound:
            bound, how = min(answer.bound, value), "search"
        if value > bound:
            value = self._nearby(stage, bound, columns, self.left / 4)
        return value, bound, how

    def _ask(self, columns: list[list[int]], ask: Ask) -> Answer:
        """Search some columns; a plan no worse than the present one takes its place."""
        answer = solve(self.frame, columns, ask)
        self._spend(answer.took)
        if answer.plan is not None and answer.value <= ask.high:
            self.plan = answer.plan
        return answer

    def _nearby(self, stage: Stage, bound: int, columns: list[list[int]], seconds: float) -> int:
        self.plan, took = better_nearby(self.frame, columns, Ask(stage, bound, 0, self.plan, seconds))
        self._spend(took)
        return self.board.value(stage, self.plan)

    def _spend(self, seconds: float) -> None:
        self.left = max(LEAST, self.left - seconds)


def _within(frame: Frame, priced: Priced, value: int) -> list[list[int]]:
    """The columns that a plan of this value, or a better one, can use."""
    most = value * PARTS - priced.total
    return [
        [at for at, cost in zip(columns, costs, strict=True) if cost <= most]
        for columns, costs in zip(frame.columns, priced.reduced, strict=True)
    ]
