"""The priorities of a record that is brought in whole: what they were each time something was written down,
and each time time alone changed them. Nothing is stored here; the caller does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases import hints
from plimsoll.cases.derive import position_of

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.cases.models import Case, PriorityRecord
    from plimsoll.engine.facts import CaseFacts

# A case of twenty years with a clock that changes state each week stays below this.
MOST_STEPS = 2_000


def replay(case: Case, facts: CaseFacts, *, now: datetime, cause: str) -> list[PriorityRecord]:
    """The changes of priority up to `now`, in order; the case in memory is left with its hints of `now`."""
    last_at = {event.recorded_at: int(event.id) for event in facts.events if event.recorded_at and event.id}
    written = sorted({event.recorded_at for event in facts.events if event.recorded_at and event.recorded_at <= now})
    moments = [moment for moment in written if moment < now] + [now]
    records: list[PriorityRecord] = []
    for moment, following in zip(moments, [*moments[1:], None], strict=True):
        at: datetime | None = moment
        why = cause
        while at is not None and (following is None or at < following) and len(records) < MOST_STEPS:
            position = position_of(facts, at)
            if hints.has_moved(case, position):
                record = hints.priority_record(case, position, now=at, cause=why)
                record.cause_event_id = last_at.get(at)
                records.append(record)
            hints.set_hints(case, position, at)
            upcoming = position.priority.changes_at
            at = upcoming if upcoming is not None and at < upcoming <= now else None
            why = "time"
    if case.hint_derived_at != now:
        hints.set_hints(case, position_of(facts, now), now)
    return records
