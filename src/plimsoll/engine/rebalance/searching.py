"""A good plan without a solver: everybody keeps what they hold, the rest is placed one by one, then moved and swapped.

It is where the solver starts from, and the answer where none is installed. It is deterministic, and proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plimsoll.engine.rebalance.board import Board, Plan

MOST_TRIALS = 60_000
HOT_WORKERS = 6


def first_plan(board: Board) -> Plan:
    """Units at home where they have one, the others placed where they do least harm, the largest first."""
    search = Search(board)
    waiting = []
    for number, unit in enumerate(board.units):
        if unit.home >= 0 and search.fits(number, unit.home):
            search.put(number, unit.home)
        else:
            waiting.append(number)
    waiting.sort(key=lambda number: (len(board.units[number].workers), -max(board.units[number].sizes), number))
    for number in waiting:
        search.put(number, search.best_place(number))
    return search.plan


def improve(board: Board, plan: Plan, trials: int = MOST_TRIALS) -> Plan:
    """The plan made better by single moves and swaps until none helps, or so many were tried.

    A worse value of an earlier objective is never taken for a better one of a later.
    """
    search = Search(board, plan)
    while search.trials < trials:
        if not (search.move_some(trials) or search.swap_some(trials)):
            break
    return search.plan


class Search:
    """A plan that is being changed, with its loads and objectives kept up to date."""

    def __init__(self, board: Board, plan: Sequence[int] | None = None) -> None:
        self.board = board
        self.plan: Plan = [NOBODY] * len(board.units)
        self.loads = list(board.base)
        self.counts = [0] * len(board.rows)
        self.trials = 0
        self.use = [0] * len(board.worker_ids)
        for worker in board.on_line:
            self._use(worker)
        self.ranked: list[int] = sorted(board.on_line, key=lambda worker: -self.use[worker])
        for number, at in enumerate(plan or ()):
            self.put(number, at, rank=False)
        self._rank()

    # --- the plan --------------------------------------------------------------------------------

    def put(self, number: int, at: int, *, rank: bool = True) -> None:
        """Place a unit, from wherever it was."""
        unit = self.board.units[number]
        before = self.plan[number]
        if before != NOBODY:
            self._shift(number, unit.workers[before], -unit.sizes[before], -1)
        self._shift(number, unit.workers[at], unit.sizes[at], 1)
        self.plan[number] = at
        if rank:
            self._rank()

    def _shift(self, number: int, worker: int, size: int, sign: int) -> None:
        if worker == NOBODY:
            return
        self.loads[worker] += size
        for row, count in self.board.row_index[number]:
            if self.board.rows[row].worker == worker:
                self.counts[row] += sign * count
        self._use(worker)

    def _use(self, worker: int) -> None:
        board = self.board
        if board.capacity[worker] > 0:
            self.use[worker] = board.step_up(100 * self.loads[worker], board.capacity[worker])

    def _rank(self) -> None:
        self.ranked = sorted(self.board.on_line, key=lambda worker: (-self.use[worker], worker))

    # --- what a change would do --------------------------------------------------------------------

    def fits(self, number: int, at: int, leaving: int = NOBODY) -> bool:
        """Whether hard capacity and count limits allow a unit here, once the unit `leaving` has gone from there."""
        board = self.board
        unit = board.units[number]
        worker = unit.workers[at]
        if worker == NOBODY:
            return True
        if board.is_hard:
            load = self.loads[worker] + unit.sizes[at]
            if leaving != NOBODY:
                load -= board.units[leaving].sizes[self.plan[leaving]]
            if load > max(board.capacity[worker], board.base[worker]):
                return False
        for row, count in board.row_index[number]:
            found = board.rows[row]
            if found.worker == worker:
                freed = found.cases.get(leaving, 0) if leaving != NOBODY else 0
                if self.counts[row] + count - freed > found.at_most:
                    return False
        return True

    def difference(self, changes: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """By how much each objective would change, in order, if these units went to these columns."""
        board = self.board
        shift: dict[int, int] = {}
        for number, at in changes:
            unit = board.units[number]
            before = self.plan[number]
            if before != NOBODY and unit.workers[before] != NOBODY:
                shift[unit.workers[before]] = shift.get(unit.workers[before], 0) - unit.sizes[before]
            if unit.workers[at] != NOBODY:
                shift[unit.workers[at]] = shift.get(unit.workers[at], 0) + unit.sizes[at]
        found = []
        for stage in board.stages:
            if stage == "points_above_line":
                found.append(self._over_difference(shift))
            elif stage == "highest_utilisation":
                found.append(self._top_difference(shift))
            else:
                total = 0
                for number, at in changes:
                    costs = board.units[number].costs[stage]
                    total += costs[at] - (costs[self.plan[number]] if self.plan[number] != NOBODY else 0)
                found.append(total)
        return tuple(found)

    def _over_difference(self, shift: dict[int, int]) -> int:
        total = 0
        for worker, size in shift.items():
            line, load = self.board.capacity[worker], self.loads[worker]
            total += max(0, load + size - line) - max(0, load - line)
        return total

    def _top_difference(self, shift: dict[int, int]) -> int:
        target = self.board.options.utilisation_target
        now = max(self.use[self.ranked[0]], target) if self.ranked else target
        top = next((self.use[worker] for worker in self.ranked if worker not in shift), 0)
        for worker, size in shift.items():
            top = max(top, self.board.step_up(100 * (self.loads[worker] + size), self.board.capacity[worker]))
        return max(top, target) - now

    def best_place(self, number: int) -> int:
        """The column that does least harm to a unit that is nowhere yet; it always has one."""
        unit = self.board.units[number]
        fitting = [at for at in range(len(unit.workers)) if self.fits(number, at)]
        return min(fitting, key=lambda at: (self.difference(((number, at),)), self._fullness(unit.workers[at]), at))

    def _fullness(self, worker: int) -> int:
        return self.use[worker] if worker != NOBODY else 0

    # --- changing it ---------------------------------------------------------------------------------

    def move_some(self, trials: int) -> bool:
        """One pass: each unit to its best column, those with the fullest workers first."""
        nought = (0,) * len(self.board.stages)
        moved = False
        for number in self._hottest_first():
            best, better = -1, nought
            for at in range(len(self.board.units[number].workers)):
                if at == self.plan[number] or not self.fits(number, at):
                    continue
                self.trials += 1
                found = self.difference(((number, at),))
                if found < better:
                    best, better = at, found
            if best >= 0:
                self.put(number, best)
                moved = True
            if self.trials >= trials:
                break
        return moved

    def swap_some(self, trials: int) -> bool:
        """Swap units of the fullest workers with any others, the first that helps."""
        nought = (0,) * len(self.board.stages)
        swapped = False
        hot = set(self.ranked[:HOT_WORKERS]) | {NOBODY}
        for one in self._hottest_first():
            if self._worker_of(one) not in hot:
                continue
            for other in range(len(self.board.units)):
                changes = self._swap(one, other)
                if changes is None:
                    continue
                self.trials += 1
                if self.difference(changes) < nought:
                    for number, at in changes:
                        self.put(number, at)
                    swapped = True
                    break
                if self.trials >= trials:
                    return swapped
        return swapped

    def _swap(self, one: int, other: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        here, there = self._worker_of(one), self._worker_of(other)
        if here == there:
            return None
        units = self.board.units
        if there not in units[one].workers or here not in units[other].workers:
            return None
        to_there, to_here = units[one].workers.index(there), units[other].workers.index(here)
        if not self.fits(one, to_there, other) or not self.fits(other, to_here, one):
            return None
        return (one, to_there), (other, to_here)

    def _worker_of(self, number: int) -> int:
        return self.board.units[number].workers[self.plan[number]]

    def _hottest_first(self) -> Iterable[int]:
        place = {worker: position for position, worker in enumerate(self.ranked)}
        place[NOBODY] = -1
        return sorted(range(len(self.plan)), key=lambda number: (place.get(self._worker_of(number), 0), number))
