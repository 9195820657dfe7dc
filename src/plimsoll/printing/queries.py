"""What is read for paper. Each case has come through the door already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plimsoll.notes.models import NoteAddition, NoteEvent, NotePart
from plimsoll.notes.queries.reading import NoteView

if TYPE_CHECKING:
    from uuid import UUID


def notes_by_event(case_id: UUID) -> dict[int, NoteView]:
    """The final note of each event that has one, with what was added to it: three queries.

    A note on several cases comes with the words about this one, and none about the others.
    """
    events = dict(NoteEvent.objects.filter(case_id=case_id).values_list("event_id", "note_id"))
    parts = {
        part.note_id: part
        for part in NotePart.objects.filter(case_id=case_id).select_related("note__author", "author")
    }
    additions: dict[UUID, list[NoteAddition]] = {}
    for one in NoteAddition.objects.filter(note_id__in=list(parts)).select_related("author").order_by("id"):
        additions.setdefault(one.note_id, []).append(one)
    return {
        event: NoteView(parts[note].note, parts[note], tuple(additions.get(note, ())), (event,), 0)
        for event, note in events.items()
        if note in parts
    }
