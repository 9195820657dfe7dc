"""A good plan without a solver: everybody keeps what they hold, the rest is placed one by one, then moved and swapped.

It is where the solver starts from, and the answer where none is installed. It is deterministic, and proves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plimsoll.engine.rebalance.board import Board, Plan
    from plimsoll.engine.rebalance.model import Stage

MOST_TRIALS = 200_000
HOT_TRIALS = 30_000


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


def improve(board: Board, plan: Plan, *, thorough: bool) -> Plan:
    """The plan made better by single moves and swaps until none helps, or many were tried.

    A worse value of an earlier objective is never taken for a better one of a later. If not `thorough`, only cases of
    workers above the line or at the highest utilisation are swapped: the rest is for the solver.
    """
    search = Search(board, plan)
    most = MOST_TRIALS if thorough else HOT_TRIALS
    while search.trials < most:
        if not (search.move_some(most) or search.swap_some(most, thorough=thorough)):
            break
    return search.plan


def polish(board: Board, plan: Plan, most: int) -> Plan:
    """The plan made better by moving and exchanging units that are not at home; `most` trials."""
    search = Search(board, plan)
    away = [number for number, unit in enumerate(board.units) if plan[number] != unit.home and len(unit.workers) > 1]
    while search.trials < most:
        moved = search.move_some(most, away)
        if not (search.swap_among(away, most) or moved):
            break
    return search.plan


class Search:
    """A plan that is being changed, with its loads and objectives kept up to date."""

    def __init__(self, board: Board, plan: Sequence[int] | None = None) -> None:
        self.board = board
        self.plan: Plan = [NOBODY] * len(board.units)
        self.loads = list(board.base)
        self.counts = [0] * len(board.rows)
        self.places: list[dict[int, list[tuple[int, int]]] | None] = [None] * len(board.units)
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
        for row, count in self._rows(number, worker):
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
        for row, count in self._rows(number, worker):
            freed = board.rows[row].cases.get(leaving, 0) if leaving != NOBODY else 0
            if self.counts[row] + count - freed > board.rows[row].at_most:
                return False
        return True

    def _rows(self, number: int, worker: int) -> Sequence[tuple[int, int]]:
        """The limits by number in which a unit counts with this worker, and by how much."""
        index = self.board.row_index[number]
        if not index:
            return ()
        found = self.places[number]
        if found is None:
            found = self.places[number] = {}
            for row, count in index:
                found.setdefault(self.board.rows[row].worker, []).append((row, count))
        return found.get(worker, ())

    def difference(self, changes: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """By how much each objective would change, in order, if these units went to these columns."""
        shift = self._shifts(changes)
        return tuple([self._one_difference(stage, changes, shift) for stage in self.board.stages])

    def differences(self, number: int) -> list[tuple[int, ...]]:
        """What `difference` says for each column of one unit, all at once."""
        board, unit = self.board, self.board.units[number]
        now = self.plan[number]
        here = unit.workers[now] if now != NOBODY else NOBODY
        found: list[Sequence[int]] = []
        for stage in board.stages:
            if stage == "points_above_line":
                found.append(self._overs(number, here))
            elif stage == "highest_utilisation":
                found.append(self._tops(number, here))
            else:
                costs = unit.costs[stage]
                own = costs[now] if now != NOBODY else 0
                found.append([cost - own for cost in costs])
        return list(zip(*found, strict=True))

    def _overs(self, number: int, here: int) -> list[int]:
        unit, capacity, loads = self.board.units[number], self.board.capacity, self.loads
        freed = 0
        if here != NOBODY:
            line, load = capacity[here], loads[here]
            freed = max(0, load - unit.sizes[self.plan[number]] - line) - max(0, load - line)
        found = []
        for worker, size in zip(unit.workers, unit.sizes, strict=True):
            if worker == NOBODY:
                found.append(freed)
            elif worker == here:
                found.append(0)  # where it is now
            else:
                line, load = capacity[worker], loads[worker]
                found.append(freed + max(0, load + size - line) - max(0, load - line))
        return found

    def _tops(self, number: int, here: int) -> list[int]:
        board, unit = self.board, self.board.units[number]
        target = board.options.utilisation_target
        now = max(self.use[self.ranked[0]], target) if self.ranked else target
        highest = [worker for worker in self.ranked[:3] if worker != here]
        left = 0
        if here != NOBODY and board.capacity[here] > 0:
            left = board.step_up(100 * (self.loads[here] - unit.sizes[self.plan[number]]), board.capacity[here])
        loads, capacity = self.loads, self.board.capacity
        first = max(left, target, self.use[highest[0]] if highest else 0)
        found = []
        for worker, size in zip(unit.workers, unit.sizes, strict=True):
            if worker == here:
                found.append(0)
                continue
            top = first
            if highest and worker == highest[0]:
                top = max(left, target, self.use[highest[1]] if len(highest) > 1 else 0)
            if worker != NOBODY and 100 * (loads[worker] + size) > top * capacity[worker]:
                top = board.step_up(100 * (loads[worker] + size), capacity[worker])
            found.append(top - now)
        return found

    def helps(self, changes: Sequence[tuple[int, int]]) -> bool:
        """Whether the first objective that would change would become smaller."""
        shift = self._shifts(changes)
        for stage in self.board.stages:
            found = self._one_difference(stage, changes, shift)
            if found:
                return found < 0
        return False

    def _shifts(self, changes: Sequence[tuple[int, int]]) -> dict[int, int]:
        """By how much each worker's load would change."""
        shift: dict[int, int] = {}
        for number, at in changes:
            unit = self.board.units[number]
            before = self.plan[number]
            if before != NOBODY and unit.workers[before] != NOBODY:
                shift[unit.workers[before]] = shift.get(unit.workers[before], 0) - unit.sizes[before]
            if unit.workers[at] != NOBODY:
                shift[unit.workers[at]] = shift.get(unit.workers[at], 0) + unit.sizes[at]
        return shift

    def _one_difference(self, stage: Stage, changes: Sequence[tuple[int, int]], shift: dict[int, int]) -> int:
        if stage == "points_above_line":
            return self._over_difference(shift)
        if stage == "highest_utilisation":
            return self._top_difference(shift)
        total = 0
        for number, at in changes:
            costs = self.board.units[number].costs[stage]
            before = self.plan[number]
            total += costs[at] - (costs[before] if before != NOBODY else 0)
        return total

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
        differences = self.differences(number)
        return min(fitting, key=lambda at: (differences[at], self._fullness(unit.workers[at]), at))

    def _fullness(self, worker: int) -> int:
        return self.use[worker] if worker != NOBODY else 0

    # --- changing it ---------------------------------------------------------------------------------

    def move_some(self, most: int, numbers: Iterable[int] | None = None) -> bool:
        """One pass: each unit (or each of some) to a column that helps, those with the fullest workers first."""
        moved = False
        for number in self._hottest_first() if numbers is None else numbers:
            self.trials += len(self.board.units[number].workers)
            at = self._best_move(number)
            if at is not None:
                self.put(number, at)
                moved = True
            if self.trials >= most:
                break
        return moved

    def _best_move(self, number: int) -> int | None:
        """The column that helps most; None where none does."""
        differences = self.differences(number)
        nothing = (0,) * len(self.board.stages)
        better = [at for at, found in enumerate(differences) if found < nothing]
        better.sort(key=lambda at: (differences[at], at))
        return next((at for at in better if self.fits(number, at)), None)

    def swap_some(self, most: int, *, thorough: bool) -> bool:
        """One pass: swap units with any others, the first that helps."""
        swapped = False
        hot = None if thorough else self._hot()
        for one in self._hottest_first():
            if hot is not None and self._worker_of(one) not in hot:
                continue
            for other in range(len(self.board.units)):
                changes = self._swap(one, other)
                if changes is None:
                    continue
                self.trials += 1
                if self.helps(changes):
                    for number, at in changes:
                        self.put(number, at)
                    swapped = True
                    break
                if self.trials >= most:
                    return swapped
        return swapped

    def swap_among(self, numbers: Sequence[int], most: int) -> bool:
        """One pass: exchange any two of some units where that helps."""
        swapped = False
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 :]:
                changes = self._swap(one, other)
                if changes is None:
                    continue
                self.trials += 1
                if self.helps(changes):
                    for number, at in changes:
                        self.put(number, at)
                    swapped = True
            if self.trials >= most:
                break
        return swapped

    def _hot(self) -> set[int]:
        """Workers above the line or at the highest utilisation, and nobody."""
        board = self.board
        top = self.use[self.ranked[0]] if self.ranked else 0
        return {NOBODY} | {
            worker for worker in board.on_line if self.use[worker] == top or self.loads[worker] > board.capacity[worker]
        }

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
