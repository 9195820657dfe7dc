"""Why each move: what made it necessary, and what the next best worker would have cost, in words.

The comparison is of whole plans that differ in this case alone: the first objective in which they differ is the reason.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from plimsoll.engine.load.numbers import Rounding, quotient, shown
from plimsoll.engine.reasons import Amount, Reason, Source
from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.rules import why_not
from plimsoll.engine.rebalance.searching import Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plimsoll.engine.rebalance.board import Board, Plan
    from plimsoll.engine.rebalance.model import Case, Stage, Worker

ONE_PLACE = Rounding(1)

_AGAINST: Mapping[Stage, str] = {
    "protected_uncovered": "%(other)s instead would leave %(amount)s more protected cases without a worker",
    "uncovered": "%(other)s instead would leave %(amount)s more cases without a worker",
    "points_above_line": "%(other)s instead would put %(amount)s more points above the line",
    "highest_utilisation": "%(other)s instead would raise the highest utilisation to %(top)s %%",
    "children_moved": "%(other)s instead would mean a change of worker for %(amount)s more",
    "relationships_broken": "%(other)s instead would break a relationship that weighs %(amount)s more",
    "cost": "%(other)s instead would cost %(amount)s more in travel",
    "tie_break": "%(other)s would do as well; the first by name is taken",
}
_UNITS: Mapping[Stage, str] = {
    "protected_uncovered": "cases",
    "uncovered": "cases",
    "points_above_line": "points",
    "highest_utilisation": "per cent",
    "children_moved": "children",
    "relationships_broken": "relationship weight",
    "cost": "cost",
}


class Explainer:
    """Explains the moves of one plan."""

    def __init__(self, board: Board, plan: Plan) -> None:
        self.board = board
        self.search = Search(board, plan)
        self.workers = {worker.id: worker for worker in board.problem.workers}
        self.before = _points_before(board)
        self.utilisation = board.utilisation(board.loads(plan))

    def reasons(self, number: int, case: Case) -> tuple[Reason, ...]:
        """Why this case of a unit moves, and why to this worker."""
        found = [self._why_move(case)]
        found.append(self._why_here(number))
        members = self.board.units[number].cases
        if len(members) > 1:
            template = "Its family of %(count)s stays with one worker"
            found.append(
                Reason(
                    "rebalance.why.family",
                    template,
                    {"count": len(members)},
                    source=Source("policy", "families_together"),
                )
            )
        return tuple(found)

    # --- why it moves -------------------------------------------------------------------------------

    def _why_move(self, case: Case) -> Reason:
        if not case.holder:
            return Reason("rebalance.why.unallocated", "Nobody holds it")
        holder = self.workers.get(case.holder)
        if holder is None:
            return Reason("rebalance.why.left", "%(worker)s has left", {"worker": case.holder})
        broken = why_not(holder, case, self.board.options)
        if broken is not None:
            return Reason(
                f"rebalance.why.{broken.code.rpartition('.')[2]}", broken.template, broken.params, source=broken.source
            )
        carried = self.before[holder.id]
        percent = quotient(carried * 100, holder.capacity, ONE_PLACE)
        params = {"worker": holder.id, "percent": shown(percent)}
        if carried > holder.capacity:
            return Reason("rebalance.why.over_line", "%(worker)s is above the line, at %(percent)s %%", params)
        template = "%(worker)s is at %(percent)s %%, and the highest utilisation comes down with it"
        return Reason("rebalance.why.evens_out", template, params)

    # --- why to this worker ---------------------------------------------------------------------------

    def _why_here(self, number: int) -> Reason:
        unit = self.board.units[number]
        now = self.search.plan[number]
        others = [at for at in range(len(unit.workers)) if at != now and unit.workers[at] != NOBODY]
        possible = [at for at in others if self.search.fits(number, at)]
        if not possible:
            template = (
                "No other worker may hold it" if not others else "Nobody else has room for it under the hard rules"
            )
            return Reason("rebalance.why.only_one", template)
        differences = self.search.differences(number)
        best = min(possible, key=lambda at: (differences[at], at))
        return self.against(self.board.worker_ids[unit.workers[best]], differences[best])

    def against(self, other: str, difference: Sequence[int]) -> Reason:
        """The first objective in which choosing `other` differs, in words."""
        for stage, amount in zip(self.board.stages, difference, strict=True):
            if amount > 0:
                real = self._real(stage, amount)
                params = {"other": other, "amount": shown(real), "top": shown(Decimal(self.utilisation + amount))}
                unit = None if stage == "tie_break" else Amount(float(real), _UNITS[stage])
                return Reason(f"rebalance.against.{stage}", _AGAINST[stage], params, unit, Source("policy", stage))
            if amount < 0:
                break
        template = (
            "%(other)s would do better for this case alone, but not together with the other moves found in the time"
        )
        return Reason("rebalance.against.open", template, {"other": other})

    def _real(self, stage: Stage, amount: int) -> Decimal:
        if stage == "points_above_line":
            return Decimal(amount) / self.board.scale
        return Decimal(amount) / self.board.cost_scale if stage == "cost" else Decimal(amount)


def _points_before(board: Board) -> dict[str, Decimal]:
    """What each worker carries before anything moves."""
    found = {worker.id: worker.other_points for worker in board.problem.workers}
    for case in board.problem.cases:
        if case.holder in found:
            size = case.sizes.get(case.holder)
            found[case.holder] += size if size is not None else case.points or Decimal(0)
    return found


def percent_of(points: Decimal, worker: Worker) -> Decimal | None:
    """To one place; None for somebody away or without capacity, who is at no percentage."""
    if worker.absence is not None or worker.capacity <= 0:
        return None
    return quotient(points * 100, worker.capacity, ONE_PLACE)
