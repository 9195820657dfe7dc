"""From an event to its note: for lists that show events and have already asked whether they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from plimsoll.notes import formats

if TYPE_CHECKING:
    from uuid import UUID


# From a stored event to the id of its note, as a query of events speaks of it (`NoteEvent.event`).
NOTE_OF_ENTRY = "noted__note_id"


def address_of(case_id: UUID, note_id: object) -> str:
    """The page of a note."""
    return reverse("notes:note", args=[case_id, note_id])


def address_to_write(case_id: UUID, pack: str, event: str) -> str:
    """The note screen of a kind of event; the choice of formats where several record it; empty where none does."""
    found = [one.name for one in formats.formats_of(pack).values() if one.events()[:1] == (event,)]
    if len(found) > 1:
        return reverse("notes:choose", args=[case_id])
    return reverse("notes:new", args=[case_id, found[0]]) if found else ""
