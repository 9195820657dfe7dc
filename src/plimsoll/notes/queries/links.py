"""From an event to its note: for lists that show events and have already asked whether they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from plimsoll.notes.models import NoteEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


def notes_of_entries(case_id: UUID) -> dict[int, str]:
    """The address of the note of each event of a case that has one."""
    rows = NoteEvent.objects.filter(case_id=case_id).values_list("event_id", "note_id")
    return {event: reverse("notes:note", args=[case_id, note]) for event, note in rows}


def noted_events() -> Iterable[int]:
    """The events that have a note, as a subquery."""
    return NoteEvent.objects.values("event_id")
