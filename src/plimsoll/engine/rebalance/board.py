"""The question in whole numbers: what a plan may do, and what each part of it costs.

Cases that go together are one unit. A unit has columns, one for each worker who may hold it (and one for nobody,
where it may be left uncovered); a plan chooses one column for each unit. Everything is a whole number:
points and costs are scaled by a power of ten, so that nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plimsoll.engine.rebalance.model import Options, Problem, Stage, Unresolved

NOBODY = -1
LINEAR: tuple[Stage, ...] = (
    "protected_uncovered",
    "uncovered",
    "children_moved",
    "relationships_broken",
    "cost",
    "tie_break",
)
"""The objectives that are a sum over the columns chosen."""

Plan = list[int]
"""For each unit the position of its column."""


@dataclass(slots=True)
class Unit:
    """Cases that go together. The lists run along `workers`, whose entries are worker indices or NOBODY."""

    cases: tuple[int, ...]
    workers: tuple[int, ...]
    sizes: list[int]
    costs: dict[Stage, list[int]]
    home: int
    """The position of the column that moves the fewest children, where one is better than the rest; else -1."""


@dataclass(frozen=True, slots=True)
class CountRow:
    """At most so many cases with one worker: `cases` by unit."""

    worker: int
    at_most: int
    cases: dict[int, int]


@dataclass(slots=True)
class Board:
    """The whole question. `base` is what each worker carries whatever the plan; `offset` what objectives begin at."""

    problem: Problem
    worker_ids: tuple[str, ...]
    scale: int
    cost_scale: int
    capacity: list[int]
    base: list[int]
    on_line: list[int]
    """Indices of the workers whose line counts: not away, and with a capacity."""
    units: list[Unit]
    rows: list[CountRow]
    fixed: dict[str, str]
    """Cases that stay where they are, with their worker ("" for uncovered)."""
    unresolved: list[Unresolved]
    offset: dict[Stage, int] = field(default_factory=dict)
    row_index: list[list[tuple[int, int]]] = field(default_factory=list)
    """For each unit, the rows it counts in and by how much."""
    stages: tuple[Stage, ...] = field(init=False)
    """The objectives in order. Which count is an option, their order is not; coverage always does."""
    is_hard: bool = field(init=False)

    def __post_init__(self) -> None:
        wanted = {*self.options.stages, "protected_uncovered", "uncovered"}
        self.stages = tuple(stage for stage in STAGES if stage in wanted)
        self.is_hard = self.options.capacity == "hard"

    @property
    def options(self) -> Options:
        return self.problem.options

    @property
    def columns(self) -> int:
        return sum(len(unit.workers) for unit in self.units)

    # --- what a plan comes to ---------------------------------------------------------------

    def loads(self, plan: Sequence[int]) -> list[int]:
        """Each worker's points, scaled."""
        loads = list(self.base)
        for unit, position in zip(self.units, plan, strict=True):
            worker = unit.workers[position]
            if worker != NOBODY:
                loads[worker] += unit.sizes[position]
        return loads

    def over(self, loads: Sequence[int]) -> int:
        return sum(max(0, loads[worker] - self.capacity[worker]) for worker in self.on_line)

    def utilisation(self, loads: Sequence[int]) -> int:
        """The highest, in per cent, in steps and never below the target."""
        highest = max((self.step_up(100 * loads[worker], self.capacity[worker]) for worker in self.on_line), default=0)
        return max(highest, self.options.utilisation_target)

    def step_up(self, hundredfold: int, capacity: int) -> int:
        step = self.options.utilisation_step
        return -(-hundredfold // (capacity * step)) * step

    def allowed_load(self, worker: int, utilisation: int) -> int:
        """The most points a worker may carry without passing a utilisation."""
        return utilisation * self.capacity[worker] // 100

    def linear(self, stage: Stage, plan: Sequence[int]) -> int:
        return self.offset.get(stage, 0) + sum(
            unit.costs[stage][position] for unit, position in zip(self.units, plan, strict=True)
        )

    def value(self, stage: Stage, plan: Sequence[int]) -> int:
        if stage == "points_above_line":
            return self.over(self.loads(plan))
        if stage == "highest_utilisation":
            return self.utilisation(self.loads(plan))
        return self.linear(stage, plan)

    def values(self, plan: Sequence[int]) -> tuple[int, ...]:
        """The objectives in order: the smaller of two of these is the better plan."""
        return tuple(self.value(stage, plan) for stage in self.stages)

    def breaks_rows(self, plan: Sequence[int]) -> bool:
        """Whether a hard rule over several cases is broken: a count limit, or hard capacity."""
        counts = [0] * len(self.rows)
        for number, (unit, position) in enumerate(zip(self.units, plan, strict=True)):
            for row, count in self.row_index[number]:
                if unit.workers[position] == self.rows[row].worker:
                    counts[row] += count
        if any(count > row.at_most for count, row in zip(counts, self.rows, strict=True)):
            return True
        if not self.is_hard:
            return False
        loads = self.loads(plan)
        return any(loads[worker] > max(self.capacity[worker], self.base[worker]) for worker in self.on_line)

    def room(self, worker: int) -> int:
        """What fits under the line beside what is there whatever the plan; below 0 where that is over already."""
        return self.capacity[worker] - self.base[worker]
