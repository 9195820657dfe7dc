"""The question answered: a proposal, with its moves explained and every line before and after.

A manager decides; nothing moves by itself. A refused or locked move is put into the options and the question asked
again.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from plimsoll.engine.load.numbers import shown
from plimsoll.engine.reasons import Reason, Source
from plimsoll.engine.rebalance.board import NOBODY
from plimsoll.engine.rebalance.compiling import compile_board
from plimsoll.engine.rebalance.explaining import Explainer, percent_of
from plimsoll.engine.rebalance.model import Move, Proposal, Unresolved, WorkerChange
from plimsoll.engine.rebalance.rules import is_protected
from plimsoll.engine.rebalance.stages import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from plimsoll.engine.rebalance.board import Board
    from plimsoll.engine.rebalance.model import Case, Options, Problem, Stage, Worker
    from plimsoll.engine.rebalance.stages import Found

MoveKind = Literal["permanent", "temporary_cover", "allocation"]


def propose(problem: Problem, watch: Callable[[Stage], object] | None = None) -> Proposal:
    """The best plan under the hard rules, each objective proved or its gap stated.

    `problem` is plain values (`model.Worker`, `model.Case`, `model.Options`); the same problem gives the same
    proposal, whatever the order of its workers and cases. `watch` is told of each objective as its turn comes, so that
    somebody who waits can be told. Raises `ValueError`, one line, where the numbers are too large to be counted
    exactly.

    A refused move is asked again with `options.refused`, a kept one with `options.accepted`, a case that must stay
    with `is_locked`; a "what if" is the same call on other values: nothing here is stored.
    """
    board = compile_board(problem)
    found = run(board, watch)
    assignment = _assignment(board, found)
    uncovered = tuple(case.id for case in problem.cases if not assignment[case.id])
    return Proposal(
        assignment=assignment,
        moves=tuple(_moves(board, found)),
        stages=tuple(found.results),
        workers=tuple(_changes(problem, assignment)),
        uncovered=uncovered,
        unresolved=(*board.unresolved, *_for_want_of_room(board, uncovered)),
        notes=tuple(_notes(board, found)),
        method=found.method,
    )


def _assignment(board: Board, found: Found) -> dict[str, str]:
    """Every case of the problem, in its order, with its worker ("" where uncovered)."""
    ids = [case.id for case in sorted(board.problem.cases, key=lambda case: case.id)]
    placed = dict(board.fixed)
    for unit, at in zip(board.units, found.plan, strict=True):
        worker = unit.workers[at]
        for number in unit.cases:
            placed[ids[number]] = "" if worker == NOBODY else board.worker_ids[worker]
    return {case.id: placed[case.id] for case in board.problem.cases}


# --- moves --------------------------------------------------------------------------------------


def _moves(board: Board, found: Found) -> Iterator[Move]:
    cases = sorted(board.problem.cases, key=lambda case: case.id)
    workers = {worker.id: worker for worker in board.problem.workers}
    explainer = Explainer(board, found.plan)
    for number, (unit, at) in enumerate(zip(board.units, found.plan, strict=True)):
        if unit.workers[at] == NOBODY:
            continue
        to_worker = board.worker_ids[unit.workers[at]]
        for case in (cases[member] for member in unit.cases):
            if case.holder != to_worker:
                kind, returns_on = _kind(case, workers.get(case.holder), board.options)
                yield Move(case.id, case.holder, to_worker, kind, returns_on, explainer.reasons(number, case))


def _kind(case: Case, holder: Worker | None, options: Options) -> tuple[MoveKind, date | None]:
    if not case.holder:
        return "allocation", None
    until = holder.absence.until if holder is not None and holder.absence is not None else None
    if until is None or options.cover == "permanent":
        return "permanent", None
    return "temporary_cover", until + timedelta(days=1)


# --- lines --------------------------------------------------------------------------------------


def _changes(problem: Problem, assignment: Mapping[str, str]) -> Iterator[WorkerChange]:
    before = {worker.id: worker.other_points for worker in problem.workers}
    after = dict(before)
    counts = {worker.id: [0, 0] for worker in problem.workers}
    for case in problem.cases:
        for holder, points, which in ((case.holder, before, 0), (assignment[case.id], after, 1)):
            if holder in points:
                size = case.sizes.get(holder)
                points[holder] += size if size is not None else case.points or Decimal(0)
                counts[holder][which] += 1
    for worker in problem.workers:
        yield WorkerChange(
            worker=worker.id,
            capacity=worker.capacity,
            points_before=before[worker.id],
            points_after=after[worker.id],
            percent_before=percent_of(before[worker.id], worker),
            percent_after=percent_of(after[worker.id], worker),
            cases_before=counts[worker.id][0],
            cases_after=counts[worker.id][1],
        )


# --- what to know --------------------------------------------------------------------------------


def _for_want_of_room(board: Board, uncovered: tuple[str, ...]) -> Iterator[Unresolved]:
    """Cases that somebody may hold, but that hard capacity or a limit leaves without a worker."""
    known = {case for entry in board.unresolved for case in entry.cases}
    by_id = {case.id: case for case in board.problem.cases}
    for ident in uncovered:
        if ident in known:
            continue
        unlawful = is_protected(by_id[ident])
        template = "Nobody who may hold %(case)s has room for it"
        if unlawful:
            template += ". The law asks for a named worker: decide today"
        reason = Reason("rebalance.uncovered.capacity", template, {"case": ident}, source=Source("policy", "capacity"))
        yield Unresolved("capacity", (ident,), reason, is_unlawful=unlawful)


def _notes(board: Board, found: Found) -> Iterator[Reason]:
    for result in found.results:
        if not result.proved and result.stage != "tie_break":
            params = {"stage": result.stage, "value": shown(result.value), "bound": shown(result.bound)}
            template = "Not proved best in %(stage)s: %(value)s was found, and %(bound)s cannot be beaten"
            yield Reason("rebalance.note.gap", template, params)
    if found.method == "greedy":
        yield Reason(
            "rebalance.note.greedy", "Made without a solver: good, but not proved best beyond the bounds given"
        )
    for worker in board.problem.workers:
        held = [case for case in board.problem.cases if case.holder == worker.id]
        for limit in worker.limits:
            count = sum(not limit.kinds or not limit.kinds.isdisjoint(case.kinds) for case in held)
            if count > limit.at_most:
                kinds = ", ".join(sorted(limit.kinds)) or "cases"
                passed: Mapping[str, object] = {
                    "worker": worker.id, "count": count, "most": limit.at_most, "kinds": kinds
                }  # fmt: skip
                template = (
                    "%(worker)s already holds %(count)s (%(kinds)s), above the limit of %(most)s: no more of them"
                )
                yield Reason("rebalance.note.limit_passed", template, passed, source=Source("policy", "limits"))
