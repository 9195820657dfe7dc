"""What is significant in a chronology: marks on entries, worked out of the events that set them and took them off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from plimsoll.cases.models import CaseEvent

MARKED, UNMARKED = "entry_marked", "entry_unmarked"
# They speak of an entry and stand with it, so a chronology does not list them by themselves.
NAMES = frozenset({MARKED, UNMARKED})


class Mark(NamedTuple):
    """Why an entry is significant, who says so, and when they said it."""

    why: str
    by: str
    at: datetime


def marks(events: Iterable[CaseEvent]) -> dict[int, Mark]:
    """The marks that stand, by the id of the entry; the last word counts."""
    found: dict[int, Mark] = {}
    for event in sorted((one for one in events if one.name in NAMES), key=lambda one: one.pk):
        entry = _entry_of(event)
        if entry is None:
            continue
        if event.name == MARKED:
            by = event.recorded_by.name if event.recorded_by else ""
            found[entry] = Mark(str(event.details.get("why", "")), by, event.recorded_at)
        else:
            found.pop(entry, None)
    return found


def _entry_of(event: CaseEvent) -> int | None:
    entry = event.details.get("entry")
    return int(entry) if isinstance(entry, int) or str(entry).isdigit() else None
