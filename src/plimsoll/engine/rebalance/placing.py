"""Who may hold each case, and which cases do not move at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plimsoll.engine.reasons import Reason, Source
from plimsoll.engine.rebalance.model import Unresolved
from plimsoll.engine.rebalance.rules import STAYS_IF_NOBODY_ELSE, is_protected, rule_of, why_not

if TYPE_CHECKING:
    from plimsoll.engine.rebalance.model import Case, Problem, Worker
    from plimsoll.engine.rebalance.numbers import Scales


@dataclass(frozen=True, slots=True)
class Movable:
    """Cases that may move, together, to these workers."""

    cases: tuple[int, ...]
    workers: tuple[int, ...]


@dataclass(slots=True)
class Placed:
    """Every case: fixed with a worker (None: uncovered), or movable."""

    fixed: dict[int, int | None] = field(default_factory=dict)
    pinned: dict[int, int] = field(default_factory=dict)
    """Fixed cases that are where they are lawfully, so that their family may join them."""
    movable: dict[int, tuple[int, ...]] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)


class Placing:
    def __init__(self, problem: Problem, workers: list[Worker], cases: list[Case], scales: Scales) -> None:
        self.options = problem.options
        self.workers = workers
        self.cases = cases
        self.scales = scales
        self.by_id = {worker.id: worker for worker in workers}
        self.index = {worker.id: number for number, worker in enumerate(workers)}
        self.accepted = dict(sorted(problem.options.accepted))
        self.refused = {case for case, _ in problem.options.refused}
        self.disputed = {name for worker in workers for name in worker.conflicts}
        self.seen: dict[tuple[object, ...], tuple[int, ...]] = {}
        self.settled = self._settled() if problem.options.movable == "needed" else frozenset()

    @staticmethod
    def is_protected(case: Case) -> bool:
        return is_protected(case)

    def comes_back(self, case: Case) -> bool:
        """Whether the case is only covered until its worker returns."""
        holder = self.by_id.get(case.holder)
        if holder is None or holder.absence is None or self.options.cover == "permanent":
            return False
        return holder.absence.until is not None

    def run(self) -> Placed:
        placed = Placed()
        for number, case in enumerate(self.cases):
            stays = case.is_locked or case.holder in self.settled
            if not (stays and self._fix(number, case, placed)):
                self._place(number, case, placed)
        return placed

    def _settled(self) -> frozenset[str]:
        """Workers who are neither away nor above the line: their cases need not move."""
        loads = {worker.id: self.scales.points(worker.other_points) for worker in self.workers}
        for case in self.cases:
            if case.holder in loads:
                loads[case.holder] += self.scales.size(case, self.by_id[case.holder]) or 0
        return frozenset(
            worker.id
            for worker in self.workers
            if worker.absence is None
            and worker.capacity > 0
            and loads[worker.id] <= self.scales.points(worker.capacity)
        )

    # --- locked -----------------------------------------------------------------------------------

    def _fix(self, number: int, case: Case, placed: Placed) -> bool:
        """A locked case stays, whatever else; what that breaks is said. A settled one only if nothing is broken."""
        holder = self.by_id.get(case.holder)
        broken = why_not(holder, case, self.options) if holder is not None else None
        if holder is not None and broken is None:
            placed.fixed[number] = placed.pinned[number] = self.index[holder.id]
            return True
        if not case.is_locked:
            return False
        if holder is not None and broken is not None and rule_of(broken) not in ("absent", "no_capacity"):
            placed.fixed[number] = self.index[holder.id]
            placed.unresolved.append(self._unresolved(rule_of(broken), case, broken))
            return True
        placed.fixed[number] = None
        template = "%(case)s is locked and has nobody to hold it: %(why)s. Unlock it to have it covered"
        why = broken.text if broken is not None else "no worker"
        placed.unresolved.append(self._uncovered("locked", case, template, why))
        return True

    # --- movable ----------------------------------------------------------------------------------

    def _place(self, number: int, case: Case, placed: Placed) -> None:
        workers = self._workers_for(case)
        wanted = self.accepted.get(case.id)
        if wanted is not None:
            chosen = self.index.get(wanted)
            if chosen is not None and chosen in workers:
                placed.movable[number] = (chosen,)
                return
            template = "The accepted move of %(case)s to %(worker)s breaks a hard rule and is left out"
            reason = Reason(
                "rebalance.unresolved.accepted",
                template,
                {"case": case.id, "worker": wanted},
                source=Source("policy", "accepted"),
            )
            placed.unresolved.append(Unresolved("accepted", (case.id,), reason))
        if workers:
            placed.movable[number] = workers
            return
        self._nobody(number, case, placed)

    def _nobody(self, number: int, case: Case, placed: Placed) -> None:
        """No worker may hold it. It stays where it is if the rule is one under which that is better than nobody."""
        reasons = [(worker, why_not(worker, case, self.options)) for worker in self.workers]
        holder = self.by_id.get(case.holder)
        if holder is not None:
            broken = next((why for worker, why in reasons if worker.id == holder.id), None)
            if broken is not None and rule_of(broken) in STAYS_IF_NOBODY_ELSE:
                placed.fixed[number] = self.index[holder.id]
                placed.unresolved.append(self._unresolved(rule_of(broken), case, broken))
                return
        rules = sorted({rule_of(why) for _, why in reasons if why is not None}) or [
            "size" if self.workers else "workers"
        ]
        placed.fixed[number] = None
        template = "Nobody may hold %(case)s: %(why)s"
        why = "; ".join(_counted(reasons)) or ("no worker has a size for it" if self.workers else "there is no worker")
        placed.unresolved.append(self._uncovered(", ".join(rules), case, template, why))

    def _workers_for(self, case: Case) -> tuple[int, ...]:
        """Everybody whose holding it would break no rule, by index. Cases alike in what is asked share the answer."""
        own = bool(case.conflicts or case.id in self.refused or case.sizes)
        own = own or case.id in self.disputed or case.family in self.disputed
        key = (case.needs, case.kinds, case.language, case.holder if self._holder_matters(case) else "")
        found = None if own else self.seen.get(key)
        if found is None:
            found = tuple(
                number
                for number, worker in enumerate(self.workers)
                if why_not(worker, case, self.options) is None and self.scales.size(case, worker) is not None
            )
            if not own:
                self.seen[key] = found
        return found

    def _holder_matters(self, case: Case) -> bool:
        holder = self.by_id.get(case.holder)
        return holder is not None and not holder.takes_new

    # --- what cannot be kept ------------------------------------------------------------------------

    def _unresolved(self, rule: str, case: Case, broken: Reason) -> Unresolved:
        template = "%(case)s stays where it is although %(why)s: nobody else may hold it, or it is locked"
        params = {"case": case.id, "why": broken.text}
        return Unresolved(
            rule, (case.id,), Reason(f"rebalance.unresolved.{rule}", template, params, source=broken.source)
        )

    def _uncovered(self, rule: str, case: Case, template: str, why: str) -> Unresolved:
        unlawful = is_protected(case)
        if unlawful:
            template += ". The law asks for a named worker: decide today"
        reason = Reason(
            f"rebalance.uncovered.{rule}", template, {"case": case.id, "why": why}, source=Source("policy", rule)
        )
        return Unresolved(rule, (case.id,), reason, is_unlawful=unlawful)


def _counted(reasons: list[tuple[Worker, Reason | None]]) -> list[str]:
    """What stands in the way, each thing once."""
    return sorted({why.text for _, why in reasons if why is not None})[:5]
