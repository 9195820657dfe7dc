"""What earlier objectives decided: the room each worker has left, and which columns can still be in a best plan."""

from __future__ import annotations

from copy import copy
from math import gcd
from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY

if TYPE_CHECKING:
    from plimsoll.engine.rebalance.board import Board, Plan
    from plimsoll.engine.rebalance.model import Stage


class Frame:
    """A board with what has been settled so far.

    For each worker `free` points fit without passing the line, and up to `reach` more above it. `budget` is how many
    points above the line the plan may have in all beside those that are there whatever it does; None where that is
    not settled. `columns` are the positions of each unit that no proof has ruled out.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.over: int | None = None
        self.utilisation: int | None = None
        self.reached: list[tuple[Stage, int]] = []
        self.columns: list[list[int]] = [list(range(len(unit.workers))) for unit in board.units]
        self.most = sum(max(unit.sizes, default=0) for unit in board.units)
        self.grains = _grains(board)
        self.given_over = sum(max(0, -board.room(worker)) for worker in board.on_line)
        self.make_room()

    def as_if(self, **settled: int) -> Frame:
        """The frame with `over` or `utilisation` settled at a value that nobody has reached yet."""
        found = copy(self)
        found.over, found.utilisation = settled.get("over", self.over), settled.get("utilisation", self.utilisation)
        found.reached = list(self.reached)
        found.make_room()
        return found

    def settle(self, stage: Stage, value: int) -> None:
        """From here on no plan may be worse in this objective. `value` counts the board's offset."""
        if stage == "points_above_line":
            self.over = value
        elif stage == "highest_utilisation":
            self.utilisation = value
        else:
            self.reached.append((stage, value - self.board.offset.get(stage, 0)))
            if stage == "uncovered" and value == self.board.offset["uncovered"]:
                self._cover_all()
        self.make_room()

    def _cover_all(self) -> None:
        """Nobody is no choice where every case can be covered."""
        for number, unit in enumerate(self.board.units):
            self.columns[number] = [at for at in self.columns[number] if unit.workers[at] != NOBODY]

    def make_room(self) -> None:
        """Work out the room anew from what is settled."""
        board = self.board
        count = len(board.worker_ids)
        self.free = [0] * count
        self.reach = [0] * count
        self.budget = None if self.over is None else self.over - self.given_over
        for worker in board.on_line:
            self.free[worker], self.reach[worker] = self._of(worker)

    def _of(self, worker: int) -> tuple[int, int]:
        board = self.board
        under = max(0, board.room(worker))
        ceiling = under + self.most
        if self.utilisation is not None:
            ceiling = max(0, board.allowed_load(worker, self.utilisation) - board.base[worker])
        grain = self.grains[worker]
        if grain:  # all that can come is a multiple of it, so that the room beyond the last multiple is none
            ceiling -= ceiling % grain
        if board.is_hard or self.budget == 0:
            under = min(under, ceiling)
            return (under - under % grain if grain else under), 0
        if self.budget is None and self.utilisation is not None:
            return ceiling, 0  # only the utilisation binds
        return min(under, ceiling), max(0, ceiling - under)

    def least_loads(self) -> list[int]:
        """What each worker must take at least, because the others have not room enough for all the rest."""
        least = [0] * len(self.free)
        ceilings = [free + reach for free, reach in zip(self.free, self.reach, strict=True)]
        room, line = sum(ceilings), sum(self.free)
        coming = self.coming()
        for worker in self.board.on_line:
            others = room - ceilings[worker]
            if self.budget is not None:
                others = min(others, line - self.free[worker] + self.budget)
            short, grain = coming - others, self.grains[worker]
            if short > 0 and grain:
                least[worker] = -(-short // grain) * grain
        return least

    def excess(self, plan: Plan) -> int:
        """By how many points in all a plan passes the room there is; 0 where it keeps to it."""
        board = self.board
        total = above = 0
        for worker, load in enumerate(board.loads(plan)):
            added = load - board.base[worker]
            total += max(0, added - self.free[worker] - self.reach[worker])
            above += min(self.reach[worker], max(0, added - self.free[worker]))
        return total + (0 if self.budget is None else max(0, above - self.budget))

    def coming(self) -> int:
        """The points that will have to be carried by somebody at least."""
        return sum(
            min(unit.sizes[at] for at in columns) for unit, columns in zip(self.board.units, self.columns, strict=True)
        )

    @property
    def binds(self) -> bool:
        """Whether points are limited at all yet."""
        return self.board.is_hard or self.over is not None or self.utilisation is not None

    def count(self) -> int:
        return sum(map(len, self.columns))

    def holds(self, plan: Plan) -> bool:
        """Whether a plan keeps to everything settled (and to the hard rules over several cases)."""
        board = self.board
        if board.breaks_rows(plan):
            return False
        loads = board.loads(plan)
        if self.over is not None and board.over(loads) > self.over:
            return False
        if self.utilisation is not None and board.utilisation(loads) > self.utilisation:
            return False
        return all(board.linear(stage, plan) - board.offset.get(stage, 0) <= value for stage, value in self.reached)


def _grains(board: Board) -> list[int]:
    """For each worker the largest number of which every size that could come to them is a multiple."""
    grains = [0] * len(board.worker_ids)
    for unit in board.units:
        for worker, size in zip(unit.workers, unit.sizes, strict=True):
            if worker != NOBODY:
                grains[worker] = gcd(grains[worker], size)
    return grains
