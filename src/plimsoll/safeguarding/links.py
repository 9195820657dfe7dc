"""Where the words of a concern are written, for pages of a case that ask by the name of an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID

PAGES = {
    "concern_raised": "safeguarding:raise_on",
    "concern_decided": "safeguarding:decide_any",
    "safety_plan_made": "safeguarding:plan_any",
}


def address_to_write(case_id: UUID, _pack: str, event: str) -> str:
    """The page on which this event is recorded; empty for events that are none of a concern's."""
    return reverse(PAGES[event], args=[case_id]) if event in PAGES else ""
