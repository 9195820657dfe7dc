"""An approach as the engine reads it: two events under the service's own pack, so that its clock is like any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.cases import rules
from plimsoll.engine import clocks
from plimsoll.engine.facts import CaseFacts, Event

if TYPE_CHECKING:
    from datetime import datetime

    from plimsoll.engine.clocks import Duty
    from plimsoll.frontdoor.models import Approach

RULE = "COM-011"
RECEIVED, DECIDED = "approach_received", "approach_decided"


def duty_of(approach: Approach, now: datetime) -> Duty | None:
    """The duty to decide what is done about it, as it stands at `now`; None where the pack has no such clock."""
    events = [Event(RECEIVED, approach.received_at, recorded_at=approach.received_at, id="1")]
    if approach.decided_at is not None:
        events.append(Event(DECIDED, approach.decided_at, recorded_at=approach.decided_at, id="2"))
    facts = CaseFacts(id=str(approach.pk), pack=approach.service.pack, events=tuple(events), born_on=None, facts={})
    return next((duty for duty in clocks.derive(facts, rules.current(), now) if duty.rule == RULE), None)
