"""Rows and derived duties to concerns: what was raised, what was decided, whose decision it is meanwhile. No query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.safeguarding.climb import NOT_SAFE, USUAL, Climb, climb_of, ladder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from plimsoll.cases.models import Case, CaseEvent
    from plimsoll.engine.clocks import Duty

RULE = "COM-001"  # the clock that asks for the decision
RAISED, DECIDED = "concern_raised", "concern_decided"
DISCUSSIONS = ("strategy_discussion_held", "inter_agency_discussion_held")
PLAN = "safety_plan_made"
_YES = frozenset({True, "yes", "y", "1"})
_IN_DANGER = frozenset({"no", "not_known"})


@dataclass(frozen=True, slots=True)
class Concern:
    """One concern on a case. `climb` is None once it is decided; `versions` are the ids of its entry as corrected."""

    case: Case
    raised: CaseEvent
    versions: frozenset[int]
    number: str
    due: date | datetime | None
    state: str
    decided: CaseEvent | None
    climb: Climb | None
    belonging: tuple[CaseEvent, ...]

    @property
    def id(self) -> int:
        """The id it is known by in addresses: that of its first entry, which no correction changes."""
        return min(self.versions)

    @property
    def is_danger(self) -> bool:
        """Whether somebody was not safe when it was raised, or nobody knew."""
        return is_danger(self.raised.details)

    def of(self, *names: str) -> list[CaseEvent]:
        """What else was recorded for this concern, of these kinds, in order."""
        return [event for event in self.belonging if event.name in names]


def is_danger(details: dict[str, object]) -> bool:
    """Whether a concern's details say that somebody is not safe now, or that nobody knows."""
    risk = details.get("immediate_risk")
    return (str(risk).lower() if isinstance(risk, (int, str)) and not isinstance(risk, bool) else risk) in _YES or (
        details.get("safe_now") in _IN_DANGER
    )


def concerns(case: Case, events: Sequence[CaseEvent], duties: Iterable[Duty], now: datetime) -> list[Concern]:
    """The concerns of a case, newest first: one for each turn of the clock that asks for its decision."""
    by_id = {str(event.pk): event for event in events}
    gone = {event.supersedes_id for event in events if event.supersedes_id}
    standing = [event for event in events if event.pk not in gone and event.name != "event_withdrawn"]
    found = []
    for duty in duties:
        raised = by_id.get(duty.started_by.id)
        if duty.rule != RULE or raised is None:
            continue
        found.append(_concern(case, _latest(raised, events), by_id, standing, duty, now))
    return sorted(found, key=lambda one: (one.raised.at_on, one.raised.pk), reverse=True)


def _concern(
    case: Case,
    raised: CaseEvent,
    by_id: dict[str, CaseEvent],
    standing: Sequence[CaseEvent],
    duty: Duty,
    now: datetime,
) -> Concern:
    versions = _versions(raised, by_id)
    number = str(raised.details.get("concern") or min(versions))
    decided = by_id.get(duty.met_by.id) if duty.met_by else None
    climb = None
    if duty.is_open:
        kind = NOT_SAFE if is_danger(raised.details) else USUAL
        pack = rules.current().pack(case.pack)
        climb = climb_of(
            ladder(case.pack, kind),
            raised.at_moment or raised.at_on,
            duty.due,
            rules.current().calendars.working(pack.calendar),
            now,
            is_held=case.holder_id is not None,
        )
    belonging = tuple(
        event
        for event in standing
        if str(event.details.get("concern", "")) == number and event.pk not in versions
    )
    return Concern(case, raised, versions, number, duty.due, duty.state, decided, climb, belonging)


def _latest(event: CaseEvent, events: Sequence[CaseEvent]) -> CaseEvent:
    """The entry as it was corrected last."""
    later = {each.supersedes_id: each for each in events if each.supersedes_id and each.name == event.name}
    while event.pk in later:
        event = later[event.pk]
    return event


def _versions(event: CaseEvent, by_id: dict[str, CaseEvent]) -> frozenset[int]:
    found = {event.pk}
    earlier: CaseEvent | None = event
    while earlier is not None and earlier.supersedes_id and earlier.supersedes_id not in found:
        found.add(earlier.supersedes_id)
        earlier = by_id.get(str(earlier.supersedes_id))
    return frozenset(found)
