"""From an event to its note: for lists that show events and have already asked whether they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from plimsoll.notes import formats
from plimsoll.notes.models import NoteEvent

if TYPE_CHECKING:
    from uuid import UUID


def notes_of_entries(case_id: UUID) -> dict[int, str]:
    """The address of the note of each event of a case that has one."""
    rows = NoteEvent.objects.filter(case_id=case_id).values_list("event_id", "note_id")
    return {event: reverse("notes:note", args=[case_id, note]) for event, note in rows}


def address_to_write(case_id: UUID, pack: str, event: str) -> str:
    """The note screen of a kind of event; the choice of formats where several record it; empty where none does."""
    found = [one.name for one in formats.formats_of(pack).values() if one.events()[:1] == (event,)]
    if len(found) > 1:
        return reverse("notes:choose", args=[case_id])
    return reverse("notes:new", args=[case_id, found[0]]) if found else ""
