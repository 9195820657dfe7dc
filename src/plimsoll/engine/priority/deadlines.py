"""Criteria: deadlines, and legal and organisational duty. Every open duty gives its ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.engine.clocks.wording import Day
from plimsoll.engine.policy.index import Placing, index_of
from plimsoll.engine.priority.ground import Ground
from plimsoll.engine.priority.words import NEVER, ends_at, span
from plimsoll.engine.reasons import Reason, Source

if TYPE_CHECKING:
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.policy import Policy
    from plimsoll.engine.priority.ground import Evidence

_LATE = "%(duty)s: late by %(by)s (due %(due)s)"
_LATE_SINCE = "%(duty)s: late (due %(due)s)"
_SOON = "%(duty)s: %(left)s left (due %(due)s)"
_TODAY = "%(duty)s: due today (%(due)s)"
_EXTENDED = "%(duty)s: extended (now due %(due)s)"
_RUNNING = "%(duty)s: due %(due)s"
_NO_DATE = "%(duty)s: the date it is counted from is not recorded"
_RUNS = "%(words)s (until %(due)s)"
_UNVERIFIED = " (the text of this rule has not been verified)"
_LAW = "%(duty)s rests on %(instrument)s"
_LAW_PARAGRAPH = "%(duty)s rests on %(instrument)s, %(paragraph)s"
_LOCAL = "%(duty)s is this organisation's own standard (%(instrument)s)"

_STATE = {"late": "late", "due_soon": "due_soon", "running": "running", "extended": "running"}
_CODE = {"late": "deadlines.late", "due_soon": "deadlines.due_soon", "running": "deadlines.running"}
_new = tuple.__new__


def weigh(evidence: Evidence) -> None:
    """Add a ground for each open duty, and the legal basis of the most pressing one."""
    policy, grounds = evidence.policy, evidence.grounds
    placings = index_of(policy).placings
    pressing: Ground | None = None
    for duty in evidence.duties:
        asked = duty.rule, duty.state, duty.is_soon, duty.who, duty.matters
        placing = placings.get(asked)
        if placing is None:
            if duty.state not in _STATE:
                continue
            placing = placings[asked] = _placing(policy, *asked)
        rank, band, code, says, presses = placing
        due = duty.due
        when = NEVER if due is None else ends_at(due)
        # A named tuple's own way of being made takes twice as long, and every open duty has its ground.
        if says is None:
            ground: Ground = _new(Ground, (rank, band, when, 0, code, duty_reason, (duty,), duty, "", ""))
        else:
            ground = _new(Ground, (rank, band, when, 0, code, _runs, (duty, says), duty, "", ""))
        grounds.append(ground)
        if presses and (pressing is None or ground[:3] < pressing[:3]):
            pressing = ground
        if due is None:
            evidence.unknown.append(duty_reason("unknown.due", duty))
    if pressing is not None and pressing.duty is not None:
        evidence.support("legal_duty.basis", _basis, pressing.duty)


def _placing(policy: Policy, rule: str, state: str, is_soon: bool, who: str, matters: str) -> Placing:  # noqa: FBT001 - a key
    """Where an open duty puts a case under this policy, and in what words."""
    state = _STATE[state]
    if state == "running" and is_soon:
        state = "due_soon"
    rung = policy.duties[who, state, matters]
    special = policy.running_rules.get(rule)
    if special is None:
        return Placing(rung.rank, rung.band, _CODE[state], None, presses=state != "running")
    rung = min(rung, special[0])
    return Placing(rung.rank, rung.band, "safeguarding.runs", special[1], presses=state != "running")


def _runs(code: str, duty: Duty, says: str) -> Reason:
    """The policy's own words for a rule whose running says how the child stands."""
    params = {"words": says, "due": Day(duty.due) if duty.due is not None else ""}
    return Reason(code, _RUNS, params, duty.left, Source("rule", duty.rule))


def duty_reason(code: str, duty: Duty) -> Reason:
    """An open duty as a reason: late by how much, or due when, in the clock's own unit."""
    params: dict[str, object] = {"duty": duty.duty}
    left = duty.left
    if duty.due is None:
        template = _NO_DATE
    else:
        params["due"] = Day(duty.due)
        if duty.state == "late":
            template = _LATE if left is not None and left.amount else _LATE_SINCE
            if left is not None:
                params["by"] = span(left.amount, left.unit)
        elif duty.state == "extended":
            template = _EXTENDED
        elif left is not None and (duty.state == "due_soon" or duty.is_soon):
            template = _SOON if left.amount else _TODAY
            params["left"] = span(left.amount, left.unit)
        else:
            template = _RUNNING
    if duty.citation.verified == "unverified":
        template += _UNVERIFIED
    return Reason(code, template, params, left, Source("rule", duty.rule))


def _basis(code: str, duty: Duty) -> Reason:
    citation = duty.citation
    template = _LOCAL if duty.matters == "local" else _LAW_PARAGRAPH if citation.paragraph else _LAW
    params = {"duty": duty.duty, "instrument": citation.instrument, "paragraph": citation.paragraph}
    return Reason(code, template, params, None, Source("rule", duty.rule))
