"""A new case: everybody who may hold it in order, with why, and what it would do to each line.

The same board and objectives as for a rebalancing, with every other case where it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from plimsoll.engine.reasons import Reason, Source
from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.compiling import compile_board
from plimsoll.engine.rebalance.explaining import Explainer, percent_of
from plimsoll.engine.rebalance.rules import why_not

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from plimsoll.engine.rebalance.model import Case, Problem, Worker


@dataclass(frozen=True, slots=True)
class Ranked:
    """One worker who may hold the case. Place 1 is the best; `reason` says why they stand before the next."""

    place: int
    worker: str
    reason: Reason
    percent_before: Decimal | None
    percent_after: Decimal | None
    points_after: Decimal


@dataclass(frozen=True, slots=True)
class Excluded:
    """One worker who may not, and the rule."""

    worker: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Allocation:
    case: str
    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]


def allocate(problem: Problem, case_id: str) -> Allocation:
    """Rank the workers for one case, whoever holds it now. Raises `KeyError` where there is no such case."""
    by_id = {case.id: case for case in problem.cases}
    asked = by_id[case_id]
    others = tuple(replace(case, is_locked=True) for case in problem.cases if case.id != case_id)
    free = replace(asked, is_locked=False)
    options = replace(problem.options, families="ignore", movable="all", accepted=frozenset())
    alone = replace(problem, cases=(*others, free), options=options)
    board = compile_board(alone)
    siblings = _siblings(problem, asked)
    ranked: list[Ranked] = []
    if board.units:
        unit = board.units[0]
        explainer = Explainer(board, [0])
        explainer.search.put(0, 0)
        differences = explainer.search.differences(0)
        able = [at for at in range(len(unit.workers)) if unit.workers[at] != NOBODY and explainer.search.fits(0, at)]
        able = [at for at in able if not siblings or board.worker_ids[unit.workers[at]] in siblings]
        able.sort(key=lambda at: (differences[at], at))
        workers = {worker.id: worker for worker in problem.workers}
        for place, at in enumerate(able, 1):
            explainer.search.put(0, at)
            following = able[place] if place < len(able) else None
            worker = workers[board.worker_ids[unit.workers[at]]]
            ranked.append(_ranked(place, explainer, unit.workers, worker, asked, following))
    excluded = tuple(_excluded(problem, asked, siblings, {each.worker for each in ranked}))
    return Allocation(case_id, tuple(ranked), excluded)


def _ranked(
    place: int, explainer: Explainer, columns: tuple[int, ...], worker: Worker, case: Case, following: int | None
) -> Ranked:
    if following is None:
        reason = Reason("rebalance.rank.last", "Nobody else may hold it" if place == 1 else "The last who may hold it")
    else:
        board = explainer.board
        explainer.utilisation = board.utilisation(explainer.search.loads)
        reason = explainer.against(board.worker_ids[columns[following]], explainer.search.difference(((0, following),)))
    size = case.sizes.get(worker.id, case.points) or worker.capacity * 0
    before = explainer.before[worker.id] - (size if case.holder == worker.id else 0)
    return Ranked(
        place, worker.id, reason, percent_of(before, worker), percent_of(before + size, worker), before + size
    )


def _siblings(problem: Problem, asked: Case) -> frozenset[str]:
    """The workers who hold the rest of the family, where families stay together."""
    if not asked.family or problem.options.families != "together":
        return frozenset()
    present = {worker.id for worker in problem.workers if worker.absence is None}
    return frozenset(
        case.holder
        for case in problem.cases
        if case.family == asked.family and case.id != asked.id and case.holder in present
    )


def _excluded(problem: Problem, asked: Case, siblings: frozenset[str], ranked: set[str]) -> Iterator[Excluded]:
    for worker in sorted(problem.workers, key=lambda worker: worker.id):
        if worker.id in ranked:
            continue
        broken = why_not(worker, asked, problem.options)
        if broken is None and siblings and worker.id not in siblings:
            template = "The family is with %(holders)s"
            params = {"holders": ", ".join(sorted(siblings))}
            broken = Reason(
                "rebalance.rule.families_together", template, params, source=Source("policy", "families_together")
            )
        yield Excluded(worker.id, broken or Reason("rebalance.rule.capacity", "It does not fit under the hard rules"))
