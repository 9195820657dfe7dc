"""Where a case stands: the engine asked about stored rows, and the hints that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from plimsoll.cases import facts, rules
from plimsoll.engine import clocks, priority
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.moments import end_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.facts import CaseFacts, Event
    from plimsoll.engine.priority import Priority
    from plimsoll.engine.reasons import Reason


@dataclass(frozen=True, slots=True)
class Position:
    """One case as derived at a moment."""

    facts: CaseFacts
    duties: tuple[Duty, ...]
    priority: Priority


def position_of(case_facts: CaseFacts, as_at: date | datetime) -> Position:
    """Derive one case from its engine values."""
    rulebook = rules.current()
    duties = clocks.derive(case_facts, rulebook, as_at)
    return Position(case_facts, duties, priority.derive(case_facts, duties, rulebook, as_at))


def happened(case_facts: CaseFacts, as_at: date | datetime) -> list[Event]:
    """What counts at a moment, in order: known by then, not corrected away, not in the future."""
    by_name = read_record(case_facts, end_of(as_at)).by_name
    found = [happening for happenings in by_name.values() for happening in happenings]
    return [happening.event for happening in sorted(found, key=lambda happening: happening.order)]


def positions(cases: Sequence[Case], as_at: date | datetime) -> dict[UUID, Position]:
    """Derive many cases with one query for all their events."""
    return {case_id: position_of(value, as_at) for case_id, value in facts.case_facts(cases).items()}


def reason_value(reason: Reason) -> dict[str, object]:
    """A reason as it is stored with a decision: code, template and parameters, so that it can be translated."""
    value: dict[str, object] = {
        "code": reason.code,
        "template": reason.template,
        "params": {key: _plain(item) for key, item in reason.params.items()},
    }
    if reason.source is not None:
        value["source"] = {"kind": reason.source.kind, "id": reason.source.id}
    return value


def duty_value(duty: Duty) -> dict[str, object]:
    """A duty as it is stored in a hint or with a decision."""
    return {
        "rule": duty.rule,
        "duty": duty.duty,
        "state": duty.state,
        "due": _moment(duty.due),
        "matters": duty.matters,
        "who": duty.who,
        "group": duty.group,
        "unit": duty.left.unit if duty.left else "",
        "verified": duty.citation.verified,
    }


def _moment(due: date | datetime | None) -> str | None:
    if isinstance(due, datetime):
        return due.astimezone(UTC).isoformat()
    return due.isoformat() if due is not None else None


def _plain(value: object) -> object:
    """A value as JSON keeps it; a day says that it is one, so that it can be shown as one (`words.reason`)."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
