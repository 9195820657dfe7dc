"""The answer as plain data for JSON (docs/schemas/rebalance.output.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plimsoll.engine.load.numbers import plain

if TYPE_CHECKING:
    from decimal import Decimal

    from plimsoll.engine.reasons import Reason
    from plimsoll.engine.rebalance.allocating import Allocation
    from plimsoll.engine.rebalance.model import Problem, Proposal


def answer(problem: Problem, proposal: Proposal) -> dict[str, Any]:
    """A proposal. `assignment` names the worker of every case, null where it is uncovered."""
    return {
        "is_proved": proposal.is_proved,
        "method": proposal.method,
        "seed": problem.options.seed,
        "objectives": [
            {
                "objective": each.stage,
                "value": plain(each.value),
                "bound": plain(each.bound),
                "is_proved": each.proved,
                "gap": plain(each.gap),
                "how": each.how,
            }
            for each in proposal.stages
        ],
        "moves": [
            {
                "case": move.case,
                "from": move.from_worker or None,
                "to": move.to_worker,
                "kind": move.kind,
                "returns_on": move.returns_on.isoformat() if move.returns_on else None,
                "reasons": [_reason(each) for each in move.reasons],
            }
            for move in proposal.moves
        ],
        "assignment": {case: worker or None for case, worker in proposal.assignment.items()},
        "workers": [
            {
                "id": each.worker,
                "capacity": plain(each.capacity),
                "points_before": plain(each.points_before),
                "points_after": plain(each.points_after),
                "percent_before": _percent(each.percent_before),
                "percent_after": _percent(each.percent_after),
                "cases_before": each.cases_before,
                "cases_after": each.cases_after,
            }
            for each in proposal.workers
        ],
        "uncovered": list(proposal.uncovered),
        "unresolved": [
            {
                "rule": each.rule,
                "cases": list(each.cases),
                "is_unlawful": each.is_unlawful,
                "text": each.reason.text,
            }
            for each in proposal.unresolved
        ],
        "notes": [_reason(each) for each in proposal.notes],
    }


def allocation(found: Allocation) -> dict[str, Any]:
    """Everybody for one case: who may hold it in order, and who may not."""
    return {
        "case": found.case,
        "ranked": [
            {
                "place": each.place,
                "worker": each.worker,
                "percent_before": _percent(each.percent_before),
                "percent_after": _percent(each.percent_after),
                "points_after": plain(each.points_after),
                "reason": _reason(each.reason),
            }
            for each in found.ranked
        ],
        "excluded": [{"worker": each.worker, "reason": _reason(each.reason)} for each in found.excluded],
    }


def _percent(value: Decimal | None) -> int | float | None:
    return None if value is None else plain(value)


def _reason(each: Reason) -> dict[str, Any]:
    found: dict[str, Any] = {"code": each.code, "text": each.text}
    if each.source is not None:
        found["source"] = {"kind": each.source.kind, "id": each.source.id}
    return found
