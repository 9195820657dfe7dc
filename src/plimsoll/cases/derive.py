"""Where a case stands: the engine asked about stored rows, and the hints that come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from plimsoll.cases import facts, rules
from plimsoll.engine import clocks, priority
from plimsoll.engine.clocks.record import read_record
from plimsoll.engine.clocks.wording import Day, Span
from plimsoll.engine.moments import end_of
from plimsoll.engine.priority.words import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from plimsoll.cases.models import Case
    from plimsoll.engine.clocks import Duty
    from plimsoll.engine.facts import CaseFacts, Event
    from plimsoll.engine.priority import Ground, Priority
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


# Amounts inside a reason that grow by one every day: kept as the day they are counted from.
_GROWING = frozenset({"gap", "over"})


def ground_value(ground: Ground, open_duties: Sequence[Duty], today: date) -> dict[str, object]:
    """A ground as a hint keeps it: what the worklist needs, and words that are still true tomorrow.

    `duty` is the place of its duty among the hint's open duties. A deadline keeps no words: they are
    made from the duty when somebody looks, because "4 working days left" is wrong the next morning.
    """
    value: dict[str, object] = {"code": ground.code, "rank": ground.rank, "band": ground.band}
    if ground.when < NEVER:
        value["when"] = ground.when
    if ground.to_do:
        value |= {"to_do": ground.to_do, "group": ground.group}
    if ground.duty is not None:
        value["duty"] = next(place for place, duty in enumerate(open_duties) if duty is ground.duty)
        if ground.criterion == "deadlines":
            return value
    reason = ground.reason
    value |= reason_value(reason)
    value["params"] = {
        name: {"days_since": (today - timedelta(days=int(item.value.amount))).isoformat()}
        if name in _GROWING and isinstance(item, Span)
        else _plain(item)
        for name, item in reason.params.items()
    }
    return value


def duty_value(duty: Duty) -> dict[str, object]:
    """A duty as it is stored in a hint or with a decision."""
    value: dict[str, object] = {
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
    if duty.turn is not None and len(duty.turn.rule.clock.versions) > 1:
        # Which version of the rule this turn runs under: a clock keeps the law that it began with.
        value["since"] = str(duty.turn.rule.version.since)
    return value


def _moment(due: date | datetime | None) -> str | None:
    if isinstance(due, datetime):
        return due.astimezone(UTC).isoformat()
    return due.isoformat() if due is not None else None


def _plain(value: object) -> object:
    """A value as JSON keeps it; days and amounts say what they are, so that they can be shown as such (`words`)."""
    if isinstance(value, Day):
        return _plain(value.value)
    if isinstance(value, datetime):
        return {"moment": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Span):
        return {"span": abs(value.value.amount), "unit": value.value.unit}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)
