"""Why a case stands where it stands, why before or after another, and why it stood elsewhere on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from plimsoll.cases import words
from plimsoll.cases.derive import position_of
from plimsoll.cases.presenting.reasons import ReasonLine, reason_text, reasons
from plimsoll.cases.queries.case import CaseView, facts_of, kept_priority
from plimsoll.cases.standing import day_of
from plimsoll.engine import priority as engine
from plimsoll.engine.priority import what_would_move

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from plimsoll.cases.derive import Position
    from plimsoll.cases.models import Case, PriorityRecord


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case stands where it stands."""

    tier_words: str
    reasons: tuple[ReasonLine, ...]
    unknown: tuple[ReasonLine, ...]
    would_move: tuple[ReasonLine, ...]
    derived_words: str
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One kept change of priority."""

    at: datetime
    colour: str
    previous_colour: str
    tier_words: str
    cause: str
    reasons: tuple[str, ...]
    policy: str
    is_overridden: bool


@dataclass(frozen=True, slots=True)
class Then:
    """The case as it stood on a day: what was kept, and what the record of that day gives again."""

    on: date
    kept: Change | None
    colour: str
    tier_words: str
    reasons: tuple[ReasonLine, ...]
    agrees: bool
    known_by_then: int


def why(view: CaseView, history: Sequence[PriorityRecord]) -> Why:
    """The ordered comparison, and how it came to be."""
    priority = view.position.priority
    return Why(
        tier_words=words.tier(view.case.pack, priority.tier),
        reasons=reasons(view, priority.reasons),
        unknown=reasons(view, priority.unknown),
        would_move=reasons(view, what_would_move(priority)),
        derived_words=words.tier(view.case.pack, priority.derived.tier) if priority.overridden else "",
        history=tuple(_change(view, record) for record in history),
    )


def tier_title(view: CaseView) -> str:
    """Where the case stands, in the words of the policy."""
    return words.tier(view.case.pack, view.position.priority.tier)


def compared(view: CaseView, other: Case, other_position: Position) -> str:
    """The first difference between this case and another, in one sentence."""
    return reason_text(
        engine.why(view.position.priority, other_position.priority, view.case.title, other.title)
    )


def then(view: CaseView, history: Sequence[PriorityRecord], as_at: datetime) -> Then:
    """What stood on a day, from what was kept then, beside what that day's record gives when derived again."""
    position = position_of(facts_of(view.case, view.events), as_at)
    kept = kept_priority(history, as_at)
    known = [event for event in view.events if event.recorded_at <= as_at]
    return Then(
        on=day_of(as_at),
        kept=_change(view, kept) if kept else None,
        colour=position.priority.colour,
        tier_words=words.tier(view.case.pack, position.priority.tier),
        reasons=reasons(view, position.priority.reasons),
        agrees=kept is not None and kept.tier == position.priority.tier,
        known_by_then=len(known),
    )


def _change(view: CaseView, record: PriorityRecord) -> Change:
    cause = record.cause_event
    causes = {
        "time": _("time passing"),
        "import": _("an import"),
        "rulebook": _("a change of the rules"),
        "rules": _("a change of the rules"),
    }
    return Change(
        at=record.at,
        colour=record.colour,
        previous_colour=record.previous_colour,
        tier_words=words.tier(view.case.pack, record.tier),
        cause=words.event_title(view.case.pack, cause.name) if cause else causes.get(record.cause, _("a record")),
        reasons=tuple(words.reason(value) for value in record.reasons),
        policy=record.policy,
        is_overridden=record.is_overridden,
    )


@dataclass(frozen=True, slots=True)
class WaitingOverride:
    """An override down that a supervisor has not confirmed yet."""

    event_id: int
    tier_words: str
    reason: str
    until: str
    by: str


def waiting_override(view: CaseView) -> WaitingOverride | None:
    """An override down that still waits for a supervisor; None otherwise."""
    override = view.position.priority.override
    if override is None or override.status != "waiting":
        return None
    event = view.event(override.event)
    return WaitingOverride(
        event_id=int(override.event),
        tier_words=words.tier(view.case.pack, override.tier),
        reason=str(event.details.get("reason", "")) if event else "",
        until=words.day(override.until) if override.until else "",
        by=event.recorded_by.name if event and event.recorded_by else "",
    )
