"""What the events say of a case's life: referred, open or closed. Pure; stored only as a hint."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from plimsoll.cases.models import Status
from plimsoll.today import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plimsoll.engine.facts import Event

# Work begins with any of these: the case is then no longer only referred.
_BEGUN = frozenset({"referral_decided", "allocated", "assessment_started", "case_reopened"})


class Standing(NamedTuple):
    """Where a case is in its life, and the day it was closed."""

    status: str
    closed_on: date | None


def day_of(at: date | datetime) -> date:
    """The London day of a date or a moment."""
    return at.astimezone(LONDON).date() if isinstance(at, datetime) else at


def standing(events: Iterable[Event]) -> Standing:
    """Read it off events that count today, in the order in which they happened (`clocks.effective`)."""
    names = set()
    closed: date | None = None
    for event in events:
        names.add(event.name)
        if event.name == "case_closed":
            closed = day_of(event.at)
        elif event.name == "case_reopened":
            closed = None
    if closed is not None:
        return Standing(Status.CLOSED, closed)
    waits_for_decision = "referral_received" in names and not names & _BEGUN and names <= _BEFORE_WORK
    return Standing(Status.REFERRED if waits_for_decision else Status.OPEN, None)


_BEFORE_WORK = frozenset({"referral_received", "concern_raised", "input_received", "enquiry_received", "unallocated"})
