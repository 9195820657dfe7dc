"""A plan for a large service without a model of the whole: keep what each worker can keep, and pack the rest.

Worker by worker a knapsack says what can stay (as in `keeping`, whose bound such a plan reaches); what must go, and
what nobody holds, is packed into the room that is left: largest first, where it fits without leaving a useless rest,
then by exchanging two, until everything has a place or nothing helps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.keeping import BROKEN, MOVED, Held, staying

if TYPE_CHECKING:
    from plimsoll.engine.rebalance.board import Board, Plan
    from plimsoll.engine.rebalance.frame import Frame

ROUNDS = 4


def pack(frame: Frame) -> Plan | None:
    """A plan that keeps to the frame as far as it could be packed (`frame.excess` tells); None where it cannot try.

    Every unit must have somebody who may hold it: nothing is left to nobody here.
    """
    units = frame.board.units
    for unit, columns in zip(units, frame.columns, strict=True):
        if all(unit.workers[at] == NOBODY for at in columns):
            return None
    packing = _Packing(frame)
    if not packing.keep():
        return None
    packing.place_all()
    for everything in (False, True):
        for _ in range(ROUNDS):
            if not packing.exchange(everything=everything):
                break
    return packing.plan


class _Packing:
    """A plan under construction. `room` is what each worker has left, below 0 where it was passed."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.board: Board = frame.board
        self.plan: Plan = [NOBODY] * len(frame.columns)
        self.room = [free + reach for free, reach in zip(frame.free, frame.reach, strict=True)]
        self.short = frame.least_loads()
        self.counts = [0] * len(self.board.rows)
        self.pool: list[int] = []
        self.waiting: list[int] = []

    # --- what stays -------------------------------------------------------------------------------

    def keep(self) -> bool:
        """Put what can stay at home; whether the knapsacks could be worked out."""
        board, frame = self.board, self.frame
        held: dict[int, list[Held]] = {}
        for number, unit in enumerate(board.units):
            home = unit.home
            if home == NOBODY or unit.workers[home] == NOBODY or home not in frame.columns[number]:
                self.pool.append(number)
                continue
            away = [at for at in frame.columns[number] if at != home and unit.workers[at] != NOBODY]
            if not away:
                self.put(number, home)
                continue
            children = min(unit.costs[MOVED][at] for at in away) - unit.costs[MOVED][home]
            links = min(unit.costs[BROKEN][at] for at in away) - unit.costs[BROKEN][home]
            held.setdefault(unit.workers[home], []).append(Held(number, unit.sizes[home], children, max(0, links)))
        for worker, units in held.items():
            stay = staying(units, self.room[worker])
            if stay is None:
                return False
            for each in units:
                if each.number in stay and self.has_place(each.number, board.units[each.number].home):
                    self.put(each.number, board.units[each.number].home)
                else:
                    self.pool.append(each.number)
        return True

    # --- one unit -----------------------------------------------------------------------------------

    def put(self, number: int, at: int) -> None:
        unit = self.board.units[number]
        self._shift(number, self.plan[number], 1)
        self._shift(number, at, -1)
        self.plan[number] = at
        assert unit.workers[at] != NOBODY

    def _shift(self, number: int, at: int, sign: int) -> None:
        if at == NOBODY:
            return
        unit = self.board.units[number]
        worker = unit.workers[at]
        if worker == NOBODY:
            return
        self.room[worker] += sign * unit.sizes[at]
        self.short[worker] += sign * unit.sizes[at]
        for row, count in self.board.row_index[number]:
            if self.board.rows[row].worker == worker:
                self.counts[row] -= sign * count

    def has_place(self, number: int, at: int) -> bool:
        """Whether a limit by number leaves a place."""
        worker = self.board.units[number].workers[at]
        return all(
            self.counts[row] + count <= self.board.rows[row].at_most
            for row, count in self.board.row_index[number]
            if self.board.rows[row].worker == worker
        )

    def _size(self, number: int) -> int:
        return max(self.board.units[number].sizes[at] for at in self.frame.columns[number])

    # --- all of them ----------------------------------------------------------------------------------

    def place_all(self) -> None:
        """Largest first; what fits nowhere waits, and at last goes where it does least harm."""
        smallest = min((self._size(number) for number in self.pool), default=0)
        for number in sorted(self.pool, key=lambda each: (-self._size(each), len(self.frame.columns[each]), each)):
            at = self._best(number, smallest)
            if at == NOBODY:
                self.waiting.append(number)
            else:
                self.put(number, at)
        for number in self.waiting:
            self.put(number, self._least_harm(number))

    def _best(self, number: int, smallest: int) -> int:
        """Where it fits: first where somebody must take more, then without a useless rest, then what costs least."""
        unit = self.board.units[number]
        costs, workers, sizes = unit.costs["cost"], unit.workers, unit.sizes
        room, short = self.room, self.short
        best: tuple[int, ...] = ()
        found = NOBODY
        for at in self.frame.columns[number]:
            worker = workers[at]
            if worker == NOBODY:
                continue
            rest = room[worker] - sizes[at]
            if rest < 0 or not self.has_place(number, at):
                continue
            key = (short[worker] <= 0, 0 < rest < smallest, costs[at], rest, at)
            if found == NOBODY or key < best:
                best, found = key, at
        return found

    def _least_harm(self, number: int) -> int:
        unit = self.board.units[number]
        columns = [at for at in self.frame.columns[number] if unit.workers[at] != NOBODY]
        allowed = [at for at in columns if self.has_place(number, at)] or columns
        return max(allowed, key=lambda at: (self.room[unit.workers[at]] - unit.sizes[at], -at))

    def exchange(self, *, everything: bool) -> bool:
        """Exchange units of crowded workers with smaller ones of others who have room; whether any helped.

        With `everything`, units that could have stayed go too, those first whose going disturbs least.
        """
        helped = False
        numbers = self._by_disturbance() if everything else self.pool
        for number in numbers:
            worker = self.board.units[number].workers[self.plan[number]]
            if self.room[worker] < 0 and self._exchange_one(number, worker):
                helped = True
        return helped

    def _by_disturbance(self) -> list[int]:
        """The units of crowded workers who may go elsewhere, those away from home already first."""
        found = []
        for number, unit in enumerate(self.board.units):
            at = self.plan[number]
            if self.room[unit.workers[at]] < 0 and len(self.frame.columns[number]) > 1:
                is_home = at == unit.home
                costs = (max(unit.costs[MOVED]), max(unit.costs[BROKEN])) if is_home else (0, 0)
                found.append((costs, -unit.sizes[at], number))
        return [number for _, _, number in sorted(found)]

    def _exchange_one(self, number: int, here: int) -> bool:
        """Move it away, or exchange it, so that in all less of the room is passed."""
        units = self.board.units
        unit = units[number]
        places = {worker: at for at, worker in enumerate(unit.workers) if at in set(self.frame.columns[number])}
        lacking = -self.room[here]
        for other, at in places.items():
            if other not in (here, NOBODY) and self.room[other] >= unit.sizes[at] and self.has_place(number, at):
                self.put(number, at)
                return True
        size = unit.sizes[self.plan[number]]
        best: tuple[tuple[int, int], int, int, int] | None = None
        for other in self.pool:
            there = units[other].workers[self.plan[other]]
            if there == here or there not in places or here not in units[other].workers:
                continue
            back = units[other].workers.index(here)
            if back not in self.frame.columns[other]:
                continue
            gain = min(lacking, size - units[other].sizes[back])
            grown = unit.sizes[places[there]] - units[other].sizes[self.plan[other]]
            harm = max(0, grown - max(0, self.room[there]))
            if gain - harm > 0 and (best is None or (harm - gain, other) < best[0]):
                best = ((harm - gain, other), other, places[there], back)
        if best is None:
            return False
        _, other, at, back = best
        before = self.plan[number], self.plan[other]
        self.put(number, at)
        self.put(other, back)
        if not (self._counts_hold(number) and self._counts_hold(other)):
            self.put(number, before[0])
            self.put(other, before[1])
            return False
        return True

    def _counts_hold(self, number: int) -> bool:
        return all(self.counts[row] <= self.board.rows[row].at_most for row, _ in self.board.row_index[number])
