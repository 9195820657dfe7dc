"""Stored hints: what a list is ordered by, refreshed with every change and when time alone would change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.cases.derive import Position, duty_value, ground_value, happened, positions, reason_value
from plimsoll.cases.models import Case, PriorityRecord, Status
from plimsoll.cases.standing import day_of, standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from plimsoll.engine.clocks import Duty

HINT_FIELDS = (
    "status",
    "plan",
    "closed_on",
    "hint_tier",
    "hint_colour",
    "hint_key",
    "hint_reasons",
    "hint_duties",
    "hint_next_due_on",
    "hint_late_count",
    "hint_last_contact_on",
    "hint_last_seen_on",
    "hint_changes_at",
    "hint_derived_at",
    "hint_rulebook",
)
_KEPT_STATUSES = {Status.WAITING, Status.TRANSFERRING}


def set_hints(case: Case, position: Position, now: datetime) -> None:
    """Put what was derived on the case in memory; the caller saves it."""
    priority = position.priority
    life = standing(happened(position.facts, now))
    if not (case.status in _KEPT_STATUSES and life.status != Status.CLOSED):
        case.status = life.status
    case.closed_on = life.closed_on
    case.plan = priority.plan
    open_duties = [duty for duty in position.duties if duty.is_open]
    case.hint_tier = priority.tier
    case.hint_colour = priority.colour
    case.hint_key = [float(part) for part in priority.key]
    case.hint_reasons = [ground_value(ground, open_duties, day_of(now)) for ground in priority.grounds]
    case.hint_duties = [duty_value(duty) for duty in open_duties]
    case.hint_next_due_on = _next_due(open_duties)
    case.hint_late_count = sum(1 for duty in open_duties if duty.state == "late")
    case.hint_last_contact_on = priority.last_contact_on
    case.hint_last_seen_on = priority.last_seen_on
    case.hint_changes_at = priority.changes_at
    case.hint_derived_at = now
    case.hint_rulebook = rules.current().version[:80]


def priority_record(case: Case, position: Position, *, now: datetime, cause: str) -> PriorityRecord:
    """The change of priority as it is kept; `case` still carries the hints from before."""
    priority = position.priority
    return PriorityRecord(
        case=case,
        at=now,
        tier=priority.tier,
        colour=priority.colour,
        previous_tier=case.hint_tier,
        previous_colour=case.hint_colour,
        reasons=[reason_value(reason) for reason in priority.reasons],
        duties=[duty_value(duty) for duty in position.duties if duty.is_open],
        is_overridden=priority.overridden,
        cause=cause,
        policy=str(priority.policy),
        rulebook=rules.current().version[:80],
    )


def has_moved(case: Case, position: Position) -> bool:
    """Whether tier or colour differs from the stored hint."""
    return (case.hint_tier, case.hint_colour) != (position.priority.tier, position.priority.colour)


def refresh(cases: Sequence[Case], now: datetime, cause: str) -> int:
    """Derive these cases afresh, keep their changes of priority and their hints. Returns how many moved."""
    found = positions(cases, now)
    records = []
    for case in cases:
        position = found[case.pk]
        if has_moved(case, position):
            records.append(priority_record(case, position, now=now, cause=cause))
        set_hints(case, position, now)
    PriorityRecord.objects.bulk_create(records)
    Case.objects.bulk_update(cases, HINT_FIELDS, batch_size=200)
    return len(records)


def _next_due(duties: Sequence[Duty]) -> date | None:
    return min((day_of(duty.due) for duty in duties if duty.due is not None), default=None)
