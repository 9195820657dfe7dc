"""What comes in: the events of a case and the standing facts about it.

Two times on every event: when it happened (`at`) and when it was written down
(`recorded_at`). "As at" a past moment means: events recorded by then, under the rulebook in
force then. An event whose `at` lies after the as-at moment is a plan, not a happening: it
meets and starts nothing, except clocks that count back from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

_NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated thing that happened, or was decided, on a case.

    `name` is a word of the pack's vocabulary (rulebook `events`). `at` is a date, or an aware
    moment where the hour matters. `recorded_at` is None when it is not known when the event
    was written down: it then counts as recorded when it happened (a plan as already known). `details` is what the event
    carries ("kind", "outcome", ...). `supersedes` is the id of an earlier event that this one
    corrects; an event named "event_withdrawn" with `supersedes` removes one.
    """

    name: str
    at: date | datetime
    recorded_at: datetime | None = None
    details: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    id: str = ""
    supersedes: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as the engine sees it.

    `pack` is the main pack ("children-england"). `born_on` is the client's birth date, if
    known. `facts` are standing facts that no event dates ("is_disabled", "local_authority").
    `known_from` (a day) says that the record begins in the middle, `known_in_full` (names of events) what is
    complete before it all the same.
    """

    id: str
    pack: str
    events: tuple[Event, ...] = ()
    born_on: date | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class EventRef:
    """A pointer from an answer to the event it rests on."""

    event: str
    at: date | datetime
    id: str = ""
