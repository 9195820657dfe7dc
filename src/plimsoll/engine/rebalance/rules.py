"""The hard rules: why a worker may not hold a case, in words.

Capacity is not here: whether it binds is an option, and it is about a whole plan, not a pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.reasons import Reason, Source
from plimsoll.engine.rebalance.model import PROTECTED_KINDS

if TYPE_CHECKING:
    from plimsoll.engine.rebalance.model import Case, Options, Worker


def is_protected(case: Case) -> bool:
    """Whether the case may never be without a named worker."""
    return case.is_protected or not PROTECTED_KINDS.isdisjoint(case.kinds)


def why_not(worker: Worker, case: Case, options: Options) -> Reason | None:
    """The first hard rule that this worker's holding this case would break, or None.

    A worker who holds a case already may keep it though they take no new ones.
    """
    own_rules = _about_worker(worker) or _about_pair(worker, case, options)
    if own_rules is not None:
        return _because(*own_rules, worker, case)
    lacking = sorted(case.needs - worker.skills)
    if lacking:
        return _because("skill", "%(worker)s lacks %(lacking)s", worker, case, ", ".join(lacking))
    barred = sorted(case.kinds & worker.may_not_hold)
    if barred:
        template = "%(worker)s may not hold %(lacking)s at this stage of practice"
        return _because("status", template, worker, case, ", ".join(barred))
    if case.language and case.language not in worker.languages:
        return _because("language", "%(worker)s does not work in %(lacking)s", worker, case, case.language)
    return None


def _about_worker(worker: Worker) -> tuple[str, str] | None:
    if worker.absence is not None:
        return "absent", "%(worker)s is away"
    if worker.capacity <= 0:
        return "no_capacity", "%(worker)s has no capacity at present"
    return None


def _about_pair(worker: Worker, case: Case, options: Options) -> tuple[str, str] | None:
    if case.id in worker.conflicts or (case.family and case.family in worker.conflicts) or worker.id in case.conflicts:
        return "conflict_of_interest", "%(worker)s has declared a conflict of interest"
    if (case.id, worker.id) in options.refused:
        return "refused", "The move to %(worker)s was refused"
    if not worker.takes_new and case.holder != worker.id:
        return "takes_no_new", "%(worker)s takes no new cases"
    return None


def _because(rule: str, template: str, worker: Worker, case: Case, lacking: str = "") -> Reason:
    params = {"worker": worker.id, "case": case.id, "lacking": lacking}
    return Reason(f"rebalance.rule.{rule}", template, params, source=Source("policy", rule))


def rule_of(reason: Reason) -> str:
    return reason.code.rpartition(".")[2]


STAYS_IF_NOBODY_ELSE = frozenset({"skill", "status", "language", "refused"})
"""Rules under which a case rather stays where it is than goes without a worker: the breach is old, and is said."""
