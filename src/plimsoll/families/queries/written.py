"""Words in final notes: what was written for all its cases, and what is about one of them alone.

A note is found for a case in sight by its shared words, or by the words about that very case; never by the words about
another child of the same note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plimsoll.families.queries.sight import CLOSING, OPENING, PORTIONS, Sight, rows
from plimsoll.notes.models import NoteEvent, NotePart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from plimsoll.cases.models import Case

MOST = 20


@dataclass(frozen=True, slots=True)
class WrittenHit:
    """A final note found on a case in sight."""

    note_id: UUID
    case: Case
    title: str
    on: date
    snippet: tuple[str, ...]


def final_notes(sight: Sight, terms: str) -> tuple[WrittenHit, ...]:
    """The newest final notes in sight that hold the words."""
    shared = _matching(_SHARED, sight, terms)
    alone = _matching(_ALONE, sight, terms)
    parts = NotePart.objects.filter(note_id__in=[pk for pk, _case in shared]) | NotePart.objects.filter(
        pk__in=[pk for pk, _case in alone]
    )
    found = list(parts.select_related("note", "case").order_by("-finalised_at", "-id")[: PORTIONS[1]])
    seen = sight.of(part.case_id for part in found)
    kept = [part for part in found if part.case_id in seen][:MOST]
    own = {pk for pk, _case in alone}
    told = dict(rows(_TOLD, [terms, sorted(own), [part.pk for part in kept]])) if kept else {}
    return tuple(
        WrittenHit(
            part.note_id,
            part.case,
            str(part.note.shape.get("title") or part.format),
            part.at_on,
            tuple(re.split(f"[{OPENING}{CLOSING}]", told.get(part.pk, ""))),
        )
        for part in kept
    )


def events_told(hits: Iterable[WrittenHit]) -> set[int]:
    """The events that found notes stand for: shown once, with the note."""
    notes = [hit.note_id for hit in hits]
    return set(NoteEvent.objects.filter(note_id__in=notes).values_list("event_id", flat=True)) if notes else set()


def _matching(sql: str, sight: Sight, terms: str) -> list[tuple[Any, ...]]:
    """Ids of what holds the words, the newest, within the cases in sight where those are few."""
    if sight.few is not None:
        return rows(sql.format(scope="p.case_id = ANY(%s)"), [sight.few, terms, PORTIONS[1]])
    return rows(sql.format(scope="TRUE"), [terms, PORTIONS[1]])


# The words as in the indexes of migration 0004, to the letter: otherwise they are not used.
_OF_ALL = "to_tsvector('english', plimsoll_plain(plimsoll_written(content)))"
_OF_ONE = "to_tsvector('english', plimsoll_plain(text))"
_QUERY = "websearch_to_tsquery('english', plimsoll_plain(%s))"
_SHARED = f"""
SELECT id, case_id FROM notes_note
WHERE id IN (SELECT p.note_id FROM notes_notepart p WHERE {{scope}}) AND {_OF_ALL} @@ {_QUERY}
ORDER BY finalised_at DESC LIMIT %s
"""  # noqa: S608 - made of constants; what was typed is a parameter
_ALONE = f"""
SELECT id, case_id FROM notes_notepart p WHERE {{scope}} AND text <> '' AND {_OF_ONE} @@ {_QUERY}
ORDER BY finalised_at DESC LIMIT %s
"""  # noqa: S608 - as above
_TOLD = f"""
SELECT p.id, ts_headline('english', CASE WHEN p.id = ANY(%s) THEN p.text ELSE plimsoll_written(n.content) END,
                         asked.query, 'StartSel={OPENING}, StopSel={CLOSING}, MaxWords=32, MinWords=14')
FROM notes_notepart p JOIN notes_note n ON n.id = p.note_id, asked WHERE p.id = ANY(%s)
"""  # noqa: S608 - as above
_TOLD = f"WITH asked AS (SELECT {_QUERY} AS query) {_TOLD}"
