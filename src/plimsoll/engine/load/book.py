"""Everybody's load at one date, kept up to date one touched worker at a time.

Nothing here is stored between runs: the book is what a page or a program holds while it asks. After an
event, tell it what changed (`put_case`, `drop_case`, `put_worker`), and only those workers are worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.engine.load.availability import Availability, Available
from plimsoll.engine.load.carried import Assumption, Carried, Part, carried_on
from plimsoll.engine.load.forecast import Checked, Forecast, ahead, check, monday_of
from plimsoll.engine.load.line import Line, Sustained, count_breaches, draw, sustained, total_points
from plimsoll.engine.load.numbers import ZERO
from plimsoll.engine.load.scales import Scales

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from plimsoll.engine.load.facts import Case, Work, Worker
    from plimsoll.engine.load.weighting import Weighting
    from plimsoll.engine.reasons import Reason

WEEKS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class WorkerLoad:
    """One worker's load with all its reasons.

    The parts of `carried` and `work` together add up to `line.points`; those of
    `available.points_parts` to `line.available`.
    """

    worker: Worker
    line: Line
    carried: tuple[Carried, ...]
    work: tuple[Part, ...]
    available: Available
    forecast: Forecast
    sustained: Sustained
    flags: tuple[Reason, ...]
    assumed: tuple[Assumption, ...]
    checked: Checked | None


class Book:
    """The loads of many workers under one weighting, as at one day."""

    def __init__(
        self,
        weighting: Weighting,
        as_at: date,
        workers: Iterable[Worker],
        cases: Iterable[Case],
        weeks: int = WEEKS_AHEAD,
    ) -> None:
        self.weighting = weighting
        self.as_at = as_at
        self.weeks = weeks
        self._scales = Scales(weighting)
        self._workers = {worker.id: worker for worker in workers}
        self._cases: dict[str, Case] = {}
        self._held: dict[str, dict[str, Case]] = {}
        self._done: dict[str, WorkerLoad] = {}
        for case in cases:
            self.put_case(case)

    # --- what changed -----------------------------------------------------------------------

    def put_worker(self, worker: Worker) -> None:
        """A worker is new, or something about them changed."""
        self._workers[worker.id] = worker
        self._done.pop(worker.id, None)

    def put_case(self, case: Case) -> None:
        """A case is new, or something about it changed, its worker among it."""
        self.drop_case(case.id)
        self._cases[case.id] = case
        self._held.setdefault(case.worker, {})[case.id] = case
        self._done.pop(case.worker, None)

    def drop_case(self, ident: str) -> None:
        before = self._cases.pop(ident, None)
        if before is not None:
            del self._held[before.worker][ident]
            self._done.pop(before.worker, None)

    # --- what is asked ----------------------------------------------------------------------

    @property
    def workers(self) -> Iterator[Worker]:
        return iter(self._workers.values())

    def load_of(self, ident: str) -> WorkerLoad:
        found = self._done.get(ident)
        if found is None:
            found = self._done[ident] = self._work_out(self._workers[ident])
        return found

    def loads(self) -> list[WorkerLoad]:
        return [self.load_of(ident) for ident in self._workers]

    def unallocated(self) -> list[Carried]:
        """Cases nobody holds, or whose worker is not in the book."""
        nobody = [
            case for holder, cases in self._held.items() if holder not in self._workers for case in cases.values()
        ]
        return carried_on([self._scales.weigh(case) for case in nobody if case.is_held_on(self.as_at)], self.as_at)

    def _work_out(self, worker: Worker) -> WorkerLoad:
        cases = list(self._held.get(worker.id, {}).values())
        weights = [self._scales.weigh(case) for case in cases]
        carried = carried_on([weight for weight in weights if weight.case.is_held_on(self.as_at)], self.as_at)
        held = [each.case for each in carried]
        parts, assumed = self._work_parts(worker)
        availability = Availability(worker, self.weighting)
        available = availability.on(self.as_at)
        points = total_points(carried) + sum((part.points for part in parts), ZERO)
        line = draw(points, available.points, sum(case.count for case in held), self.weighting)
        flags = (*available.flags, *count_breaches(worker, held, self.weighting.limits))
        return WorkerLoad(
            worker=worker,
            line=line,
            carried=tuple(carried),
            work=tuple(parts),
            available=available,
            forecast=ahead(self._scales, availability, weights, worker.work, self.as_at, self.weeks),
            sustained=sustained(line, monday_of(self.as_at), worker.history, self.weighting),
            flags=flags,
            assumed=(*(each for one in carried for each in one.assumed), *assumed, *available.assumed),
            checked=check(worker.history),
        )

    def _work_parts(self, worker: Worker) -> tuple[list[Part], list[Assumption]]:
        parts = [*self._scales.everyone()]
        assumed: list[Assumption] = []
        for each in worker.work:
            if _is_on(each, self.as_at):
                part, lacking = self._scales.weigh_work(each.work, each.count, each.facts, worker.id)
                parts.append(part)
                if lacking is not None:
                    assumed.append(lacking)
        return parts, assumed


def _is_on(work: Work, day: date) -> bool:
    return (work.since is None or work.since <= day) and (work.until is None or day <= work.until)


def sum_of(parts: Iterable[Part]) -> Decimal:
    return sum((part.points for part in parts), ZERO)
